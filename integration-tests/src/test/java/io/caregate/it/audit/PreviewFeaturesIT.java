package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.HomeRealm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Preview features of Keycloak, when an operator turns them on: users by SCIM, and users that are not stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PreviewFeaturesIT {
    private static final TestClient PROVISIONING = TestClient.service("provisioning");
    private static final String GROUPS = "/scim/v2/Groups";

    private KeycloakServer server;
    private Keycloak keycloak;

    @BeforeAll
    void start() {
        server = SharedServer.withOptionalParts()
                .realm(Folders.realmConfig().resolve("healthcare-realm.json"))
                .start();
        keycloak = new Keycloak(server);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** In the realm that the project ships, whose user profile SCIM reads. */
    @Test
    void memberWhenAddedBySCIMToAGroupThatGivesTheRoleThenInTheLog() {
        TestRealm realm = keycloak.existingRealm("healthcare");
        realm.admin().put(realm.adminPath(""), Map.of("scimApiEnabled", true)).expect(204);
        realm.register(PROVISIONING.mapper(Map.of(
                        "name",
                        "scim",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of(
                                "included.custom.audience",
                                realm.oidc().issuer() + "/scim/v2",
                                "access.token.claim",
                                "true"))))
                .expect(201);
        realm.admin()
                .grantClientRole(
                        realm.name(),
                        realm.admin().serviceAccountId(realm.name(), PROVISIONING.id()),
                        "realm-management",
                        "realm-admin");
        realm.register(AuditLog.READER).expect(201);
        realm.admin()
                .grant(realm.name(), realm.admin().serviceAccountId(realm.name(), AuditLog.READER.id()), AuditLog.ROLE);
        realm.admin()
                .post(realm.adminPath("/users"), Map.of("username", "sam", "enabled", true))
                .expect(201);
        String sam = realm.admin().userId(realm.name(), "sam");
        String created = realm.admin()
                .post(realm.adminPath("/groups"), Map.of("name", "therapists"))
                .expect(201)
                .header("Location");
        String group = created.substring(created.lastIndexOf('/') + 1);
        realm.admin()
                .post(
                        realm.adminPath("/groups/" + group + "/role-mappings/realm"),
                        List.of(realm.admin().role(realm.name(), "therapist")))
                .expect(204);
        String token = realm.oidc().clientCredentials(PROVISIONING).expect(200).accessToken();

        Response added = keycloak.given()
                .auth()
                .oauth2(token)
                .contentType("application/scim+json")
                .body(Map.of(
                        "schemas",
                        List.of("urn:ietf:params:scim:api:messages:2.0:PatchOp"),
                        "Operations",
                        List.of(Map.of("op", "add", "path", "members", "value", List.of(Map.of("value", sam))))))
                .patch("/realms/" + realm.name() + GROUPS + "/" + group);

        assertThat(added.statusCode()).as(added.asString()).isIn(200, 204);
        List<JsonNode> entries = new AuditLog(realm).find(Map.of("text", "users/" + sam + "/groups"));
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.path("type").asText()).isEqualTo("MODEL_CREATE");
            assertThat(entry.path("details").path("origin").asText()).isEqualTo("scim");
            assertThat(entry.toString()).contains(group);
        });
    }

    @Test
    void brokeredUserWhenNotStoredThenServedAsThemselves() {
        TestClient app = TestClient.confidential("app").redirectUris("https://app.example.org/callback");
        try (TestRealm home = keycloak.realm().user("bea", "bea-password").create();
                TestRealm realm = keycloak.realm()
                        .realmRole("therapist")
                        .protectedApi("health-api", "therapist")
                        .client(app)
                        .create()) {
            HomeRealm.broker(realm, home, Map.of("doNotStoreUsers", "true"));
            HomeRealm.giveRole(realm, "therapist");
            var request = realm.oidc()
                    .authorization(app)
                    .scope("openid", "health-api")
                    .parameter("kc_idp_hint", HomeRealm.ALIAS);

            Answer tokens = realm.oidc()
                    .code(
                            app,
                            request,
                            realm.browser()
                                    .open(request.uri())
                                    .login("bea", "bea-password")
                                    .code())
                    .expect(200);

            assertThat(realm.admin().get(realm.adminPath("/users?username=bea")).json())
                    .isEmpty();
            JsonNode claims = Oidc.claims(tokens.accessToken());
            assertThat(claims.path("aud").toString()).contains("health-api");
            assertThat(claims.path("preferred_username").asText()).isEqualTo("bea");
            assertThat(realm.oidc().userinfo(tokens.accessToken()).expect(200).text("sub"))
                    .isEqualTo(claims.path("sub").asText());
            realm.oidc().refresh(app, tokens.refreshToken()).expect(200);
        }
    }
}
