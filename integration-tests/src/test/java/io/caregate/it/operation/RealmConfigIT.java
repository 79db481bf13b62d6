package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The realm files: their contents, and their import into a plain stock server and into one with the pack. */
final class RealmConfigIT {

    @Test
    void healthcareRealmWhenReadThenNoUsersAndNoSecrets() {
        JsonNode realm = read("healthcare-realm.json");

        assertThat(realm.path("realm").asText()).isEqualTo("healthcare");
        for (JsonNode user : realm.path("users")) {
            assertThat(user.path("serviceAccountClientId").asText())
                    .as("only service accounts")
                    .isNotEmpty();
            assertThat(user.has("credentials")).isFalse();
        }
        for (JsonNode client : realm.path("clients")) {
            assertThat(client.has("secret"))
                    .as(client.path("clientId").asText())
                    .isFalse();
            assertThat(client.path("description").asText())
                    .as(client.path("clientId").asText())
                    .isNotEmpty();
        }
    }

    /** The requirements that RFC 9700 leaves to a realm. */
    @Test
    void healthcareRealmWhenReadThenTlsShortTokensAndRotation() {
        JsonNode realm = read("healthcare-realm.json");

        assertThat(realm.path("sslRequired").asText()).isEqualTo("external");
        assertThat(realm.path("accessTokenLifespan").asInt()).isEqualTo(300);
        assertThat(realm.path("ssoSessionIdleTimeout").asInt()).isEqualTo(1800);
        assertThat(realm.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(realm.path("refreshTokenMaxReuse").asInt(-1)).isZero();
        assertThat(realm.path("clientScopes").findValuesAsText("name")).contains("health-api");
        assertThat(realm.path("defaultDefaultClientScopes").toString()).doesNotContain("health-api");
    }

    @Test
    void realmAndDemoWhenImportedIntoStockThenComplete() {
        try (KeycloakServer stock = SharedServer.builder()
                .withoutPack()
                .realm(Folders.realmConfig().resolve("healthcare-realm.json"))
                .start()) {
            assertComplete(new Keycloak(stock));
        }
    }

    @Test
    void realmAndDemoWhenImportedIntoThePackThenCompleteAndItsRulesHold() {
        try (KeycloakServer server = SharedServer.builder()
                .realm(Folders.realmConfig().resolve("healthcare-realm.json"))
                .start()) {
            var keycloak = new Keycloak(server);
            assertComplete(keycloak);
            Oidc oidc = keycloak.oidc("healthcare");
            assertThat(service(oidc, "demo-therapist-service").accessToken()).isNotEmpty();
            assertThat(service(oidc, "demo-patient-service").error()).isEqualTo("access_denied");
            assertThat(oidc.get("/caregate/audit/events").status()).isEqualTo(401);
            assertOnlyAuditorsRead(keycloak, oidc);
            assertThat(keycloak.admin()
                            .get("/healthcare/caregate/findings")
                            .expect(200)
                            .json()
                            .path("findings")
                            .findValuesAsText("effect"))
                    .as("realm and demo obey the rules")
                    .isNotEmpty()
                    .doesNotContain("refused");
        }
    }

    private static void assertOnlyAuditorsRead(Keycloak keycloak, Oidc oidc) {
        String auditor = oidc.clientCredentials(TestClient.service("demo-auditor-service"))
                .expect(200)
                .accessToken();
        String therapist = service(oidc, "demo-therapist-service").accessToken();
        Answer events = oidc.get("/caregate/audit/events?error=access_denied", auditor);

        assertThat(oidc.get("/caregate/audit/events", therapist).status()).isEqualTo(403);
        assertThat(events.status()).as(events.body()).isEqualTo(200);
        assertThat(events.json().path("events").path(0).path("client").asText()).isEqualTo("demo-patient-service");
        assertThat(keycloak.server().log()).doesNotContain(auditor);
    }

    private static Answer service(Oidc oidc, String clientId) {
        return oidc.clientCredentials(TestClient.service(clientId), "health-api");
    }

    private static void assertComplete(Keycloak keycloak) {
        Admin admin = keycloak.admin();
        JsonNode realm = admin.get("/healthcare").expect(200).json();
        assertThat(realm.path("accessTokenLifespan").asInt()).isEqualTo(300);
        assertThat(realm.path("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(realm.path("refreshTokenMaxReuse").asInt()).isZero();
        assertThat(realm.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(realm.path("failureFactor").asInt()).isEqualTo(10);
        assertThat(realm.path("quickLoginCheckMilliSeconds").asLong())
                .as("two quick typos lock nobody out")
                .isZero();
        assertThat(realm.path("eventsEnabled").asBoolean()).isTrue();
        assertThat(realm.path("registrationAllowed").asBoolean()).isFalse();
        assertThat(realm.path("supportedLocales"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("en", "de", "fr", "nl");
        for (String role : new String[] {"therapist", "patient", "auditor", "developer", "client-approver"}) {
            assertThat(admin.role("healthcare", role).path("description").asText())
                    .as(role)
                    .isNotEmpty();
        }
        assertThat(admin.client("healthcare", "health-api")
                        .path("attributes")
                        .path("caregate.required-roles")
                        .asText())
                .contains("therapist");
        assertThat(admin.client("healthcare", "admin").path("enabled").asBoolean())
                .as("without a secret set by somebody it is off")
                .isFalse();
        ObjectNode demo = read("demo/demo-overlay.json");
        admin.post("/healthcare/partialImport", demo).expect(200);
        long clients = StreamSupport.stream(demo.path("clients").spliterator(), false)
                .filter(client -> admin.client(
                                "healthcare", client.path("clientId").asText())
                        .path("enabled")
                        .asBoolean())
                .count();
        assertThat(clients).isEqualTo(demo.path("clients").size()).isPositive();
    }

    private static ObjectNode read(String file) {
        try {
            return (ObjectNode)
                    Http.JSON.readTree(Folders.realmConfig().resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
