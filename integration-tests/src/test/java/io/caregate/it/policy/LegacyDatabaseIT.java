package io.caregate.it.policy;

import static io.caregate.it.policy.LegacyRealm.ELSEWHERE;
import static io.caregate.it.policy.LegacyRealm.EVIL;
import static io.caregate.it.policy.LegacyRealm.EXACT;
import static io.caregate.it.policy.LegacyRealm.HOST;
import static io.caregate.it.policy.LegacyRealm.MIXED;
import static io.caregate.it.policy.LegacyRealm.POLLUTED;
import static io.caregate.it.policy.LegacyRealm.PRELOADED;
import static io.caregate.it.policy.LegacyRealm.RELATIVE;
import static io.caregate.it.policy.LegacyRealm.STAR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.AuthorizationRequest;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.Saml;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.MailBox;
import io.caregate.it.fixture.RealmKeys;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator's upgrade: a stock server has filled the database with everything that the rules refuse, then the JARs
 * are dropped in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LegacyDatabaseIT {
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris("https://app.example.org/callback");
    private static final String API = "health-api";
    private static final ObjectMapper JSON = new ObjectMapper();

    private KeycloakServer server;
    private Keycloak keycloak;
    private TestRealm realm;
    private TestRealm clinic;
    private final Map<String, Path> corpus = new TreeMap<>();
    private String therapists;
    private String patients;

    @BeforeAll
    void fillWithStockThenDropThePackIn(@TempDir Path data, @TempDir Path files) throws IOException {
        var builder = SharedServer.builder()
                .data(data)
                .option("--spi-client-policy-manager--caregate--exempt-realms=master,no-such-realm")
                .option("--spi-client-policy-manager--caregate--redirect-hosts=*.example.org");
        try (var stock = SharedServer.builder().data(data).withoutPack().start()) {
            realm = LegacyRealm.create(new Keycloak(stock));
            assertThat(realm.oidc().password(STAR, "pat", "pat-password").status())
                    .as("the stock server serves the password grant")
                    .isEqualTo(200);
            assertThat(realm.browser()
                            .open(realm.oidc()
                                    .authorization(STAR)
                                    .redirectUri(EVIL)
                                    .uri())
                            .status())
                    .as("the stock server opens the login page for a foreign address")
                    .isEqualTo(200);
            assertThat(realm.browser()
                            .open(realm.oidc()
                                    .authorization(POLLUTED)
                                    .redirectUri(PRELOADED)
                                    .uri())
                            .status())
                    .as("the stock server opens it for an address with a state, where the client's attribute says so")
                    .isEqualTo(SharedServer.IS_26_7_0 ? 400 : 200);
            clinic = new Keycloak(stock)
                    .realm()
                    .name("clinic")
                    .realmRole("therapist")
                    .user("thea", "thea-password", "therapist", "offline_access")
                    .user("pat", "pat-password", "offline_access")
                    .protectedApi(API, "therapist")
                    .client(SPA)
                    .create();
            therapists = offlineToken("thea");
            patients = offlineToken("pat");
            importCorpus(new Keycloak(stock), files);
            // The issuer stays the same.
            builder.port(stock.url().getPort());
        }
        server = builder.start();
        keycloak = new Keycloak(server);
        realm = keycloak.existingRealm(LegacyRealm.NAME);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    // Each file under its own realm name.
    private void importCorpus(Keycloak stock, Path folder) throws IOException {
        for (Path file : CheckProgram.realmFiles()) {
            String name = file.getFileName().toString().replace(".json", "");
            String text = Files.readString(file).replace("clinic", name);
            ObjectNode json = (ObjectNode) JSON.readTree(text);
            json.set("components", JSON.valueToTree(RealmKeys.components()));
            // Keycloak itself no longer accepts each of them.
            if (stock.admin().post("", json).status() == 201) {
                corpus.put(json.path("realm").asText(), Files.writeString(folder.resolve(file.getFileName()), text));
            }
        }
    }

    /** When a stock server has stored a file, the pack finds in it later what the check says about the file. */
    @Test
    void corpusWhenStoredBeforeThePackThenTheReportSaysWhatTheCheckSays() throws IOException, InterruptedException {
        for (Map.Entry<String, Path> each : corpus.entrySet()) {
            JsonNode report = keycloak.admin()
                    .get("/" + each.getKey() + "/caregate/findings")
                    .expect(200)
                    .json();
            JsonNode checked = CheckProgram.report(
                    "--redirect-hosts=*.example.org", each.getValue().toString());

            assertThat(found(report, "effect", "refused"))
                    .as(each.getKey())
                    .containsExactlyInAnyOrderElementsOf(found(checked, "refused", "true"));
        }
        assertThat(corpus).hasSizeGreaterThan(4);
    }

    private static List<String> found(JsonNode report, String member, String value) {
        return StreamSupport.stream(report.path("findings").spliterator(), false)
                .filter(finding -> finding.path(member).asText().equals(value))
                .map(finding -> String.join(
                        " ",
                        finding.path("client").asText(),
                        finding.path("rule").asText(),
                        finding.path("field").asText(),
                        finding.path("value").asText()))
                .toList();
    }

    /** Its account client has the addresses of an old Keycloak, so that none of them is that of the server. */
    @Test
    void forgottenPasswordWhenTheOwnClientsAreOfAnOldKeycloakThenItEndsAtAPage() throws Exception {
        String old = "keycloak-7-without-version";
        try (MailBox mails = new MailBox()) {
            keycloak.admin()
                    .put(
                            "/" + old,
                            Map.of("enabled", true, "resetPasswordAllowed", true, "smtpServer", mails.settings()))
                    .expect(204);
            keycloak.admin()
                    .post(
                            "/" + old + "/users",
                            Map.of(
                                    "username",
                                    "pat",
                                    "enabled",
                                    true,
                                    "email",
                                    "pat@example.org",
                                    "emailVerified",
                                    true,
                                    "firstName",
                                    "P",
                                    "lastName",
                                    "At"))
                    .expect(201);
            var browser = keycloak.existingRealm(old).browser();
            browser.open(URI.create(keycloak.oidc(old).issuer() + "/login-actions/reset-credentials"))
                    .submit(Map.of("username", "pat"));
            Page update = browser.open(mails.nextLink());
            Page end = update.submit(Map.of("password-new", "new-password", "password-confirm", "new-password"));

            assertThat(end.status()).as(end.body()).isEqualTo(200);
            assertThat(end.hasRedirect()).isFalse();
            assertThat(end.body()).contains("Your account has been updated");
        }
    }

    private String offlineToken(String user) {
        return clinic.signIn(SPA, user, user + "-password", "openid", "offline_access", API)
                .expect(200)
                .refreshToken();
    }

    @Test
    void offlineTokenWhenOlderThanThePackThenGoodForOneUseAndOnlyWithTheRole() {
        var oidc = keycloak.oidc(clinic.name());

        Answer served = oidc.refresh(SPA, therapists).expect(200);
        Answer again = oidc.refresh(SPA, therapists);
        Answer refused = oidc.refresh(SPA, patients);

        assertThat(Oidc.claims(served.accessToken()).path("aud").toString()).contains(API);
        assertThat(again.expect(400).errorDescription()).contains("refresh-rotation");
        assertThat(refused.expect(400).error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).contains("required-role");
    }

    @Test
    void passwordGrantWhenStoredAsOnThenRefused() {
        Answer answer = realm.oidc().password(STAR, "pat", "pat-password");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("unsupported_grant_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token", "id_token", "id_token token", "code id_token", "code token", "code id_token token"})
    void implicitGrantWhenStoredAsOnThenNoToken(String responseType) {
        Page exact = open(realm.oidc().authorization(MIXED).redirectUri(EXACT).responseType(responseType));
        Page evil = open(realm.oidc().authorization(STAR).redirectUri(EVIL).responseType(responseType));

        assertThat(exact.redirect().toString()).startsWith(EXACT);
        assertThat(exact.redirectParameters())
                .containsEntry("error", "unsupported_response_type")
                .doesNotContainKeys("access_token", "id_token", "code");
        assertNotRedirected(evil);
    }

    @Test
    void wildcardWhenStoredThenMatchesNothing() {
        for (TestClient client : List.of(STAR, HOST, RELATIVE)) {
            assertNotRedirected(open(request(client)));
            assertNotRedirected(open(request(client).prompt("none")));
            assertNotRedirected(open(request(client).responseType("nonsense")));
            assertNotRedirected(open(request(client).without("response_type")));
            assertNotRedirected(open(request(client).scope("no-such-scope")));
            assertNotRedirected(open(request(client).parameter("response_mode", "nonsense")));
            assertNotRedirected(open(request(client).parameter("registration", "{}")));
            assertNotRedirected(open(request(client).parameter("request_uri", "https://evil.example/request")));
            assertNotRedirected(open(request(client).without("redirect_uri").parameter("scope", "email")));
            assertNotRedirected(open(request(client).without("redirect_uri", "scope")));
        }
        assertNotRedirected(open(realm.oidc().authorization(MIXED).redirectUri("https://app.example.org/other")));
        assertNotRedirected(open(realm.oidc().authorization(STAR).redirectUri("*")));
    }

    @Test
    void exactUriWhenStoredBesideAWildcardThenStillServed() {
        Page page = open(realm.oidc().authorization(MIXED).redirectUri(EXACT)).login("pat", "pat-password");

        assertThat(page.redirect().toString()).startsWith(EXACT);
        assertThat(page.code()).isNotEmpty();
    }

    @Test
    void parameterOfTheAnswerWhenStoredWithKeycloaksLeaveThenMatchesNothing() {
        assertNotRedirected(open(realm.oidc().authorization(POLLUTED).redirectUri(PRELOADED)));
        assertNotRedirected(realm.browser()
                .open(realm.oidc()
                        .logoutUri(Map.of("client_id", POLLUTED.id(), "post_logout_redirect_uri", PRELOADED))));

        assertThat(open(realm.oidc().authorization(POLLUTED).redirectUri(EXACT))
                        .login("pat", "pat-password")
                        .code())
                .isNotEmpty();
    }

    @Test
    void pushedRequestWhenForeignThenRefused() {
        Answer answer = realm.oidc().push(STAR, request(STAR));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("request_uri\"");
    }

    @Test
    void logoutWhenForeignThenErrorPage() {
        for (TestClient client : List.of(STAR, HOST, RELATIVE)) {
            assertNotRedirected(realm.browser()
                    .open(realm.oidc().logoutUri(Map.of("client_id", client.id(), "post_logout_redirect_uri", EVIL))));
        }
        for (String query : new String[] {"", "?client_id=nobody"}) {
            assertNotRedirected(realm.browser()
                    .post(
                            URI.create(realm.oidc().endpoint("logout") + query),
                            Map.of("client_id", "star", "post_logout_redirect_uri", EVIL)));
        }
        AuthorizationRequest request = realm.oidc().authorization(MIXED).redirectUri(EXACT);
        String code = open(request).login("pat", "pat-password").code();
        String idToken = realm.oidc().code(MIXED, request, code).expect(200).text("id_token");
        assertNotRedirected(realm.browser()
                .open(realm.oidc()
                        .logoutUri(Map.of(
                                "id_token_hint", idToken, "post_logout_redirect_uri", "https://app.example.org/x"))));
    }

    @Test
    void loginActionWhenClientDataNamesAForeignAddressThenNotRedirected() {
        String data = clientData(EVIL, "code", "query");
        var browser = realm.browser();

        assertNotRedirected(browser.open(URI.create(
                realm.oidc().issuer() + "/login-actions/authenticate?client_id=star&tab_id=none&client_data=" + data)));
    }

    @Test
    void corsWhenOriginIsForeignThenNothing() {
        for (TestClient client : List.of(STAR, HOST)) {
            Response answer = LegacyRealm.token(realm, client, "https://attacker.example");
            assertThat(answer.header("Access-Control-Allow-Origin"))
                    .as(client.id())
                    .isNull();
            assertThat(answer.header("Access-Control-Allow-Credentials"))
                    .as(client.id())
                    .isNull();
        }
        assertThat(LegacyRealm.token(realm, MIXED, "https://app.example.org").header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example.org");
        assertThat(RestAssured.given()
                        .queryParam("client_id", "star")
                        .queryParam("origin", "https://attacker.example")
                        .get(realm.oidc().endpoint("login-status-iframe.html/init"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void samlRequestWhenAssertionUrlIsForeignThenErrorPage() {
        Page evil = realm.browser()
                .post(
                        Saml.endpoint(realm.oidc()),
                        Map.of("SAMLRequest", Saml.authnRequest("https://evil.example/acs")));

        assertNotRedirected(evil);
        assertThat(evil.body()).doesNotContain("evil.example");
    }

    @Test
    void samlLoginWhenRestartedWithAForeignAddressThenNoAssertionLeaves() {
        var browser = realm.browser();
        browser.post(
                Saml.endpoint(realm.oidc()), Map.of("SAMLRequest", Saml.authnRequest("https://sp.example.org/acs")));
        URI restart = URI.create(realm.oidc().issuer() + "/login-actions/authenticate?client_id="
                + "https%3A%2F%2Fsp.example.org&tab_id=none&client_data="
                + clientData("https://evil.example/acs", "_1", "post"));

        Page fresh = realm.browser().open(restart);
        Page restarted = browser.open(restart);

        assertThat(fresh.body()).doesNotContain("evil.example");
        assertThat(restarted.body()).contains("kc-form-login");
        Page signedIn = restarted.login("pat", "pat-password");
        assertThat(signedIn.status()).isEqualTo(400);
        assertThat(signedIn.body()).doesNotContain("evil.example", "SAMLResponse");
    }

    private static String clientData(String redirectUri, String responseType, String responseMode) {
        String json = "{\"ru\":\"" + redirectUri + "\",\"rt\":\"" + responseType + "\",\"rm\":\"" + responseMode
                + "\",\"st\":\"s\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void redirectUriWhenStoredOnAHostThatIsNotListedThenMatchesNothing() {
        assertNotRedirected(
                realm.browser().open(realm.oidc().authorization(ELSEWHERE).uri()));
        assertThat(realm.browser()
                        .open(realm.oidc()
                                .authorization(MIXED)
                                .redirectUri(EXACT)
                                .uri())
                        .body())
                .contains("kc-form-login");
        assertThat(keycloak.admin().get("/legacy/caregate/findings").expect(200).body())
                .contains("https://other.example/callback", "not one that the operator of this server allows");
    }

    @Test
    void editWhenItMakesNothingWorseThenAcceptedWithAnEvent() {
        ObjectNode stored = (ObjectNode) keycloak.admin().client("legacy", "mixed");
        String path = "/legacy/clients/" + stored.path("id").asText();

        keycloak.admin().put(path, stored.deepCopy().put("name", "edited")).expect(204);
        ObjectNode better = stored.deepCopy().put("name", "edited").put("directAccessGrantsEnabled", false);
        keycloak.admin().put(path, better).expect(204);
        Answer back = keycloak.admin().put(path, better.deepCopy().put("directAccessGrantsEnabled", true));
        ObjectNode another = better.deepCopy();
        another.withArray("redirectUris").add("https://other.example.org/*");
        Answer worse = keycloak.admin().put(path, another);
        ObjectNode renamed = better.deepCopy();
        renamed.putArray("redirectUris").add("https://app.example.org/a/*");
        Answer moved = keycloak.admin().put(path, renamed);

        JsonNode tried = keycloak.admin()
                .post("/legacy/caregate/check", another)
                .expect(200)
                .json();
        assertThat(tried.path("findings").findValuesAsText("value")).containsExactly("https://other.example.org/*");
        assertThat(tried.path("storedFindings").findValuesAsText("value")).contains("https://app.example.org/*");
        for (Answer refused : List.of(back, worse, moved)) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        }
        assertThat(back.errorDescription()).contains("directAccessGrantsEnabled");
        assertThat(worse.errorDescription())
                .as("what is new comes first")
                .containsSubsequence(
                        "https://other.example.org/*",
                        "Already stored, and allowed to stay:",
                        "implicitFlowEnabled",
                        "https://app.example.org/*");
        assertThat(worse.json().path("findings").findValuesAsText("value"))
                .containsExactly("https://other.example.org/*");
        assertThat(worse.json().path("storedFindings").findValuesAsText("value"))
                .contains("true", "https://app.example.org/*");
        assertThat(keycloak.admin().client("legacy", "mixed").path("redirectUris"))
                .isEqualTo(stored.path("redirectUris"));
        JsonNode events = keycloak.admin()
                .get("/legacy/events?type=CLIENT_UPDATE&client=mixed")
                .expect(200)
                .json();
        assertThat(events).hasSize(2);
        assertThat(events.get(0).path("details").path("rule").asText())
                .isEqualTo("exact-redirect-uri,no-implicit-grant");
        assertThat(events.get(0).path("details").path("reason").asText())
                .contains("still breaks", "https://app.example.org/*")
                .doesNotContain("directAccessGrantsEnabled");
        assertThat(server.log()).contains("accepted rule=exact-redirect-uri,no-implicit-grant");
    }

    @Test
    void disabledClientWhenItIsEnabledThenItHasToBeClean() {
        ObjectNode stored = (ObjectNode) keycloak.admin().client("legacy", "edited");
        String path = "/legacy/clients/" + stored.path("id").asText();

        keycloak.admin()
                .put(path, stored.deepCopy().put("name", "off").put("enabled", false))
                .expect(204);
        Answer enabled = keycloak.admin().put(path, stored.deepCopy().put("enabled", true));
        ObjectNode repaired = stored.deepCopy()
                .put("enabled", true)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false);
        repaired.putArray("redirectUris").add(EXACT);
        keycloak.admin().put(path, repaired).expect(204);
        keycloak.admin().put(path, repaired.put("name", "edited")).expect(204);

        assertThat(enabled.status()).isEqualTo(400);
        assertThat(enabled.errorDescription()).contains("implicitFlowEnabled", "redirectUris", "directAccessGrants");
        var doomed = (ObjectNode) keycloak.admin().client("legacy", "doomed");
        keycloak.admin().delete("/legacy/clients/" + doomed.path("id").asText()).expect(204);
        assertThat(keycloak.admin().post("/legacy/clients", doomed).status()).isEqualTo(400);
    }

    @Test
    void exemptRealmWhenItDoesNotExistThenWarned() {
        assertThat(server.log())
                .contains("realm=no-such-realm is exempt but does not exist")
                .doesNotContain("realm=master is exempt but");
    }

    @Test
    void adminWhenUsingMasterThenConsoleAndKcadmGrantsStillWork() {
        Answer adminCli = keycloak.oidc("master").password(TestClient.publicApp("admin-cli"), "nobody", "wrong");

        assertThat(adminCli.error()).isEqualTo("invalid_grant");
        assertThat(keycloak.admin().get("/legacy").status()).isEqualTo(200);
    }

    private AuthorizationRequest request(TestClient client) {
        return realm.oidc().authorization(client).redirectUri(EVIL);
    }

    private Page open(AuthorizationRequest request) {
        return realm.browser().open(request.uri());
    }

    private static void assertNotRedirected(Page page) {
        assertThat(page.hasRedirect()).as(page.toString()).isFalse();
        assertThat(page.status()).as(page.toString()).isBetween(400, 499);
    }
}
