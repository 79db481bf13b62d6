package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How an API becomes protected, and who decides it. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiProtectionIT {
    private static final String ROLES = "caregate.required-roles";
    private static final String CALLBACK = "https://app.example.org/callback";

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .realmRole("therapist")
                .protectedApi("health-api", "therapist")
                .create();
    }

    @Test
    void requirementWhenEmptyThenRefusedWithWhatToWrite() {
        Answer created = realm.register(TestClient.resourceServer("open-api").attribute(ROLES, " "));
        Answer emptied = putRoles("");

        for (Answer refused : new Answer[] {created, emptied}) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.error()).isEqualTo("invalid_client_metadata");
            assertThat(refused.errorDescription()).contains(ROLES, "open to every user", "write null");
        }
        assertThat(stored()).isEqualTo("therapist");
    }

    @Test
    void requirementWhenNullThenRemoved() {
        putRoles(null).expect(204);
        assertThat(stored()).isEmpty();

        putRoles("therapist").expect(204);
        assertThat(stored()).isEqualTo("therapist");
    }

    @Test
    void registrantWhenDecidingWhoMayUseAnApiThenRefused() {
        String token = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 5, "expiration", 300))
                .text("token");
        var form = Map.of("clientId", "taken-over", "redirectUris", List.of(CALLBACK));

        Answer defaultRoles = realm.oidc()
                .registerInOwnForm(
                        token,
                        Map.of(
                                "clientId",
                                "taken-over",
                                "redirectUris",
                                List.of(CALLBACK),
                                "defaultRoles",
                                List.of("therapist")));
        Answer protection = realm.oidc()
                .registerInOwnForm(
                        token,
                        Map.of(
                                "clientId",
                                "taken-over",
                                "redirectUris",
                                List.of(CALLBACK),
                                "attributes",
                                Map.of(ROLES, "anyone")));
        Answer plain = realm.oidc().registerInOwnForm(token, form);

        for (Answer refused : new Answer[] {defaultRoles, protection}) {
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.error()).isEqualTo("invalid_client_metadata");
            assertThat(refused.errorDescription()).contains("administrator of the realm");
        }
        assertThat(plain.status()).as(plain.body()).isEqualTo(201);
    }

    private Answer putRoles(String roles) {
        ObjectNode client = (ObjectNode) realm.admin().client(realm.name(), "health-api");
        client.withObject("/attributes").put(ROLES, roles);
        return realm.admin().put(realm.adminPath("/clients/" + client.path("id").asText()), client);
    }

    private String stored() {
        return realm.admin()
                .client(realm.name(), "health-api")
                .path("attributes")
                .path(ROLES)
                .asText();
    }
}
