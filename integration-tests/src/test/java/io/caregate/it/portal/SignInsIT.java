package io.caregate.it.portal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Browser;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users read what the log has about their own account and nothing else, and say that a sign-in was not theirs. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SignInsIT {
    private static final TestClient APP =
            TestClient.publicApp("ward-app").redirectUris("https://ward.example/callback");
    private static final String ACCOUNT = "/caregate/audit/account";

    private PortalRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
        realm.realm().register(APP).expect(201);
    }

    private void failToSignIn(String user) {
        realm.realm()
                .browser()
                .open(realm.realm().oidc().authorization(APP).uri())
                .login(user, "guess");
    }

    private void createUser(String name) {
        Map<String, Object> user = Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name + "@example.org",
                "firstName",
                "Some",
                "lastName",
                "Body",
                "credentials",
                List.of(Map.of("type", "password", "value", PortalRealm.PASSWORD)));
        realm.realm().admin().post(realm.realm().adminPath("/users"), user).expect(201);
    }

    private Answer account(String token, String more) {
        return realm.realm().oidc().get(ACCOUNT + more, token);
    }

    private String token(String user) {
        return realm.token(user).expect(200).accessToken();
    }

    private String id(String user) {
        return realm.realm().admin().userId(realm.realm().name(), user);
    }

    private List<JsonNode> entries(String token) {
        return StreamSupport.stream(
                        account(token, "").expect(200).json().path("events").spliterator(), false)
                .toList();
    }

    /** The number of the newest entry, once it is sealed and a checkpoint covers it. */
    private long newest(String token) {
        return requireNonNull(Awaitility.await()
                .until(
                        () -> entries(token).stream()
                                .findFirst()
                                .map(entry -> entry.path("seq").asLong())
                                .filter(seq -> seq > 0
                                        && account(token, "/" + seq)
                                                .json()
                                                .path("checkpoint")
                                                .isTextual())
                                .orElse(0L),
                        seq -> seq > 0));
    }

    @Test
    void accountWhenSomebodyGuessedItsPasswordThenItsUserSeesWhereAndByWhichApplication() {
        failToSignIn("therapist");
        failToSignIn("patient");

        String token = token("therapist");
        Answer answer = account(token, "").expect(200);
        JsonNode events = answer.json().path("events");

        assertThat(events)
                .anySatisfy(entry -> {
                    assertThat(entry.path("type").asText()).isEqualTo("LOGIN_ERROR");
                    assertThat(entry.path("error").asText()).isEqualTo("invalid_user_credentials");
                    assertThat(entry.path("client").asText()).isEqualTo(APP.id());
                    assertThat(entry.path("ip").asText()).isNotEmpty();
                })
                .allSatisfy(entry -> assertThat(entry.path("user").asText()).isEqualTo(id("therapist")));
        assertThat(answer.json().path("successes").isBoolean()).isTrue();
        assertThat(answer.json().path("damagedCount").asInt()).isZero();
    }

    @Test
    void entryWhenItIsTheUsersOwnThenProvedAndOnlyToThem() {
        failToSignIn("dev");
        String dev = token("dev");
        long seq = newest(dev);

        JsonNode proof = account(dev, "/" + seq).expect(200).json();
        assertThat(proof.path("payload").asText()).contains(id("dev"));
        assertThat(proof.path("inclusionProof").isArray()).isTrue();

        for (String other : List.of("other", "approver", "auditor")) {
            assertThat(account(token(other), "/" + seq).status()).as(other).isEqualTo(404);
        }
        assertThat(account(dev, "/1").status()).isEqualTo(404);
    }

    @Test
    void accountWhenItsNameIsAnotherAccountsIdThenNothingOfThatAccount() {
        failToSignIn("both");
        createUser(id("both"));

        String token = token(id("both"));

        assertThat(entries(token))
                .allSatisfy(entry -> assertThat(entry.path("user").asText()).isEqualTo(id(id("both"))));
        assertThat(entries(token("both"))).isNotEmpty();
    }

    @Test
    void accountWhenReadThenTheLogSaysByWhom() {
        entries(token("leaver"));

        Answer reads = realm.realm()
                .oidc()
                .get("/caregate/audit/events?type=CAREGATE_AUDIT_READ&user=leaver", token("auditor"));

        assertThat(reads.expect(200).json().path("events"))
                .anySatisfy(entry -> assertThat(entry.path("path").asText()).endsWith(ACCOUNT));
    }

    @Test
    void accountWhenTheTokenIsNotThePortalsThenRefusedAndInTheLog() {
        String app = realm.realm()
                .signIn(APP, "therapist", PortalRealm.PASSWORD)
                .expect(200)
                .accessToken();
        String api = realm.token("therapist", PortalRealm.API).expect(200).accessToken();
        TestClient robot = TestClient.service("robot-reader");
        realm.realm().register(robot).expect(201);
        String service =
                realm.realm().oidc().clientCredentials(robot).expect(200).accessToken();

        for (String token : List.of(app, api, service)) {
            assertThat(account(token, "").expect(403).text("code")).isEqualTo("foreign-token");
            assertThat(account(token, "/1").expect(403).text("code")).isEqualTo("foreign-token");
        }
        assertThat(account("garbage", "").expect(401).text("code")).isEqualTo("token-invalid");
        assertThat(realm.realm().oidc().get(ACCOUNT).expect(401).text("code")).isEqualTo("token-missing");
        assertThat(realm.realm()
                        .oidc()
                        .get("/caregate/audit/events?type=CAREGATE_AUDIT_READ_ERROR", token("auditor"))
                        .expect(200)
                        .json()
                        .path("events"))
                .anySatisfy(entry -> assertThat(entry.path("path").asText()).endsWith(ACCOUNT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?user=therapist", "?limit=0", "?limit=1001", "?cursor=x", "?type=LOGIN", "/1?limit=1"})
    void accountWhenAParameterIsNotKnownOrNotAllowedThenRefused(String more) {
        assertThat(account(token("therapist"), more).expect(400).text("code")).isEqualTo("malformed");
    }

    @Test
    void reportWhenASignInWasNotTheirsThenOtherSessionsEndAndThePasswordMustBeChanged() {
        createUser("victim");
        realm.realm().grant("victim", "offline_access");
        Answer stranger = realm.realm()
                .signIn(APP, "victim", PortalRealm.PASSWORD, "offline_access")
                .expect(200);
        Answer bystander =
                realm.realm().signIn(APP, "auditor", PortalRealm.PASSWORD).expect(200);
        Browser browser = realm.realm().browser();
        Answer mine = realm.token(browser, "victim").expect(200);
        PortalApi portal = realm.with(mine.accessToken());

        Answer report = portal.post("/api/sign-in-reports", Map.of("entry", 7)).expect(200);

        assertThat(report.json().path("sessions").asInt()).isPositive();
        assertThat(report.text("password")).isEqualTo("change");
        assertThat(realm.realm().oidc().refresh(APP, stranger.refreshToken()).error())
                .isEqualTo("invalid_grant");
        realm.realm().oidc().refresh(APP, bystander.refreshToken()).expect(200);
        realm.realm().oidc().refresh(realm.portal(), mine.refreshToken()).expect(200);
        Page next =
                browser.open(realm.realm().oidc().authorization(realm.portal()).uri());
        assertThat(next.uri().getQuery()).contains("execution=UPDATE_PASSWORD");
        assertThat(next.body()).contains("name=\"password-new\"");
        assertThat(realm.realm()
                        .oidc()
                        .get("/caregate/audit/events?type=ADMIN_ACTION&user=" + id("victim"), token("auditor"))
                        .expect(200)
                        .json()
                        .path("events"))
                .anySatisfy(entry -> {
                    assertThat(entry.at("/details/resource_type").asText()).isEqualTo("CAREGATE_SIGN_IN_REPORT");
                    assertThat(entry.at("/details/event.entry").asText()).isEqualTo("7");
                });
    }

    /** An offline session has the id of the session that it comes from, and Keycloak's logout ends both. */
    @Test
    void reportWhenThisBrowserGaveAnApplicationOfflineAccessThenThatEndsAndTheSessionStays() {
        createUser("generous");
        realm.realm().grant("generous", "offline_access");
        Browser browser = realm.realm().browser();
        Answer offline = realm.realm()
                .signIn(browser, APP, "generous", PortalRealm.PASSWORD, "offline_access")
                .expect(200);
        Answer mine = realm.token(browser, "generous").expect(200);

        realm.with(mine.accessToken()).post("/api/sign-in-reports", null).expect(200);

        assertThat(realm.realm().oidc().refresh(APP, offline.refreshToken()).error())
                .isEqualTo("invalid_grant");
        realm.realm().oidc().refresh(realm.portal(), mine.refreshToken()).expect(200);
        Page next =
                browser.open(realm.realm().oidc().authorization(realm.portal()).uri());
        assertThat(next.uri().getQuery()).contains("execution=UPDATE_PASSWORD");
    }

    @Test
    void reportWhenTheUserHasReportedAMomentAgoThenMustWait() {
        createUser("hasty");
        PortalApi portal = realm.as("hasty");
        portal.post("/api/sign-in-reports", null).expect(200);

        assertThat(portal.post("/api/sign-in-reports", null).expect(429).header("Retry-After"))
                .isEqualTo("31");
    }

    /** Otherwise an administrator without manage-users could choose the user's password. */
    @Test
    void userWhenImpersonatedThenNeitherReportsNorReadsTheirLog() {
        Browser browser = realm.realm().browser();
        browser.keepCookiesOf(realm.realm()
                .admin()
                .post(realm.realm().adminPath("/users/" + id("patient") + "/impersonation"), "{}")
                .expect(200));
        String token = realm.token(browser, "patient").expect(200).accessToken();

        assertThat(realm.with(token)
                        .post("/api/sign-in-reports", null)
                        .expect(403)
                        .text("code"))
                .isEqualTo("sign-in-again");
        assertThat(account(token, "").expect(403).text("code")).isEqualTo("foreign-token");
        assertThat(entries(token("patient")))
                .anySatisfy(entry -> assertThat(entry.path("type").asText()).isEqualTo("IMPERSONATE"));
    }

    @Test
    void reportWhenTheRealmLetsNobodyChangeAPasswordThenSaysSoAndNobodyIsLockedOut() {
        String action = realm.realm().adminPath("/authentication/required-actions/UPDATE_PASSWORD");
        var settings = realm.realm().admin().get(action).expect(200).json();
        Map<String, Object> off = Map.of(
                "alias",
                "UPDATE_PASSWORD",
                "name",
                settings.path("name").asText(),
                "enabled",
                false,
                "priority",
                settings.path("priority").asInt());
        realm.realm().admin().put(action, off).expect(204);
        try {
            PortalApi portal = realm.as("other");

            assertThat(portal.post("/api/sign-in-reports", null).expect(200).text("password"))
                    .isEqualTo("elsewhere");
            assertThat(token("other")).isNotEmpty();
        } finally {
            realm.realm().admin().put(action, settings).expect(204);
        }
    }

    @Test
    void reportWhenTheBodyIsNoneThenRefusedAndNothingHappens() {
        PortalApi portal = realm.as("leaver");

        for (Object body : List.of(Map.of("entry", 0), Map.of("entry", "7"), Map.of("user", "x"), List.of())) {
            assertThat(portal.post("/api/sign-in-reports", body).expect(400).text("code"))
                    .isEqualTo("malformed");
        }
        assertThat(token("leaver")).isNotEmpty();
    }

    @Test
    void reportWhenByAServiceAccountThenRefused() {
        TestClient robot = TestClient.service("robot-reporter");
        realm.realm().register(robot).expect(201);
        PortalApi portal = realm.with(
                realm.realm().oidc().clientCredentials(robot).expect(200).accessToken());

        assertThat(portal.post("/api/sign-in-reports", null).expect(403).text("code"))
                .isEqualTo("foreign-token");
    }
}
