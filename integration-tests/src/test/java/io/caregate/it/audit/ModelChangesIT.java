package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.HomeRealm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Changes for which Keycloak raises no admin event: on a Keycloak without the pack, nothing would report them. Each has
 * its entry, and only one.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModelChangesIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final String SECRET = "hunter2-hunter2";

    private Keycloak keycloak;
    private TestRealm realm;
    private AuditLog log;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE, "therapist", "nurse", "staff")
                .user("alice", "alice-password")
                .user("bob", "bob-password")
                .user("carol", "carol-password")
                .set("adminEventsEnabled", false)
                .set("eventsListeners", List.of("workflow-event-listener"))
                .set("registrationAllowed", true)
                .set("internationalizationEnabled", true)
                .set("supportedLocales", List.of("en", "de"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .client(APP)
                .create();
        log = new AuditLog(realm);
        realm.admin().put(realm.adminPath("/users/profile"), profile()).expect(200);
    }

    @Test
    void workflowWhenItGrantsARoleThenGrantAndStepAreInTheLog() {
        String alice = userId("alice");
        workflow("grants", step("grant-role", Map.of("role", List.of("therapist"))), "USERS", alice);

        JsonNode grant = awaitOne(Map.of("type", "MODEL_CREATE", "text", "users/" + alice + "/role-mappings/realm"));
        assertThat(detail(grant, "roles")).isEqualTo("therapist");
        assertThat(detail(grant, "resource_type")).isEqualTo("REALM_ROLE_MAPPING");
        assertThat(detail(grant, "origin")).isEqualTo("workflow");
        assertThat(grant.path("user").isNull()).isTrue();
        assertThat(grant.path("realm").asText()).isEqualTo(realm.name());
        JsonNode carriedOut = awaitOne(Map.of("type", "WORKFLOW_STEP", "text", "users/" + alice));
        assertThat(detail(carriedOut, "workflow_step")).isEqualTo("grant-role");
        assertThat(detail(carriedOut, "workflow_name")).isEqualTo("grants");

        workflow("revokes", step("revoke-role", Map.of("role", List.of("therapist"))), "USERS", alice);
        JsonNode loss = awaitOne(Map.of("type", "MODEL_DELETE", "text", "users/" + alice + "/role-mappings/realm"));
        assertThat(detail(loss, "roles")).isEqualTo("therapist");
    }

    @Test
    void workflowWhenItWritesAnAttributeThenItsNameIsInTheLogAndItsValueIsNot() {
        String bob = userId("bob");
        workflow("links", step("set-user-attribute", Map.of("fhirPatient", List.of(SECRET))), "USERS", bob);

        JsonNode entry = awaitOne(Map.of("type", "MODEL_UPDATE", "text", "users/" + bob));
        assertThat(detail(entry, "attributes")).isEqualTo("fhirPatient");
        assertThat(detail(entry, "resource_type")).isEqualTo("USER");
        assertThat(entry.toString()).doesNotContain(SECRET);

        workflow("unlinks", step("remove-user-attribute", Map.of("attribute", List.of("fhirPatient"))), "USERS", bob);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        log.find(Map.of("type", "MODEL_UPDATE", "text", "users/" + bob)))
                .hasSize(2)
                .allSatisfy(both -> assertThat(detail(both, "attributes")).isEqualTo("fhirPatient")));
    }

    @Test
    void workflowWhenItDisablesAClientThenInTheLog() {
        realm.register(TestClient.confidential("victim").redirectUris("https://victim.example.org/cb"))
                .expect(201);
        String victim = realm.admin().clientUuid(realm.name(), "victim");
        workflow("disables", step("disable-client", Map.of()), "CLIENTS", victim);

        JsonNode entry = awaitOne(Map.of("type", "MODEL_UPDATE", "text", "clients/" + victim));
        assertThat(detail(entry, "fields")).isEqualTo("enabled");
        assertThat(detail(entry, "origin")).isEqualTo("workflow");
    }

    @Test
    void workflowWhenMadeChangedAndDeletedThenInTheLog() {
        String id = createWorkflow("rare", step("grant-role", Map.of("role", List.of("nurse"))));
        Map<String, Object> changed =
                Map.of("name", "rarer", "steps", List.of(step("grant-role", Map.of("role", List.of("nurse")))));
        realm.admin().put(realm.adminPath("/workflows/" + id), changed).expect(204);
        realm.admin().delete(realm.adminPath("/workflows/" + id)).expect(204);

        List<JsonNode> entries = log.find(Map.of("text", "workflows/" + id, "order", "asc"));
        assertThat(entries)
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("MODEL_CREATE", "MODEL_UPDATE", "MODEL_DELETE");
        assertThat(entries).allSatisfy(entry -> {
            assertThat(detail(entry, "resource_type")).isEqualTo("WORKFLOW");
            assertThat(detail(entry, "origin")).isEqualTo("admin-api");
            assertThat(detail(entry, "username")).startsWith("service-account-");
        });
    }

    @Test
    void textWhenWrittenChangedAndDeletedThenItsKeyIsInTheLog() {
        for (String value : List.of(SECRET, SECRET + "!")) {
            keycloak.given()
                    .auth()
                    .oauth2(realm.admin().token())
                    .contentType("text/plain")
                    .body(value)
                    .put("/admin/realms/" + realm.name() + "/localization/de/consentDenied")
                    .then()
                    .statusCode(204);
        }
        realm.admin().delete(realm.adminPath("/localization/de/consentDenied")).expect(204);
        realm.admin().delete(realm.adminPath("/localization/de")).expect(204);

        List<JsonNode> entries = log.find(Map.of("text", "localization/de", "order", "asc"));
        assertThat(entries)
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("MODEL_CREATE", "MODEL_UPDATE", "MODEL_UPDATE", "MODEL_DELETE");
        assertThat(detail(entries.get(1), "texts")).isEqualTo("consentDenied");
        assertThat(detail(entries.get(3), "resource_type")).isEqualTo("LOCALIZATION");
        assertThat(entries.toString()).doesNotContain(SECRET);
    }

    @Test
    void administratorWhenTheyImpersonateThenWhoBecameWhomIsInTheLog() {
        String bob = userId("bob");
        realm.admin()
                .post(realm.adminPath("/users/" + bob + "/impersonation"), "{}")
                .expect(200);

        assertThat(log.find(Map.of("type", "IMPERSONATE"))).singleElement().satisfies(entry -> {
            assertThat(entry.path("user").asText()).isEqualTo(bob);
            assertThat(detail(entry, "impersonator")).startsWith("service-account-");
            assertThat(detail(entry, "impersonator_realm")).isEqualTo("master");
        });
    }

    @Test
    void userWhenTheyRegisterThemselvesThenAccountCredentialAndDefaultRolesAreInTheLog() {
        var form = realm.browser()
                .open(realm.oidc().authorization(APP).prompt("create").uri());
        form.submit(Map.of(
                "username", "dora",
                "firstName", "Dora",
                "lastName", "D",
                "email", "dora@example.org",
                "password", SECRET,
                "password-confirm", SECRET));

        String dora = userId("dora");
        List<JsonNode> entries = log.find(Map.of("text", "users/" + dora));
        assertThat(entries)
                .allSatisfy(entry -> assertThat(detail(entry, "origin")).isEqualTo("login"));
        assertThat(entries)
                .extracting(entry -> entry.path("type").asText() + " " + detail(entry, "resource_type"))
                .containsOnlyOnce("MODEL_CREATE USER", "MODEL_CREATE REALM_ROLE_MAPPING");
        assertThat(entries)
                .anySatisfy(entry -> assertThat(detail(entry, "credentials")).isEqualTo("password"));
        assertThat(entries.toString()).doesNotContain(SECRET).doesNotContain("dora@example.org");
    }

    @Test
    void userWhenTheyComeFromAnotherRealmThenAccountLinkAndTheMappersRoleAreInTheLog() {
        try (TestRealm home = keycloak.realm().user("bea", "bea-password").create()) {
            HomeRealm.broker(realm, home);
            HomeRealm.giveRole(realm, "staff");
            realm.browser()
                    .open(realm.oidc()
                            .authorization(APP)
                            .parameter("kc_idp_hint", HomeRealm.ALIAS)
                            .uri())
                    .login("bea", "bea-password")
                    .code();

            List<JsonNode> entries = log.find(Map.of("text", "users/" + userId("bea")));
            assertThat(entries)
                    .allSatisfy(entry -> assertThat(detail(entry, "origin")).isEqualTo("broker"));
            assertThat(entries)
                    .extracting(entry -> entry.path("type").asText() + " " + detail(entry, "resource_type"))
                    .contains("MODEL_CREATE USER", "MODEL_CREATE REALM_ROLE_MAPPING");
            assertThat(entries)
                    .anySatisfy(entry -> assertThat(detail(entry, "roles")).contains("staff"));
        } finally {
            realm.admin().delete(realm.adminPath("/identity-provider/instances/" + HomeRealm.ALIAS));
        }
    }

    @Test
    void userWhenTheyChangeTheirAccountThenInTheLogWithoutWhatTheyTyped() {
        TestClient app = TestClient.confidential("own-account")
                .redirectUris("https://app.example.org/callback")
                .set("fullScopeAllowed", true);
        realm.register(app).expect(201);
        String alice = userId("alice");
        realm.admin().grantClientRole(realm.name(), alice, "account", "manage-account");
        String token = realm.signIn(app, "alice", "alice-password", "openid")
                .expect(200)
                .accessToken();
        var account = keycloak.given().auth().oauth2(token).accept("application/json");
        ObjectNode profile = account.get("/realms/" + realm.name() + "/account")
                .as(ObjectNode.class)
                .put("firstName", SECRET);

        account.contentType("application/json")
                .body(profile.toString())
                .post("/realms/" + realm.name() + "/account")
                .then()
                .statusCode(204);

        assertThat(log.find(Map.of("type", "MODEL_UPDATE", "text", "users/" + alice)))
                .filteredOn(entry -> detail(entry, "origin").equals("account"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(detail(entry, "fields")).contains("firstName");
                    assertThat(entry.path("user").asText()).isEqualTo(alice);
                    assertThat(entry.toString()).doesNotContain(SECRET);
                });
    }

    @Test
    void changeWhenAnAdminEventTellsItThenThereIsOneEntry() {
        String carol = userId("carol");
        realm.grant("carol", "nurse");
        realm.revoke("carol", "nurse");
        realm.admin()
                .put(
                        realm.adminPath("/users/" + carol),
                        Map.of("firstName", "C", "attributes", Map.of("fhirPatient", List.of("p1"))))
                .expect(204);
        realm.admin()
                .put(
                        realm.adminPath("/users/" + carol + "/reset-password"),
                        Map.of("type", "password", "value", SECRET, "temporary", true))
                .expect(204);

        assertThat(log.find(Map.of("text", "users/" + carol, "order", "asc")))
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("ADMIN_CREATE", "ADMIN_DELETE", "ADMIN_UPDATE", "ADMIN_ACTION");
    }

    @Test
    void requestWhenRefusedThenNothingIsInTheLog() {
        realm.admin().delete(realm.adminPath("/localization/xx")).expect(404);
        realm.admin()
                .post(realm.adminPath("/users"), Map.of("username", "alice"))
                .expect(409);
        realm.admin()
                .put(realm.adminPath("/users/nobody-of-this-id"), Map.of("firstName", "N"))
                .expect(404);
        keycloak.given()
                .contentType("application/json")
                .body("{}")
                .post("/admin/realms/" + realm.name() + "/logout-all")
                .then()
                .statusCode(401);

        assertThat(log.find(Map.of("text", "localization/xx"))).isEmpty();
        assertThat(log.find(Map.of("text", "nobody-of-this-id"))).isEmpty();
        assertThat(log.find(Map.of("text", "logout-all"))).isEmpty();
        assertThat(log.find(Map.of("type", "ADMIN_CREATE")))
                .noneSatisfy(entry -> assertThat(detail(entry, "resource_type")).isEqualTo("USER"));
    }

    @Test
    void compositeWhenChangedThenItsRolesAreNamedOnce() {
        JsonNode nurse = realm.admin().role(realm.name(), "nurse");
        realm.admin()
                .post(realm.adminPath("/roles/staff/composites"), List.of(nurse))
                .expect(204);
        realm.admin()
                .delete(realm.adminPath("/roles/staff/composites"), List.of(nurse))
                .expect(204);

        assertThat(log.find(Map.of("text", "staff/composites", "order", "asc")))
                .allSatisfy(entry -> assertThat(detail(entry, "roles")).isEqualTo("nurse"))
                .extracting(entry -> entry.path("type").asText())
                .containsExactly("ADMIN_CREATE", "ADMIN_DELETE");
        String staff = realm.admin().role(realm.name(), "staff").path("id").asText();
        assertThat(log.find(Map.of("text", "roles-by-id/" + staff))).isEmpty();
    }

    private String userId(String name) {
        return realm.admin().userId(realm.name(), name);
    }

    private JsonNode awaitOne(Map<String, String> query) {
        return await().atMost(Duration.ofSeconds(20))
                .until(() -> log.find(query), found -> found.size() == 1)
                .get(0);
    }

    private void workflow(String name, Map<String, Object> step, String type, String resource) {
        String id = createWorkflow(name, step);
        Answer answer =
                realm.admin().post(realm.adminPath("/workflows/" + id + "/activate/" + type + "/" + resource), "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(204);
    }

    private String createWorkflow(String name, Map<String, Object> step) {
        String location = realm.admin()
                .post(realm.adminPath("/workflows"), Map.of("name", name, "steps", List.of(step)))
                .expect(201)
                .header("Location");
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static Map<String, Object> step(String uses, Map<String, Object> with) {
        return Map.of("uses", uses, "with", with);
    }

    private JsonNode profile() {
        JsonNode profile =
                realm.admin().get(realm.adminPath("/users/profile")).expect(200).json();
        ((ObjectNode) profile).put("unmanagedAttributePolicy", "ENABLED");
        return profile;
    }

    private static String detail(JsonNode entry, String name) {
        return entry.path("details").path(name).asText();
    }
}
