package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's options: wrong values stop the start, right ones reach every hook. */
final class OptionsIT {
    private static final String API = "health-api";

    @ParameterizedTest
    @CsvSource({
        "--spi-client-policy-manager--caregate--mode, off, enforce",
        "--spi-client-policy-manager--caregate--pkce, plain, 'public, all or off'",
        "--spi-client-policy-manager--caregate--redirect-hosts, https://app.example.org, hosts such as app.example.org",
        "--spi-token-interceptor--caregate--required-roles, health-api, api=role"
    })
    void startWhenOptionIsBadThenStoppedWithItsNameAndItsRange(String option, String value, String allowed) {
        var builder = SharedServer.builder().option(option + "=" + value);

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(option)
                .hasMessageContaining(value)
                .hasMessageContaining(allowed);
    }

    /**
     * Here it is an operator's option. A JAR of another vendor, or a Keycloak without the SPI, would have the same
     * effect.
     */
    @Test
    void startWhenKeycloakDoesNotCallTheRulesThenRefusedInPlainWords() {
        var builder = SharedServer.builder().option("--spi-client-policy-manager--provider=default");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("does not start on Keycloak")
                .hasMessageContaining("CaregateClientPolicyManagerFactory")
                .hasMessageContaining("DefaultClientPolicyManagerFactory")
                .hasMessageNotContainingAny("LinkageError", "NoClassDefFoundError");
    }

    /**
     * Keycloak 26.6 stores clients from a metadata document without asking anybody, and calls the post-processors of a
     * token in any order.
     */
    @Test
    void startWhenTheOldestKeycloakHasFeaturesThatGoAroundTheRulesThenRefusedInPlainWords() {
        var builder = SharedServer.builder()
                .version(System.getProperty("keycloak.oldest.version"))
                .option("--features=cimd,resource-indicators");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContainingAll(
                        "does not start on Keycloak",
                        "would not hold all of its rules: Keycloak registers clients by a metadata document",
                        "Keycloak may call the token post-processor resource-indicators after the pack",
                        "Switch these features off");
    }

    @Test
    void optionsWhenSetThenTheyHoldEverywhere() {
        try (KeycloakServer server = SharedServer.withOptionalParts()
                .option("--spi-client-policy-manager--caregate--exempt-realms=")
                .option("--spi-client-policy-manager--caregate--pkce=all")
                .option("--spi-client-policy-manager--caregate--redirect-hosts=*.example.org")
                .option("--spi-client-policy-manager--caregate--assertion-audience=issuer")
                .option("--spi-client-policy-manager--caregate--no-such-option=1")
                .option("--spi-token-interceptor--caregate--required-roles=" + API + "=therapist")
                .start()) {
            var keycloak = new Keycloak(server);
            assertThat(server.log())
                    .contains("Caregate policy version=")
                    .contains("governed=every-realm exempt=none")
                    .contains("pinned=[" + API + "] redirect-hosts=[*.example.org] assertion-audience=issuer")
                    .contains("--spi-client-policy-manager--caregate--no-such-option");
            assertThat(keycloak.oidc("master")
                            .password(TestClient.publicApp("admin-cli"), "nobody", "wrong")
                            .error())
                    .isEqualTo("unsupported_grant_type");
            var app = TestClient.confidential("app").redirectUris("https://app.example.org/callback");
            var plain = TestClient.service("plain").audienceMapper(API);
            // The realm admin asks for less than the operator.
            try (var realm = keycloak.realm()
                    .realmRole("therapist", "anyone")
                    .client(app)
                    .protectedApi(API, "anyone")
                    .service(plain, "anyone")
                    .create()) {
                assertThat(realm.browser()
                                .open(realm.oidc()
                                        .authorization(app)
                                        .withoutPkce()
                                        .uri())
                                .redirectParameters())
                        .containsEntry("error", "invalid_request");
                assertThat(realm.oidc().clientCredentials(plain).error()).isEqualTo("access_denied");
                realm.admin().grant(realm.name(), realm.admin().serviceAccountId(realm.name(), "plain"), "therapist");
                realm.oidc().clientCredentials(plain).expect(200);
                Answer elsewhere = realm.register(
                        TestClient.confidential("elsewhere").redirectUris("https://app.example.com/callback"));
                assertThat(elsewhere.expect(400).errorDescription())
                        .contains("https://app.example.com/callback", "use a host of this list: *.example.org");
                assertThat(secondAdminApi(keycloak, realm, "*")).isEqualTo(400);
                assertThat(realm.admin()
                                .get(realm.adminPath("/clients?clientId=second"))
                                .json())
                        .isEmpty();
                assertThat(secondAdminApi(keycloak, realm, "https://app.example.org/callback"))
                        .isEqualTo(201);
                assertThat(secondAdminApi(keycloak, realm, "silent", "\"redirectUris\":[]"))
                        .isEqualTo(201);
                assertThat(realm.admin()
                                .client(realm.name(), "silent")
                                .path("directAccessGrantsEnabled")
                                .asBoolean())
                        .isFalse();
            }
            assertOnlyTheIssuerIsAnAudience(new AssertionRealm(keycloak));
        }
    }

    /** A malicious server could claim the token endpoint as its own, and would receive assertions for it. */
    private static void assertOnlyTheIssuerIsAnAudience(AssertionRealm realm) {
        realm.clientCredentials(realm.by("signer").claim("aud", realm.issuer())).expect(200);
        Answer injected = realm.clientCredentials(
                realm.by("signer").claim("aud", realm.endpoint("token").toString()));
        assertThat(injected.expect(400).errorDescription()).contains("is not this realm's issuer", realm.issuer());
    }

    private static int secondAdminApi(Keycloak keycloak, TestRealm realm, String redirectUri) {
        return secondAdminApi(
                keycloak, realm, "second", "\"loginFlows\":[\"STANDARD\"],\"redirectUris\":[\"" + redirectUri + "\"]");
    }

    private static int secondAdminApi(Keycloak keycloak, TestRealm realm, String clientId, String fields) {
        return keycloak.given()
                .auth()
                .oauth2(realm.admin().token())
                .contentType("application/json")
                .body("{\"protocol\":\"openid-connect\",\"clientId\":\"" + clientId + "\",\"enabled\":true," + fields
                        + "}")
                .put("/admin/api/" + realm.name() + "/clients/v2/" + clientId)
                .statusCode();
    }

    @Test
    void realmImportWhenAClientIsBadThenTheServerDoesNotStart(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("clinic.json"), """
                {"enabled": true, "roles": {"realm": [{"name": "realm"}]}, "realm": "imported",
                 "clients": [{"clientId": "wild-import", "redirectUris": ["https://app.example.org/*"]},
                             {"clientId": "fine", "redirectUris": ["https://app.example.org/callback"]},
                             {"clientId": "open-import", "webOrigins": ["*"]}]}
                """);
        var builder = SharedServer.builder().realm(file);

        assertThatThrownBy(builder::start)
                .isInstanceOfSatisfying(ServerStartException.class, stopped -> assertThat(stopped.log())
                        .contains("clinic.json")
                        .contains("2 clients are refused.")
                        .contains("Client wild-import: redirectUris 'https://app.example.org/*'")
                        .contains("Client open-import: webOrigins '*'")
                        .doesNotContain("Client fine"));
    }
}
