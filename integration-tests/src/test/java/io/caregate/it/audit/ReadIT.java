package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.http.Method;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read the log, which queries they may send, and how pages follow each other. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReadIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    /** In the form in which developers register one: it has no role in its scope. */
    private static final TestClient NARROW = TestClient.confidential("narrow")
            .redirectUris("https://narrow.example.org/callback")
            .set("fullScopeAllowed", false);

    private static final String EVENTS = "/caregate/audit/events";

    private Keycloak keycloak;
    private TestRealm realm;
    private AuditLog log;

    @BeforeAll
    void createRealms(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE, "therapist")
                .set("groups", List.of(Map.of("name", "auditors", "realmRoles", List.of(AuditLog.ROLE))))
                .user("alice", "password", AuditLog.ROLE)
                .user("bob", "password", "therapist")
                .user("carol", "password")
                .client(APP)
                .client(NARROW)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        log = new AuditLog(realm);
        IntStream.range(0, 12).forEach(i -> fail(realm, "worker"));
    }

    @ParameterizedTest
    @CsvSource({"alice, 200", "bob, 403", "carol, 403"})
    void readWhenUserHasTheRoleThenServedElseForbidden(String username, int status) {
        String token = realm.signIn(APP, username, "password").expect(200).accessToken();

        Answer answer = AuditLog.ask(realm.oidc(), token, Map.of());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        if (status == 200) {
            assertThat(answer.header("Content-Type")).startsWith("application/json");
        } else {
            assertProblem(answer, status, "role-missing");
            assertThat(log.find(Map.of("type", "CAREGATE_AUDIT_READ_ERROR", "user", username)))
                    .isNotEmpty();
        }
    }

    @Test
    void readWhenAnAuditorHasOnlySignedInToSomeApplicationThenItMayNot() {
        String token = realm.signIn(NARROW, "alice", "password").expect(200).accessToken();

        Answer answer = AuditLog.ask(realm.oidc(), token, Map.of());

        assertProblem(answer, 403, "role-missing");
    }

    @Test
    void readWhenTheRoleComesByGroupOrCompositeThenServedAndWhenItGoesThenForbidden() {
        var admin = realm.admin();
        String carol = admin.userId(realm.name(), "carol");
        String token = realm.signIn(APP, "carol", "password").expect(200).accessToken();
        AuditLog.ask(realm.oidc(), token, Map.of()).expect(403);
        String group =
                admin.get(realm.adminPath("/groups")).json().get(0).path("id").asText();
        String membership = realm.adminPath("/users/" + carol + "/groups/" + group);

        admin.put(membership, "{}").expect(204);
        AuditLog.ask(realm.oidc(), token, Map.of()).expect(200);
        admin.delete(membership).expect(204);
        AuditLog.ask(realm.oidc(), token, Map.of()).expect(403);

        admin.post(realm.adminPath("/roles"), Map.of("name", "chief")).expect(201);
        admin.post(realm.adminPath("/roles/chief/composites"), List.of(admin.role(realm.name(), AuditLog.ROLE)))
                .expect(204);
        realm.grant("carol", "chief");
        AuditLog.ask(realm.oidc(), token, Map.of()).expect(200);
        realm.revoke("carol", "chief");
        AuditLog.ask(realm.oidc(), token, Map.of()).expect(403);
    }

    @Test
    void readWhenThereIsNoTokenThenChallenge() {
        Answer answer = realm.oidc().get(EVENTS).expect(401);

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"" + realm.name() + "\"");
        assertProblem(answer, 401, "token-missing");
    }

    @Test
    void readWhenTokenIsMadeUpThenInvalidToken() {
        Answer answer = realm.oidc().get(EVENTS, "made-up").expect(401);

        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertProblem(answer, 401, "token-invalid");
    }

    @Test
    void readWhenAuditorIsOfAnotherRealmThenNothingOfThisOne(Keycloak keycloak) {
        var other = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        String token = other.oidc()
                .clientCredentials(AuditLog.READER, "openid")
                .expect(200)
                .accessToken();
        fail(other, "worker");

        AuditLog.ask(realm.oidc(), token, Map.of()).expect(401);
        assertThat(new AuditLog(other).find(Map.of("type", "CLIENT_LOGIN_ERROR")))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("realm").asText()).isEqualTo(other.name()));
    }

    @Test
    void readWhenServedThenItIsAnEntryItself() {
        log.find(Map.of("type", "NEVER_SEEN"));

        assertThat(log.find(Map.of("type", "CAREGATE_AUDIT_READ", "client", "siem")))
                .anySatisfy(entry -> {
                    assertThat(entry.path("details").path("query.type").asText())
                            .isEqualTo("NEVER_SEEN");
                    assertThat(entry.path("details").path("returned").asText()).isEqualTo("0");
                });
    }

    @Test
    void searchWhenGoneOnWithAndNothingIsShownThenItIsPartOfItsBeginning() {
        String text = "nobody-" + UUID.randomUUID();
        assertThat(search(text, null)).isEmpty();
        JsonNode begun = sealedReadsOf(text).get(0);

        assertThat(search(text, cursor(begun.path("seq").asLong(), begun))).isEmpty();
        assertThat(readsOf(text)).hasSize(1);

        // It was recorded before the entries that are searched now, or is another search: that is a separate reading.
        assertThat(search(text, cursor(begun.path("seq").asLong() + 1, begun))).isEmpty();
        assertThat(readsOf(text)).hasSize(2).noneMatch(read -> read.path("details")
                .has("continues"));
        String other = text + "-x";
        assertThat(search(other, cursor(begun.path("seq").asLong(), begun))).isEmpty();
        assertThat(readsOf(other)).hasSize(1);
    }

    @Test
    void searchWhenGoneOnWithAndSomethingIsShownThenItIsAnEntryThatNamesTheBeginning() {
        String found = "invalid_client_credentials";
        assertThat(search(found, null)).isNotEmpty();
        JsonNode begun = sealedReadsOf(found).get(0);

        assertThat(search(found, cursor(begun.path("seq").asLong(), begun))).isNotEmpty();

        assertThat(readsOf(found)).hasSize(2).anySatisfy(read -> assertThat(
                        read.at("/details/continues").asText())
                .isEqualTo(begun.path("id").asText()));
    }

    private List<JsonNode> search(String text, @Nullable String cursor) {
        Map<String, String> parameters = new HashMap<>(Map.of("type", "CLIENT_LOGIN_ERROR", "text", text));
        if (cursor != null) {
            parameters.put("cursor", cursor);
        }
        return log.find(parameters);
    }

    /** As the server makes it when it interrupts a search. */
    private static String cursor(long seq, JsonNode begun) {
        String text = "1.DESC." + seq + ".search:" + begun.path("id").asText();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private List<JsonNode> readsOf(String text) {
        return log.find(Map.of("type", "CAREGATE_AUDIT_READ")).stream()
                .filter(read -> read.path("details").path("query.text").asText().equals(text))
                .toList();
    }

    private List<JsonNode> sealedReadsOf(String text) {
        return await().until(() -> readsOf(text), reads -> reads.stream()
                .noneMatch(read -> read.path("seq").isNull()));
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 1001", "from, yesterday", "order, up", "cursor, x", "colour, red", "type, ''"})
    void readWhenAParameterIsBadThenItIsNamed(String name, String value) {
        Answer answer = log.ask(Map.of(name, value)).expect(400);

        assertProblem(answer, 400, "malformed");
        assertThat(answer.text("detail")).contains("Parameter " + name);
    }

    @ParameterizedTest
    @CsvSource({
        "type, CLIENT_LOGIN_ERROR",
        "error, invalid_client_credentials",
        "client, worker",
        "ip, 127.0.0.1",
        "from, 2020-01-01T00:00:00Z",
        "to, 2999-01-01T00:00:00Z",
        "text, INVALID_client"
    })
    void readWhenFilteredThenWhatFitsIsFound(String name, String value) {
        assertThat(log.find(Map.of(name, value))).hasSizeGreaterThanOrEqualTo(12);
    }

    @ParameterizedTest
    @CsvSource({
        "type, LOGIN",
        "error, invalid%",
        "client, work",
        "user, worker",
        "ip, 127.0.0.2",
        "from, 2999-01-01T00:00:00Z",
        "to, 2020-01-01T00:00:00Z",
        "text, 'x'' OR ''1''=''1'"
    })
    void readWhenFilteredThenWhatDoesNotFitIsNotFound(String name, String value) {
        Map<String, String> parameters = new HashMap<>(Map.of("client", "worker"));
        parameters.put(name, value);

        assertThat(log.find(parameters)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"desc", "asc"})
    void pagesWhenEntriesKeepComingThenNoneIsLostOrRepeated(String order) {
        List<String> before = ids(log.find(Map.of("client", "worker")));

        List<JsonNode> paged =
                log.findAll(Map.of("client", "worker", "order", order, "limit", "5"), () -> fail(realm, "worker"));

        assertThat(ids(paged)).doesNotHaveDuplicates().containsAll(before);
        List<Long> seqs = paged.stream()
                .filter(entry -> !entry.path("seq").isNull())
                .map(entry -> entry.path("seq").asLong())
                .toList();
        assertThat(seqs).isSortedAccordingTo(order.equals("asc") ? Long::compare : (a, b) -> Long.compare(b, a));
    }

    @Test
    void seqWhenSealedThenEveryEntryHasItsOwn() {
        fail(realm, "worker");

        await().untilAsserted(() -> assertThat(log.find(Map.of("client", "worker")))
                .extracting(entry -> entry.path("seq").asLong(0))
                .doesNotContain(0L)
                .doesNotHaveDuplicates());
    }

    @Test
    void addressWhenItIsNotTheOneThenNotFound() {
        realm.oidc().get("/caregate-audit/events").expect(404);
        realm.oidc().get("/caregate/no-such-room").expect(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/no-such-thing",
                "/events/",
                "/events/0",
                "/events/0/proof",
                "/events/1/proofs",
                "/checkpoints/1",
                "/status/x"
            })
    void addressWhenItIsNoneThenAProblem(String path) {
        boolean events = path.equals("/events/");
        assertProblem(
                realm.oidc().get("/caregate/audit" + path), events ? 401 : 404, events ? "token-missing" : "not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events",
                "/events/1",
                "/events/1/proof",
                "/checkpoints",
                "/checkpoints/consistency",
                "/export",
                "/status",
                "/tail"
            })
    void methodWhenItIsNotReadingThenAProblem(String path) {
        for (Method method : List.of(Method.POST, Method.PUT, Method.DELETE, Method.PATCH, Method.OPTIONS)) {
            Response answer = keycloak.given().request(method, realm.oidc().issuer() + "/caregate/audit" + path);

            assertThat(answer.statusCode()).as(method + path).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("GET");
            assertThat(answer.contentType()).startsWith("application/problem+json");
            assertThat(answer.<String>path("code")).isEqualTo("method-not-allowed");
        }
    }

    /** RFC 9457. */
    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("code")).isEqualTo(code);
        assertThat(answer.text("type")).isEqualTo("urn:caregate:audit:problem:" + code);
        assertThat(answer.text("title")).isNotEmpty();
        assertThat(answer.text("detail")).isNotEmpty();
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }

    private void fail(TestRealm where, String client) {
        keycloak.given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", client)
                .formParam("client_secret", "wrong")
                .post(where.oidc().endpoint("token"))
                .then()
                .statusCode(401);
    }

    private static List<String> ids(List<JsonNode> entries) {
        return entries.stream().map(entry -> entry.path("id").asText()).toList();
    }
}
