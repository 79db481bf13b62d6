package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who decides that a client which registered itself needs no consent: an administrator, at any time. */
@OnSharedServer
final class RegistrantConsentIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final String PASSWORD = "password";

    private TestRealm realm;

    @BeforeEach
    void create(Keycloak keycloak) {
        realm = keycloak.realm()
                .realmRole("therapist")
                .user("thea", PASSWORD, "therapist")
                .client(TestClient.resourceServer(API))
                .optionalScope(API, ProtocolMapper.audience(API))
                .create();
    }

    @Test
    void clientWhenRegisteredBeforeTheApiWasProtectedThenConsentIsAskedUntilAnAdministratorSaysOtherwise() {
        Answer registered = register("app");
        TestClient app = TestClient.registered("app", registered.text("secret")).redirectUris(CALLBACK);
        Answer before = realm.signIn(app, "thea", PASSWORD, "openid", API).expect(200);

        protectApi();

        assertThat(realm.oidc().refresh(app, before.refreshToken()).expect(400).error())
                .isEqualTo("invalid_scope");
        var request = realm.oidc().authorization(app).scope("openid", API);
        Page page = realm.browser().open(request.uri()).login("thea", PASSWORD);
        assertThat(page.body()).contains("name=\"accept\"");
        page = page.submit(Map.of("accept", "Yes"));
        realm.oidc().code(app, request, page.code()).expect(200);

        change("app", Map.of("consentRequired", false));
        Answer changed = realm.oidc()
                .changeInOwnForm(
                        registered.text("registrationAccessToken"),
                        "app",
                        answered(registered).put("consentRequired", false))
                .expect(200);
        assertThat(stored("app").path("consentRequired").asBoolean()).isFalse();

        change("app", Map.of("consentRequired", true));
        realm.oidc()
                .changeInOwnForm(
                        changed.text("registrationAccessToken"),
                        "app",
                        answered(changed).put("consentRequired", false).without("attributes"))
                .expect(200);
        assertThat(stored("app").path("consentRequired").asBoolean()).isTrue();
    }

    /** A token from before the protection is valid for minutes, and the grant asks nobody. */
    @Test
    void umaGrantWhenTheClientIsOlderThanTheProtectionThenNoTokenForTheApiWithoutConsent() {
        change(API, Map.of("serviceAccountsEnabled", true, "authorizationServicesEnabled", true));
        ResourceServer.open(realm, API);
        Answer registered = register("app");
        TestClient app = TestClient.registered("app", registered.text("secret")).redirectUris(CALLBACK);
        String before =
                realm.signIn(app, "thea", PASSWORD, "openid").expect(200).accessToken();
        uma(app, before).expect(200);

        protectApi();

        Answer refused = uma(app, before);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("access_denied");
        assertThat(refused.errorDescription()).contains("consent");
    }

    private Answer uma(TestClient app, String token) {
        return realm.oidc()
                .token(
                        app,
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience",
                                API,
                                "subject_token",
                                token));
    }

    @Test
    void clientWhenItsRegistrantChangesItFirstThenConsentIsRequiredToo() {
        Answer registered = register("app");
        protectApi();

        realm.oidc()
                .changeInOwnForm(
                        registered.text("registrationAccessToken"),
                        "app",
                        answered(registered).put("consentRequired", false))
                .expect(200);

        assertThat(stored("app").path("consentRequired").asBoolean()).isTrue();
    }

    @Test
    void administratorsClientWhenItDoesNotAdministerItselfThenNoConsent() {
        TestClient app = TestClient.confidential("app").redirectUris(CALLBACK);
        realm.register(app).expect(201);
        protectApi();

        realm.signIn(app, "thea", PASSWORD, "openid", API).expect(200);

        JsonNode stored = stored("app");
        assertThat(stored.path("consentRequired").asBoolean()).isFalse();
        assertThat(stored.path("attributes").has("caregate.without-consent")).isFalse();
    }

    @Test
    void fullScopeWhenOlderThanTheRuleThenTakenAtTheNextChangeUntilAnAdministratorGivesIt() {
        realm.register(TestClient.confidential("app").redirectUris(CALLBACK).set("fullScopeAllowed", true))
                .expect(201);
        // With this token, the client is like one that registered itself before the pack was installed.
        Answer token = realm.admin()
                .post(
                        realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), "app")
                                + "/registration-access-token"),
                        "{}")
                .expect(200);

        Answer changed = realm.oidc()
                .changeInOwnForm(
                        token.text("registrationAccessToken"),
                        "app",
                        ((ObjectNode) stored("app")).put("fullScopeAllowed", true))
                .expect(200);
        assertThat(stored("app").path("fullScopeAllowed").asBoolean()).isFalse();

        change("app", Map.of("fullScopeAllowed", true));
        realm.oidc()
                .changeInOwnForm(
                        changed.text("registrationAccessToken"),
                        "app",
                        ((ObjectNode) stored("app")).put("fullScopeAllowed", true))
                .expect(200);
        assertThat(stored("app").path("fullScopeAllowed").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caregate.without-consent", "caregate.full-scope"})
    void registrantWhenWritingAnAdministratorsDecisionThenRefused(String attribute) {
        Answer registered = register("app");
        ObjectNode written = answered(registered);
        written.withObject("/attributes").put(attribute, "true");

        Answer refused = realm.oidc().changeInOwnForm(registered.text("registrationAccessToken"), "app", written);

        assertThat(refused.expect(400).error()).isEqualTo("invalid_client_metadata");
        assertThat(refused.errorDescription()).contains(attribute);
        assertThat(realm.oidc()
                        .registerInOwnForm(
                                initial(),
                                TestClient.confidential("other")
                                        .redirectUris(CALLBACK)
                                        .attribute(attribute, "true")
                                        .json())
                        .status())
                .isEqualTo(400);
    }

    private Answer register(String id) {
        return realm.oidc()
                .registerInOwnForm(
                        initial(),
                        TestClient.confidential(id)
                                .redirectUris(CALLBACK)
                                .set("consentRequired", false)
                                .json())
                .expect(201);
    }

    private String initial() {
        return realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 60))
                .text("token");
    }

    private void protectApi() {
        change(API, Map.of("attributes", Map.of("caregate.required-roles", "therapist")));
    }

    private void change(String clientId, Map<String, ?> fields) {
        ObjectNode client = (ObjectNode) stored(clientId);
        fields.forEach(client::putPOJO);
        realm.admin()
                .put(realm.adminPath("/clients/" + client.path("id").asText()), client)
                .expect(204);
    }

    private JsonNode stored(String clientId) {
        return realm.admin().client(realm.name(), clientId);
    }

    private static ObjectNode answered(Answer answer) {
        ObjectNode client = (ObjectNode) answer.json();
        client.remove("registrationAccessToken");
        return client;
    }
}
