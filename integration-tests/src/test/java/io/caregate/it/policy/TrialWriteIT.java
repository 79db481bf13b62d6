package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.RealmKeys;
import io.caregate.it.fixture.TestRealm;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code POST /admin/realms/{realm}/caregate/check}: gives the reasons for which a write would be refused, and writes
 * nothing.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TrialWriteIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EXACT = "https://app.example.org/cb";
    private static final String WILDCARD = "https://app.example.org/*";
    private static final TestClient VIEWER = TestClient.service("viewer");
    private static final TestClient MANAGER = TestClient.service("manager");

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .realmRole("therapist")
                .protectedApi("health-api", "therapist")
                .set("eventsEnabled", true)
                .set("adminEventsEnabled", true)
                .set("enabledEventTypes", List.of("CLIENT_REGISTER", "CLIENT_REGISTER_ERROR", "CLIENT_UPDATE_ERROR"))
                .client(TestClient.publicApp("app").redirectUris(EXACT))
                .service(VIEWER)
                .service(MANAGER)
                .create();
        Map.of(VIEWER, "view-clients", MANAGER, "manage-clients").forEach((client, role) -> realm.admin()
                .grantClientRole(
                        realm.name(),
                        realm.admin().serviceAccountId(realm.name(), client.id()),
                        "realm-management",
                        role));
    }

    private Answer check(Object body) {
        return realm.admin().post(realm.adminPath("/caregate/check"), body);
    }

    private static ObjectNode client(String id, String uri) {
        ObjectNode client = JSON.createObjectNode().put("clientId", id).put("publicClient", true);
        client.putArray("redirectUris").add(uri);
        return client;
    }

    private int stored() {
        return realm.admin().get(realm.adminPath("/clients")).expect(200).json().size();
    }

    @Test
    void clientWhenNewThenWhatTheWriteWouldBeRefusedForAndNothingIsStored() {
        int before = stored();

        JsonNode bad = check(client("bad", WILDCARD)).expect(200).json();
        JsonNode good = check(client("good", EXACT)).expect(200).json();

        assertThat(bad.path("refused").asBoolean()).isTrue();
        assertThat(bad.path("findings")).hasSize(1);
        assertThat(bad.at("/findings/0/client").asText()).isEqualTo("bad");
        assertThat(bad.at("/findings/0/field").asText()).isEqualTo("redirectUris");
        assertThat(bad.at("/findings/0/code").asText()).isEqualTo("wildcard");
        assertThat(bad.at("/findings/0/refused").asBoolean()).isTrue();
        assertThat(good.path("refused").asBoolean()).as(good.toString()).isFalse();
        assertThat(good.path("findings")).isEmpty();
        assertThat(stored()).isEqualTo(before);
        assertThat(realm.admin().get(realm.adminPath("/events")).expect(200).json())
                .isEmpty();
        assertThat(realm.admin()
                        .get(realm.adminPath("/admin-events?resourcePath=clients/*"))
                        .expect(200)
                        .body())
                .doesNotContain("\"bad\"", "\"good\"");
    }

    @Test
    void clientsWhenOfAnImportThenEachWithAllItsFindings() {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("clients")
                .add(client("one", WILDCARD).put("implicitFlowEnabled", true))
                .add(client("two", EXACT))
                .add(client("three", "https://app.example.org/a/../b"));

        JsonNode said = check(body).expect(200).json();

        assertThat(said.path("clients").asInt()).isEqualTo(3);
        assertThat(said.path("findings").findValuesAsText("client")).containsExactlyInAnyOrder("one", "one", "three");
        assertThat(said.path("problems")).isEmpty();
    }

    /** An edit: the stored client stays as it is, whether the edit would be accepted or not. */
    @Test
    void clientWhenThereThenTriedAsAnEdit() {
        JsonNode before = realm.admin().client(realm.name(), "app");

        JsonNode bad = check(client("app", WILDCARD)).expect(200).json();
        JsonNode good = check(client("app", "https://app.example.org/other"))
                .expect(200)
                .json();

        assertThat(bad.path("findings").findValuesAsText("value")).containsExactly(WILDCARD);
        assertThat(good.path("refused").asBoolean()).as(good.toString()).isFalse();
        assertThat(realm.admin().client(realm.name(), "app")).isEqualTo(before);
    }

    /** A value that the database does not accept ends a transaction. The others are still judged. */
    @Test
    void clientWhenKeycloakCannotStoreItThenAProblemAndTheOthersAreJudged() {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("clients")
                .add(client("before", WILDCARD))
                .add(client("too-long", EXACT).put("rootUrl", "https://app.example.org/" + "a".repeat(300)))
                .add(client("mistyped", EXACT).put("redirectUri", EXACT))
                .add(client("after", WILDCARD));

        JsonNode said = check(body).expect(200).json();

        assertThat(said.path("findings").findValuesAsText("client")).containsExactly("before", "after");
        assertThat(said.path("problems").findValuesAsText("client")).containsExactlyInAnyOrder("too-long", "mistyped");
        assertThat(said.path("refused").asBoolean()).isTrue();
        assertThat(check(client("too-long", EXACT).put("rootUrl", "https://app.example.org/" + "a".repeat(300)))
                        .expect(200)
                        .json()
                        .at("/problems/0/problem")
                        .asText())
                .contains("rootUrl", "255");
    }

    @Test
    void realmWhenNewThenTriedAtTheRealmOfTheAdministrators(Keycloak keycloak) {
        ObjectNode written = JSON.createObjectNode()
                .put("realm", "not-yet")
                .put("bruteForceProtected", false)
                .put("accessTokenLifespan", 300);
        written.set("components", JSON.valueToTree(RealmKeys.components()));
        written.putArray("clients").add(client("bad", WILDCARD)).add(client("good", EXACT));

        JsonNode said = keycloak.admin()
                .post("/master/caregate/check", written)
                .expect(200)
                .json();

        assertThat(said.path("realm").asText()).isEqualTo("not-yet");
        assertThat(said.path("findings").findValuesAsText("client")).containsExactly("bad");
        assertThat(said.path("posture").findValuesAsText("check"))
                .as("what the file leaves out is what Keycloak makes of it")
                .contains("brute-force", "refresh-token-reuse", "offline-session")
                .doesNotContain("access-token-lifespan");
        assertThat(keycloak.admin().get("/not-yet").status()).isEqualTo(404);
        written.putArray("clients").add(client("good", EXACT));
        assertThat(keycloak.admin()
                        .post("/master/caregate/check", written)
                        .expect(200)
                        .json()
                        .path("refused")
                        .asBoolean())
                .isFalse();
        assertThat(keycloak.admin().get("/not-yet").status()).isEqualTo(404);
        assertThat(check(written).expect(400).errorDescription())
                .contains("/admin/realms/not-yet/caregate/check", "master");
    }

    @Test
    void realmWhenThereThenItsPostureIsThatOfTheResult() {
        ObjectNode written = JSON.createObjectNode().put("realm", realm.name()).put("accessTokenLifespan", 7200);

        JsonNode said = check(written).expect(200).json();

        assertThat(said.path("posture").findValuesAsText("check")).contains("access-token-lifespan", "brute-force");
        assertThat(said.path("refused").asBoolean()).isFalse();
    }

    @Test
    void callerWhenNotAllowedToWriteThenForbidden(Keycloak keycloak) {
        assertThat(as(keycloak, realm.oidc().clientCredentials(VIEWER).accessToken()))
                .isEqualTo(403);
        assertThat(as(keycloak, realm.oidc().clientCredentials(MANAGER).accessToken()))
                .isEqualTo(200);
        assertThat(as(keycloak, "none")).isEqualTo(401);
        assertThat(realm.realmAdmin()
                        .post("/master/caregate/check", Map.of("realm", "mine"))
                        .status())
                .isEqualTo(403);
    }

    /** A permission on one client withholds it from a caller who may change all others. */
    @Test
    void clientWhenAPermissionKeepsItFromTheCallerThenNotTried(Keycloak keycloak) {
        TestClient caller = TestClient.service("caller");
        TestClient other = TestClient.service("other");
        TestRealm permitting = keycloak.realm()
                .set("adminPermissionsEnabled", true)
                .service(caller)
                .service(other)
                .client(TestClient.publicApp("theirs").redirectUris(EXACT))
                .create();
        String permissions = permitting.adminPath("/clients/"
                + permitting.admin().clientUuid(permitting.name(), "admin-permissions") + "/authz/resource-server");
        permit(permitting, permissions, "all", caller, List.of());
        permit(
                permitting,
                permissions,
                "one",
                other,
                List.of(permitting.admin().clientUuid(permitting.name(), "theirs")));
        String token = permitting.oidc().clientCredentials(caller).accessToken();
        ObjectNode body = JSON.createObjectNode();
        body.putArray("clients").add(client("theirs", WILDCARD)).add(client("new", WILDCARD));

        Response said = keycloak.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body.toString())
                .post("/admin/realms/" + permitting.name() + "/caregate/check");

        assertThat(said.statusCode()).as(said.asString()).isEqualTo(200);
        assertThat(said.jsonPath().getList("findings.client")).containsExactly("new");
        assertThat(said.jsonPath().getList("problems.client")).containsExactly("theirs");
        assertThat(said.asString()).doesNotContain(EXACT);
    }

    private static void permit(
            TestRealm realm, String permissions, String name, TestClient caller, List<String> clients) {
        String policy = realm.admin()
                .post(
                        permissions + "/policy/user",
                        Map.of(
                                "name",
                                "policy-" + name,
                                "users",
                                List.of(realm.admin().serviceAccountId(realm.name(), caller.id())),
                                "logic",
                                "POSITIVE"))
                .expect(201)
                .text("id");
        realm.admin()
                .post(
                        permissions + "/permission/scope",
                        Map.of(
                                "name",
                                name,
                                "resourceType",
                                "Clients",
                                "resources",
                                clients,
                                "scopes",
                                List.of("manage", "view"),
                                "policies",
                                List.of(policy)))
                .expect(201);
    }

    @Test
    void settingsWhenTheCallerMayNotSeeThemThenNotJudged(Keycloak keycloak) {
        String token = realm.oidc().clientCredentials(MANAGER).accessToken();

        String said = keycloak.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"realm\":\"" + realm.name() + "\",\"accessTokenLifespan\":7200}")
                .post("/admin/realms/" + realm.name() + "/caregate/check")
                .asString();

        assertThat(said).contains("access-token-lifespan").doesNotContain("brute-force");
    }

    private int as(Keycloak keycloak, String token) {
        return keycloak.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(client("new", EXACT).toString())
                .post("/admin/realms/" + realm.name() + "/caregate/check")
                .statusCode();
    }

    /** Keycloak sets the password of a directory's user while it stores the user. */
    @Test
    void realmWhenItWouldReachADirectoryThenNothingIsSent(Keycloak keycloak) throws IOException {
        try (ServerSocket directory = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            directory.setSoTimeout(2_000);
            ObjectNode written = JSON.createObjectNode().put("realm", "linked");
            ObjectNode components = JSON.valueToTree(RealmKeys.components());
            components.set(
                    "org.keycloak.storage.UserStorageProvider",
                    JSON.valueToTree(List.of(Map.of(
                            "id", "directory-of-a-trial",
                            "name", "directory",
                            "providerId", "ldap",
                            "config",
                                    Map.ofEntries(
                                            entry("enabled", "true"),
                                            entry("editMode", "WRITABLE"),
                                            entry("vendor", "other"),
                                            entry("connectionUrl", "ldap://127.0.0.1:" + directory.getLocalPort()),
                                            entry("usersDn", "ou=p,dc=x"),
                                            entry("authType", "simple"),
                                            entry("bindDn", "cn=a"),
                                            entry("bindCredential", "secret"),
                                            entry("usernameLDAPAttribute", "uid"),
                                            entry("rdnLDAPAttribute", "uid"),
                                            entry("uuidLDAPAttribute", "entryUUID"),
                                            entry("userObjectClasses", "inetOrgPerson"))))));
            written.set("components", components);
            written.set(
                    "users",
                    JSON.valueToTree(List.of(Map.of(
                            "username",
                            "bob",
                            "federationLink",
                            "directory-of-a-trial",
                            "attributes",
                            Map.of("LDAP_ID", List.of("a"), "LDAP_ENTRY_DN", List.of("uid=bob")),
                            "credentials",
                            List.of(Map.of("type", "password", "value", "new"))))));

            JsonNode said = keycloak.admin()
                    .post("/master/caregate/check", written)
                    .expect(200)
                    .json();

            assertThat(said.path("refused").asBoolean()).as(said.toString()).isFalse();
            assertThatThrownBy(directory::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static Map.Entry<String, List<String>> entry(String name, String value) {
        return Map.entry(name, List.of(value));
    }

    /** Keycloak fetches the address of a pairwise mapper to validate a client, and waits as long as it takes. */
    @Test
    void clientWhenItsValidationWouldFetchThenNothingIsFetched() throws IOException {
        try (ServerSocket host = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            host.setSoTimeout(2_000);
            ObjectNode client = client("app", EXACT);
            client.set(
                    "protocolMappers",
                    JSON.valueToTree(List.of(Map.of(
                            "name", "pairwise",
                            "protocol", "openid-connect",
                            "protocolMapper", "oidc-sha256-pairwise-sub-mapper",
                            "config", Map.of("sectorIdentifierUri", "http://127.0.0.1:" + host.getLocalPort())))));

            check(client).expect(200);

            assertThatThrownBy(host::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'clients':[null]}",
                "{'clients':[1,'x',[],{}]}",
                "{'clientId':{}}",
                "{'clientId':'x','attributes':{'a':{}}}",
                "{'clientId':'x','protocolMappers':[null]}",
                "{'clientId':'x','redirectUris':'y'}",
                "{'clientId':'a\\u0000b'}"
            })
    void bodyWhenOddThenAProblemAndNoServerError(String body) {
        JsonNode said = check(body.replace('\'', '"')).expect(200).json();

        assertThat(said.path("problems")).as(said.toString()).isNotEmpty();
        assertThat(said.path("refused").asBoolean()).isTrue();
        assertThat(said.toString()).doesNotContain("java.", "org.keycloak", "because");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'realm':1,'clients':[]}",
                "{'realm':[],'clients':[]}",
                "{'realm':'x','clients':{}}",
                "{'realm':'a\\u0000b'}",
                "{'clients':[]} x",
                "null",
                ""
            })
    void bodyWhenItCouldNotBeWrittenThenRefused(String body) {
        assertThat(check(body.replace('\'', '"')).status()).isEqualTo(400);
    }

    @Test
    void clientWhenTheDatabaseRefusesItTooThenItsFindingsAreNamed() {
        ObjectNode tooLong = client("long", WILDCARD);
        tooLong.withArray("redirectUris").add("https://app.example.org/" + "a".repeat(300));

        JsonNode said = check(tooLong).expect(200).json();

        assertThat(said.path("findings").findValuesAsText("code")).contains("wildcard");
        assertThat(said.path("refused").asBoolean()).isTrue();
    }

    @Test
    void bodyWhenNothingThatCouldBeWrittenThenWhatToSend() {
        assertThat(check("[]").expect(400).errorDescription()).contains("send a client, a partial import or a realm");
        assertThat(check("{\"name\":\"x\"}").expect(400).errorDescription()).contains("nothing to check");
        assertThat(check("nothing").expect(400).errorDescription()).contains("no JSON object");
    }
}
