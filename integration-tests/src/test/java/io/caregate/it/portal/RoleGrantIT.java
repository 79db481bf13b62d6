package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A backend and the role that its API asks for: requested with the client, given only by someone who may map it. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoleGrantIT {
    private static final String SYSTEM = PortalRealm.API + ":system";
    private static final String ADMIN = "realm-management:realm-admin";

    private PortalRealm realm;
    private PortalApi dev;
    private PortalApi approver;
    private PortalApi mapper;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
        var admin = realm.realm().admin();
        String name = realm.realm().name();
        String api = admin.clientUuid(name, PortalRealm.API);
        admin.post(realm.realm().adminPath("/clients/" + api + "/roles"), Map.of("name", "system"))
                .expect(201);
        requireRoles("therapist##" + SYSTEM);
        // Another approver, whom Keycloak lets map roles.
        admin.grantClientRole(name, admin.userId(name, "both"), "realm-management", "manage-users");
        dev = realm.as("dev");
        approver = realm.as("approver");
        mapper = realm.as("both");
        admin.put(realm.realm().adminPath("/events/config"), Map.of("adminEventsEnabled", true))
                .expect(204);
    }

    private void requireRoles(String roles) {
        var admin = realm.realm().admin();
        ObjectNode api = (ObjectNode) admin.client(realm.realm().name(), PortalRealm.API);
        api.withObject("/attributes").put("caregate.required-roles", roles);
        admin.put(realm.realm().adminPath("/clients/" + api.path("id").asText()), api)
                .expect(204);
    }

    private static Map<String, Object> service(String name, String... roles) {
        Map<String, Object> spec = PortalRealm.spec("service", name);
        spec.put("roles", List.of(roles));
        return spec;
    }

    private String requested(String name, String... roles) {
        return dev.post("/api/clients", service(name, roles)).expect(202).text("id");
    }

    private static Answer accept(PortalApi by, String request, String... roles) {
        return by.post("/api/approvals/" + request + "/accept", Map.of("roles", List.of(roles)));
    }

    private TestClient collected(Answer accepted) {
        String secret = dev.post("/api/requests/" + accepted.text("id") + "/secret", null)
                .expect(200)
                .text("secret");
        return TestClient.registered(accepted.text("clientId"), secret);
    }

    private Answer token(TestClient client) {
        return realm.realm().oidc().clientCredentials(client, PortalRealm.API);
    }

    private JsonNode access(Answer accepted) {
        return dev.get("/api/clients/" + accepted.text("client"))
                .expect(200)
                .json()
                .path("apis")
                .path(0);
    }

    @Test
    void roleWhenGivenByAnApproverWhoMayMapItThenTheClientReachesTheApi() {
        String request = requested("Lab", SYSTEM);
        JsonNode shown = mapper.get("/api/approvals/" + request)
                .expect(200)
                .json()
                .path("grants")
                .path(0);
        assertThat(shown.path("role").asText()).isEqualTo(SYSTEM);
        assertThat(shown.path("mayGive").asBoolean()).isTrue();

        Answer accepted = accept(mapper, request, SYSTEM).expect(200);

        assertThat(accepted.json().path("grants")).isEmpty();
        assertThat(access(accepted).path("admitted").asBoolean()).isTrue();
        assertThat(token(collected(accepted)).status()).isEqualTo(200);
        JsonNode event = realm.realm()
                .admin()
                .get(realm.realm().adminPath("/admin-events?resourceTypes=CLIENT_ROLE_MAPPING"))
                .expect(200)
                .json()
                .path(0);
        assertThat(event.path("operationType").asText()).isEqualTo("CREATE");
        assertThat(event.path("resourcePath").asText()).startsWith("users/").contains("/role-mappings/clients/");
        assertThat(event.at("/authDetails/userId").asText())
                .isEqualTo(realm.realm().admin().userId(realm.realm().name(), "both"));
    }

    @Test
    void roleWhenTheApproverMayNotMapItThenRefusedAndNothingIsDone() {
        String request = requested("Not by this approver", SYSTEM);
        assertThat(approver.get("/api/approvals/" + request)
                        .expect(200)
                        .json()
                        .at("/grants/0/mayGive")
                        .asBoolean())
                .isFalse();

        assertThat(accept(approver, request, SYSTEM).expect(403).text("code")).isEqualTo("may-not-assign");

        assertThat(dev.get("/api/requests/" + request).expect(200).text("state"))
                .isEqualTo("pending");
        assertThat(dev.get("/api/clients").expect(200).body()).doesNotContain("Not by this approver");
    }

    @Test
    void roleWhenNotGivenThenTheClientIsCreatedAndSaysWhatItLacks() {
        Answer accepted = approver.post("/api/approvals/" + requested("Without", SYSTEM) + "/accept", null)
                .expect(200);

        JsonNode access = access(accepted);
        assertThat(access.path("admitted").asBoolean()).isFalse();
        assertThat(access.path("api").asText()).isEqualTo(PortalRealm.API);
        assertThat(access.at("/roles/0").asText()).isEqualTo(SYSTEM);
        assertThat(access.path("roles")).hasSize(1);
        assertThat(token(collected(accepted)).error()).isEqualTo("access_denied");
    }

    @Test
    void roleWhenRequestedLaterThenGivenWithTheChange() {
        Answer accepted = approver.post("/api/approvals/" + requested("Later") + "/accept", null)
                .expect(200);
        String id = accepted.text("client");
        Map<String, Object> change = Map.of(
                "name", "Later",
                "environment", "production",
                "scopes", List.of(PortalRealm.API),
                "roles", List.of(SYSTEM),
                "purpose", "it has to read findings");
        String request = dev.change(id, change).expect(202).text("id");

        accept(mapper, request, SYSTEM).expect(200);

        assertThat(access(accepted).path("admitted").asBoolean()).isTrue();
        // A change that names no role keeps those that there are.
        dev.change(id, Map.of("name", "Later", "environment", "production", "scopes", List.of(PortalRealm.API)))
                .expect(200);
        assertThat(access(accepted).path("admitted").asBoolean()).isTrue();
    }

    @Test
    void roleWhenNotRequestedThenNotGiven() {
        String request = requested("Asks for none");

        Answer refused = accept(mapper, request, SYSTEM).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("#/roles/0");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("unknown-role");
        accept(mapper, request).expect(200);
    }

    @Test
    void roleWhenOfNoApiThenRefusedAtTheField() {
        for (String role : List.of(ADMIN, "client-approver", "therapist", PortalRealm.API + ":other")) {
            Answer refused = dev.post("/api/clients", service("Curious", role)).expect(422);
            assertThat(refused.json().at("/errors/0/code").asText()).as(role).isEqualTo("unknown-role");
        }
        Map<String, Object> web = PortalRealm.spec("web", "Has users");
        web.put("roles", List.of(SYSTEM));
        assertThat(dev.post("/api/clients", web)
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("not-for-kind");
    }

    /** Whoever may map roles may not map this one, and what an API's client says does not change that. */
    @Test
    void roleWhenItMakesAdminsThenAManagerOfUsersCannotGiveIt() {
        requireRoles("therapist##" + ADMIN);
        try {
            String request = requested("Wants the realm", ADMIN);
            assertThat(mapper.get("/api/approvals/" + request)
                            .expect(200)
                            .json()
                            .at("/grants/0/mayGive")
                            .asBoolean())
                    .isFalse();

            assertThat(accept(mapper, request, ADMIN).expect(403).text("code")).isEqualTo("may-not-assign");
            mapper.post("/api/approvals/" + request + "/decline", Map.of("reason", "no"))
                    .expect(200);
        } finally {
            requireRoles("therapist##" + SYSTEM);
        }
    }

    @Test
    void bodyWhenItIsNotWhatTheFileDescribesThenMalformed() {
        String request = requested("Odd body");
        for (Object body : List.of("{\"roles\":[null]}", "{\"roles\":\"all\"}", "{\"role\":[]}", "[]", " ")) {
            assertThat(approver.post("/api/approvals/" + request + "/accept", body)
                            .expect(400)
                            .text("code"))
                    .isEqualTo("malformed");
        }
    }

    @Test
    void approverWhenAskedThenKnowsHowManyWait() {
        int before = approver.get("/api/me").expect(200).json().path("waiting").asInt();

        requested("One more");

        assertThat(approver.get("/api/me").expect(200).json().path("waiting").asInt())
                .isEqualTo(before + 1);
        assertThat(dev.get("/api/me").expect(200).json().path("waiting").asInt())
                .isZero();
    }
}
