package io.caregate.it.policy;

import static io.caregate.it.policy.LegacyRealm.EVIL;
import static io.caregate.it.policy.LegacyRealm.EXACT;
import static io.caregate.it.policy.LegacyRealm.HOST;
import static io.caregate.it.policy.LegacyRealm.MIXED;
import static io.caregate.it.policy.LegacyRealm.POLLUTED;
import static io.caregate.it.policy.LegacyRealm.PRELOADED;
import static io.caregate.it.policy.LegacyRealm.RELATIVE;
import static io.caregate.it.policy.LegacyRealm.SPA;
import static io.caregate.it.policy.LegacyRealm.STAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.AuthorizationRequest;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.Saml;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A careful operator's upgrade: a stock server has filled the database, the JARs are dropped in with
 * {@code mode=report}, the report is read, and then all rules but one are enforced.
 */
final class ReportModeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ATTACKER = "https://attacker.example";
    private static final String OPTION = "--spi-client-policy-manager--caregate--";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    @Test
    void reportModeWhenLegacyClientsAreUsedThenNothingIsRefusedAndAllIsReported(@TempDir Path data) throws Exception {
        String discovery;
        int longName;
        try (KeycloakServer stock =
                SharedServer.builder().data(data).withoutPack().start()) {
            TestRealm realm = LegacyRealm.create(new Keycloak(stock));
            registerGhost(realm);
            useAll(realm);
            discovery = discovery(stock, realm);
            longName = longName(realm);
            assertThat(refreshed(realm)).isEmpty();
        }
        JsonNode counted;
        try (KeycloakServer server =
                SharedServer.builder().data(data).option(OPTION + "mode=report").start()) {
            TestRealm realm = new Keycloak(server).existingRealm(LegacyRealm.NAME);
            assertThat(discovery(server, realm)).isEqualTo(discovery);
            assertThat(hasPortal(realm)).as("a portal that was not there").isFalse();
            assertThat(longName(realm)).isEqualTo(longName);
            assertThat(refreshed(realm)).isEmpty();
            useAll(realm);
            useAll(realm);
            counted = awaitCounts(realm);
            assertEveryClientIsReported(counted);
            keepPage(realm);
            assertThat(lines(server, "would be refused realm=legacy client=star rule=exact-redirect-uri"))
                    .isEqualTo(1);
            assertThat(metrics(server))
                    .contains("caregate_would_be_refusals_total{hook=\"password-grant\",realm=\"legacy\","
                            + "rule=\"no-password-grant\"} 2.0");
        }
        try (KeycloakServer server = SharedServer.builder()
                .data(data)
                .option(OPTION + "report-only=exact-redirect-uri")
                .start()) {
            Keycloak keycloak = new Keycloak(server);
            TestRealm realm = keycloak.existingRealm(LegacyRealm.NAME);
            assertThat(count(report(realm), "star", "exact-redirect-uri"))
                    .as("counts survive a restart")
                    .isEqualTo(count(counted, "star", "exact-redirect-uri"));
            assertOnlyRedirectUrisAreLenient(realm, counted);
            assertThat(hasPortal(realm)).isTrue();
            assertThat(lines(server, "would be refused realm=legacy client=star rule=exact-redirect-uri"))
                    .as("another line on the same day")
                    .isZero();
            assertRemovedClientIsForgotten(realm);
        }
    }

    /** Whether the realm has the portal's client, and then also the portal. */
    private static boolean hasPortal(TestRealm realm) {
        boolean client = !realm.admin()
                .get(realm.adminPath("/clients?clientId=caregate-portal"))
                .json()
                .isEmpty();
        assertThat(realm.oidc().get("/caregate/portal/config.json").status()).isEqualTo(client ? 200 : 404);
        return client;
    }

    /** Stock Keycloak's answer to a client that does not fit its column. */
    private static int longName(TestRealm realm) {
        return realm.register(
                        TestClient.publicApp("long-name").redirectUris(EXACT).set("name", "n".repeat(300)))
                .status();
    }

    /** The claims of a refresh token after two uses of it that Keycloak does not record. */
    private static List<String> refreshed(TestRealm realm) {
        AuthorizationRequest request = realm.oidc().authorization(SPA).redirectUri(EXACT);
        String token = realm.oidc()
                .code(SPA, request, signIn(realm, request).code())
                .expect(200)
                .refreshToken();
        realm.oidc().refresh(SPA, token).expect(200);
        String next = realm.oidc().refresh(SPA, token).expect(200).refreshToken();
        Iterable<String> claims = () -> Oidc.claims(next).fieldNames();
        return StreamSupport.stream(claims.spliterator(), false)
                .filter(claim -> claim.startsWith("caregate"))
                .toList();
    }

    /** A service whose tokens say that they are Pat's. */
    private static void registerGhost(TestRealm realm) {
        realm.register(TestClient.service("ghost")
                        .mapper(Map.of(
                                "name",
                                "subject",
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-hardcoded-claim-mapper",
                                "config",
                                Map.of(
                                        "claim.name",
                                        "sub",
                                        "claim.value",
                                        realm.admin().userId(realm.name(), "pat"),
                                        "jsonType.label",
                                        "String",
                                        "access.token.claim",
                                        "true"))))
                .expect(201);
    }

    /** Does everything that a rule refuses, and requires that it works. */
    private static void useAll(TestRealm realm) {
        String ghost = realm.oidc()
                .clientCredentials(TestClient.service("ghost"))
                .expect(200)
                .accessToken();
        assertThat(Oidc.claims(ghost).path("sub").asText())
                .isEqualTo(realm.admin().userId(realm.name(), "pat"));
        realm.oidc().password(STAR, "pat", "pat-password").expect(200);
        assertThat(signIn(
                                realm,
                                realm.oidc()
                                        .authorization(STAR)
                                        .redirectUri(EVIL)
                                        .responseType("token"))
                        .redirectParameters())
                .containsKey("access_token");
        for (TestClient client : List.of(STAR, HOST, RELATIVE)) {
            assertThat(signIn(realm, realm.oidc().authorization(client).redirectUri(EVIL))
                            .redirect()
                            .toString())
                    .as(client.id())
                    .startsWith(EVIL + "?");
        }
        assertThat(LegacyRealm.token(realm, STAR, ATTACKER).header("Access-Control-Allow-Origin"))
                .isEqualTo(ATTACKER);
        assertThat(signIn(
                                realm,
                                realm.oidc()
                                        .authorization(SPA)
                                        .redirectUri(EXACT)
                                        .withoutPkce())
                        .code())
                .isNotEmpty();
        assertThat(signIn(
                                realm,
                                realm.oidc()
                                        .authorization(SPA)
                                        .redirectUri(EXACT)
                                        .parameter("code_challenge_method", "plain"))
                        .code())
                .isNotEmpty();
        logOut(realm);
        Page assertion = realm.browser()
                .post(Saml.endpoint(realm.oidc()), Map.of("SAMLRequest", Saml.authnRequest("https://evil.example/acs")))
                .login("pat", "pat-password");
        assertThat(assertion.body()).contains("https://evil.example/acs", "SAMLResponse");
    }

    private static Page signIn(TestRealm realm, AuthorizationRequest request) {
        return realm.browser().open(request.uri()).login("pat", "pat-password");
    }

    private static void logOut(TestRealm realm) {
        var browser = realm.browser();
        AuthorizationRequest request = realm.oidc().authorization(MIXED).redirectUri(EXACT);
        String code = browser.open(request.uri()).login("pat", "pat-password").code();
        String idToken = realm.oidc().code(MIXED, request, code).expect(200).text("id_token");
        URI logout = realm.oidc()
                .logoutUri(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", "https://app.example.org/bye"));
        assertThat(browser.open(logout).redirect().toString()).startsWith("https://app.example.org/bye");
        assertThat(realm.browser()
                        .open(realm.oidc()
                                .logoutUri(Map.of("client_id", POLLUTED.id(), "post_logout_redirect_uri", PRELOADED)))
                        .status())
                .isLessThan(SharedServer.IS_26_7_0 ? 401 : 400);
    }

    private static String discovery(KeycloakServer server, TestRealm realm) {
        return realm.oidc()
                .get(DISCOVERY)
                .expect(200)
                .body()
                .replace(server.url().toString(), "");
    }

    private static JsonNode report(TestRealm realm) {
        return realm.admin()
                .get(realm.adminPath("/caregate/findings"))
                .expect(200)
                .json();
    }

    /** For manual inspection, and for the picture in the documents. */
    private static void keepPage(TestRealm realm) throws IOException {
        String page = realm.admin()
                .get(realm.adminPath("/caregate/findings?format=html"))
                .expect(200)
                .body();
        Files.writeString(Path.of("target", "findings.html"), page);
    }

    private static JsonNode awaitCounts(TestRealm realm) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> report(realm),
                        report -> count(report, "star", "no-password-grant") == 2
                                && count(report, "star", "exact-web-origin") == 2
                                && count(report, "spa", "pkce-s256") >= 4
                                && count(report, "mixed", "exact-redirect-uri") >= 2
                                && count(report, "polluted", "exact-redirect-uri") == 2
                                && count(report, "https://sp.example.org", "exact-redirect-uri") >= 2);
    }

    private static void assertEveryClientIsReported(JsonNode report) {
        assertThat(report.path("mode").asText()).isEqualTo("report");
        assertThat(rules(report, "star"))
                .containsOnly("no-implicit-grant", "no-password-grant", "exact-redirect-uri", "exact-web-origin");
        assertThat(rules(report, "mixed")).containsOnly("no-implicit-grant", "no-password-grant", "exact-redirect-uri");
        assertThat(rules(report, "host")).containsOnly("no-implicit-grant", "no-password-grant", "exact-redirect-uri");
        assertThat(rules(report, "relative"))
                .containsOnly("no-implicit-grant", "no-password-grant", "exact-redirect-uri");
        assertThat(rules(report, "edited"))
                .containsOnly("no-implicit-grant", "no-password-grant", "exact-redirect-uri");
        assertThat(rules(report, "https://sp.example.org")).containsOnly("exact-redirect-uri");
        // It has used a refresh token twice.
        assertThat(rules(report, "spa")).containsOnly("pkce-s256", "refresh-rotation");
        assertThat(of(report, "spa").findValuesAsText("hook")).contains("authorization");
        assertThat(rules(report, "ghost")).containsOnly("token-subject");
        assertThat(of(report, "ghost").findValuesAsText("hook")).contains("token");
        assertThat(count(report, "star", "no-implicit-grant")).isGreaterThanOrEqualTo(2);
        assertThat(count(report, "edited", "exact-redirect-uri")).isZero();
        JsonNode wildcard = one(report, "star", "exact-redirect-uri");
        assertThat(wildcard.path("value").asText()).isEqualTo("*");
        assertThat(wildcard.path("lastValue").asText()).isEqualTo(EVIL);
        assertThat(wildcard.path("lastSeen").asText())
                .isGreaterThan(wildcard.path("firstSeen").asText());
        assertThat(wildcard.path("enforced").asBoolean(true)).isFalse();
    }

    private static void assertOnlyRedirectUrisAreLenient(TestRealm realm, JsonNode counted) {
        assertThat(realm.oidc().password(STAR, "pat", "pat-password").error()).isEqualTo("unsupported_grant_type");
        assertThat(LegacyRealm.token(realm, STAR, ATTACKER).header("Access-Control-Allow-Origin"))
                .isNull();
        assertThat(realm.browser()
                        .open(realm.oidc()
                                .authorization(SPA)
                                .redirectUri(EXACT)
                                .withoutPkce()
                                .uri())
                        .redirectParameters())
                .containsEntry("error", "invalid_request");
        assertThat(signIn(realm, realm.oidc().authorization(STAR).redirectUri(EVIL))
                        .redirect()
                        .toString())
                .startsWith(EVIL + "?");
        JsonNode report = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> report(realm),
                        now -> count(now, "star", "exact-redirect-uri") > count(counted, "star", "exact-redirect-uri"));
        assertThat(report.path("reportOnly")).hasToString("[\"exact-redirect-uri\"]");
        assertThat(one(report, "star", "exact-redirect-uri").path("enforced").asBoolean(true))
                .isFalse();
        assertThat(one(report, "star", "exact-web-origin").path("enforced").asBoolean())
                .isTrue();
        assertThat(count(report, "star", "no-password-grant"))
                .as("refused, not only seen")
                .isEqualTo(2);
    }

    private static void assertRemovedClientIsForgotten(TestRealm realm) {
        var star = realm.admin().client(realm.name(), "star");
        realm.admin()
                .delete(realm.adminPath("/clients/" + star.path("id").asText()))
                .expect(204);
        assertThat(of(report(realm), "star")).isEmpty();
    }

    private static List<JsonNode> findings(JsonNode report, String client) {
        return StreamSupport.stream(report.path("findings").spliterator(), false)
                .filter(found -> found.path("client").asText().equals(client))
                .toList();
    }

    private static JsonNode of(JsonNode report, String client) {
        return JSON.valueToTree(findings(report, client));
    }

    private static List<String> rules(JsonNode report, String client) {
        return findings(report, client).stream()
                .map(found -> found.path("rule").asText())
                .toList();
    }

    private static JsonNode one(JsonNode report, String client, String rule) {
        return findings(report, client).stream()
                .filter(found -> found.path("rule").asText().equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError(client + " has no " + rule + ": " + report));
    }

    /** The number of sightings of a client and a rule: at one hook or, where something stored explains it, at all. */
    private static long count(JsonNode report, String client, String rule) {
        return findings(report, client).stream()
                .filter(found -> found.path("rule").asText().equals(rule))
                .mapToLong(found -> found.path("count").asLong())
                .max()
                .orElse(0);
    }

    private static long lines(KeycloakServer server, String text) {
        return server.log().lines().filter(line -> line.contains(text)).count();
    }

    private static String metrics(KeycloakServer server) {
        return RestAssured.get(server.managementUrl() + "/metrics").asString();
    }
}
