package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
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

/** A change that was stored has its entry, and a refused one has none. The realm keeps no admin events of its own. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminEventsIT {
    private static final String SECRET = "hunter2-hunter2";

    private Keycloak keycloak;
    private TestRealm realm;
    private AuditLog log;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE, "therapist")
                .user("alice", "alice-password")
                .set("adminEventsEnabled", false)
                .set("eventsListeners", List.of())
                .set("groups", List.of(Map.of("name", "ward")))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        log = new AuditLog(realm);
    }

    @Test
    void clientWhenWrittenThenEveryChangeHasItsEntryWithoutTheSecret() {
        realm.register(TestClient.confidential("app")
                        .redirectUris("https://app.example.org/cb")
                        .set("secret", SECRET))
                .expect(201);
        String id = realm.admin().clientUuid(realm.name(), "app");
        JsonNode client = realm.admin().client(realm.name(), "app");
        realm.admin().put(realm.adminPath("/clients/" + id), client).expect(204);
        realm.admin().delete(realm.adminPath("/clients/" + id)).expect(204);

        List<JsonNode> entries = log.find(Map.of("text", "clients/" + id, "order", "asc"));
        assertThat(entries)
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("ADMIN_CREATE", "ADMIN_UPDATE", "ADMIN_DELETE");
        JsonNode created = entries.get(0);
        assertThat(created.path("details").path("resource_type").asText()).isEqualTo("CLIENT");
        assertThat(created.path("details").path("resource_path").asText()).isEqualTo("clients/" + id);
        assertThat(created.path("details").path("fields").asText()).contains("clientId", "secret", "redirectUris");
        assertThat(created.path("details").path("auth_realm").asText()).isEqualTo("master");
        assertThat(created.path("details").path("username").asText()).startsWith("service-account-");
        assertThat(created.path("client").asText())
                .isEqualTo(realm.admin()
                        .get("/master/clients/"
                                + created.path("details").path("auth_client_id").asText())
                        .text("clientId"));
        assertThat(created.path("user").asText()).hasSize(36);
        assertThat(created.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(created.path("realm").asText()).isEqualTo(realm.name());
        assertThat(entries.toString()).doesNotContain(SECRET);
    }

    @Test
    void clientWhenRefusedThenNoEntryOfAChange() {
        int before = log.find(Map.of("type", "ADMIN_CREATE")).size();
        realm.register(TestClient.confidential("wild").redirectUris("*")).expect(400);
        importing(
                        "SKIP",
                        TestClient.confidential("fine"),
                        TestClient.confidential("wild").redirectUris("*"))
                .expect(400);

        assertThat(log.find(Map.of("type", "ADMIN_CREATE"))).hasSize(before);
        assertThat(log.find(Map.of("text", "exact-redirect-uri"))).isNotEmpty();
    }

    @Test
    void clientsWhenImportedThenEachHasAnEntry() {
        importing("SKIP", TestClient.confidential("one"), TestClient.confidential("two"))
                .expect(200);
        for (String name : List.of("one", "two")) {
            assertThat(log.find(Map.of("text", "clients/" + realm.admin().clientUuid(realm.name(), name))))
                    .hasSize(1);
        }
    }

    @Test
    void clientWhenRegisteredDynamicallyThenItHasAnEntry() {
        String token = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 60))
                .text("token");
        String id = realm.oidc()
                .register(token, Map.of("redirect_uris", List.of("https://dcr.example.org/cb")))
                .expect(201)
                .text("client_id");

        assertThat(log.find(Map.of("type", "CLIENT_REGISTER", "client", id))).hasSize(1);
        assertThat(log.find(Map.of("text", "CLIENT_INITIAL_ACCESS_MODEL")))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain(token));
    }

    @Test
    void clientWhenChangedByItsRegistrantThenWhatWasWrittenIsInTheLog() {
        String initial = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 60))
                .text("token");
        var client = TestClient.confidential("registrant").redirectUris("https://dcr.example.org/cb");
        Answer registered =
                realm.oidc().registerInOwnForm(initial, client.json()).expect(201);

        realm.oidc()
                .changeInOwnForm(
                        registered.text("registrationAccessToken"),
                        "registrant",
                        client.redirectUris("https://dcr.example.org/other").json())
                .expect(200);

        String path = "clients/" + realm.admin().clientUuid(realm.name(), "registrant");
        assertThat(log.find(Map.of("type", "MODEL_CREATE", "text", path))).isNotEmpty();
        assertThat(log.find(Map.of("type", "MODEL_UPDATE", "text", path))).anySatisfy(entry -> {
            assertThat(entry.path("details").path("origin").asText()).isEqualTo("client-registration");
            assertThat(entry.path("details").path("fields").asText()).contains("redirectUris");
        });
    }

    @Test
    void rolesWhenGivenThenNamed() {
        realm.grant("alice", "therapist");
        realm.revoke("alice", "therapist");

        String path = "users/" + realm.admin().userId(realm.name(), "alice") + "/role-mappings/realm";
        assertThat(log.find(Map.of("text", path, "order", "asc")))
                .hasSize(2)
                .allSatisfy(entry ->
                        assertThat(entry.path("details").path("roles").asText()).isEqualTo("therapist"))
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("ADMIN_CREATE", "ADMIN_DELETE");
    }

    @Test
    void passwordWhenResetThenInTheLogAndTheNewOneIsNot() {
        String path = "users/" + realm.admin().userId(realm.name(), "alice") + "/reset-password";
        realm.admin()
                .put(realm.adminPath("/" + path), Map.of("type", "password", "value", SECRET, "temporary", false))
                .expect(204);

        assertThat(log.find(Map.of("text", path))).singleElement().satisfies(entry -> {
            assertThat(entry.path("type").asText()).isEqualTo("ADMIN_ACTION");
            assertThat(entry.toString()).doesNotContain(SECRET);
        });
    }

    @Test
    void settingsWhenChangedThenInTheLog() {
        realm.admin()
                .put(realm.adminPath("/events/config"), Map.of("eventsEnabled", false, "adminEventsEnabled", false))
                .expect(204);
        realm.admin()
                .put(realm.adminPath("/client-policies/policies"), Map.of("policies", List.of()))
                .expect(204);
        String group = realm.admin()
                .get(realm.adminPath("/groups?search=ward"))
                .expect(200)
                .json()
                .path(0)
                .path("id")
                .asText();
        String membership = "users/" + realm.admin().userId(realm.name(), "alice") + "/groups/" + group;
        realm.admin().put(realm.adminPath("/" + membership), "{}").expect(204);

        assertThat(log.find(Map.of("text", "events/config", "type", "ADMIN_UPDATE")))
                .hasSize(1);
        assertThat(log.find(Map.of("text", "CLIENT_POLICIES", "type", "ADMIN_UPDATE")))
                .hasSize(1);
        assertThat(log.find(Map.of("text", membership))).singleElement().satisfies(entry -> assertThat(
                        entry.path("details").path("resource_type").asText())
                .isEqualTo("GROUP_MEMBERSHIP"));
    }

    @Test
    void realmWhenMadeAndDeletedThenInTheLogOfTheAdministratorsRealm() {
        TestRealm master = keycloak.existingRealm("master");
        Admin admin = keycloak.admin();
        admin.post("/master/roles", Map.of("name", AuditLog.ROLE)).expect(201);
        master.register(AuditLog.READER).expect(201);
        try {
            admin.grant("master", admin.serviceAccountId("master", AuditLog.READER.id()), AuditLog.ROLE);
            AuditLog ofMaster = new AuditLog(master);
            TestRealm made = keycloak.realm().create();
            String name = made.name();
            made.close();

            assertThat(ofMaster.find(Map.of("text", name, "order", "asc")))
                    .filteredOn(entry ->
                            entry.path("details").path("resource_path").asText().equals(name))
                    .allSatisfy(entry -> assertThat(
                                    entry.path("details").path("resource_type").asText())
                            .isEqualTo("REALM"))
                    .extracting(entry -> entry.path("type").asText())
                    .containsExactly("ADMIN_CREATE", "ADMIN_DELETE");
        } finally {
            admin.delete("/master/clients/" + admin.clientUuid("master", AuditLog.READER.id()));
            admin.delete("/master/roles/" + AuditLog.ROLE);
        }
    }

    private Answer importing(String ifThere, TestClient... clients) {
        return realm.admin()
                .post(
                        realm.adminPath("/partialImport"),
                        Map.of(
                                "ifResourceExists",
                                ifThere,
                                "clients",
                                List.of(clients).stream().map(TestClient::json).toList()));
    }
}
