package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Healthcare;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SMART App Launch in the realm of {@code realm-config/}: every capability in its configuration is tried. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SmartIT {
    private static final TestClient APP =
            Healthcare.demo("demo-web-app").redirectUris("http://127.0.0.1:3000/callback");
    private static final SigningKey RSA = SigningKey.rsa("rs384-key");
    private static final SigningKey EC = SigningKey.ec("es384-key");

    private Healthcare site;

    @BeforeAll
    void start(Keycloak keycloak) {
        site = new Healthcare(keycloak);
        site.realm()
                .register(TestClient.service("bulk")
                        .set("clientAuthenticatorType", "client-jwt")
                        .attribute("use.jwks.string", "true")
                        .attribute("jwks.string", SigningKey.jwks(RSA, EC)))
                .expect(201);
        site.realm()
                .admin()
                .grantClientRole(
                        Healthcare.REALM,
                        site.realm().admin().serviceAccountId(Healthcare.REALM, "bulk"),
                        "health-api",
                        "system");
    }

    @AfterAll
    void stop() {
        site.close();
    }

    private JsonNode configuration() {
        return site.oidc().get("/.well-known/smart-configuration").expect(200).json();
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private Answer backend(SigningKey key, String algorithm, String scope) {
        // The example in "Backend Services": five minutes, no iat.
        var assertion = ClientAssertion.of(
                        "bulk", key, algorithm, site.oidc().endpoint("token").toString())
                .in("exp", 300);
        return site.oidc().post("token", assertion.form(Map.of("grant_type", "client_credentials", "scope", scope)));
    }

    @Test
    void configurationWhenReadThenWhatTheRealmOffers() {
        JsonNode said = configuration();
        String issuer = site.oidc().issuer().toString();

        assertThat(said.path("token_endpoint").asText()).isEqualTo(issuer + "/protocol/openid-connect/token");
        assertThat(texts(said.path("grant_types_supported")))
                .containsExactly("authorization_code", "client_credentials");
        assertThat(texts(said.path("response_types_supported"))).containsExactly("code");
        assertThat(texts(said.path("code_challenge_methods_supported"))).containsExactly("S256");
        assertThat(texts(said.path("token_endpoint_auth_methods_supported")))
                .containsExactly("client_secret_basic", "client_secret_post", "private_key_jwt");
        assertThat(texts(said.path("token_endpoint_auth_signing_alg_values_supported")))
                .containsExactly("ES384", "RS384");
        assertThat(texts(said.path("scopes_supported")))
                .containsExactly(
                        "openid",
                        "offline_access",
                        "patient/*.rs",
                        "patient/Patient.rs",
                        "system/*.rs",
                        "system/Patient.rs",
                        "user/*.rs",
                        "user/Patient.rs");
        assertThat(texts(said.path("capabilities")))
                .containsExactly(
                        "launch-standalone",
                        "authorize-post",
                        "client-public",
                        "client-confidential-symmetric",
                        "client-confidential-asymmetric",
                        "permission-offline",
                        "permission-patient",
                        "permission-user",
                        "permission-v2");
        assertThat(said.has("issuer")).as("only with sso-openid-connect").isFalse();
        assertThat(site.get("/fhir/.well-known/smart-configuration", "").json()).isEqualTo(said);
    }

    @Test
    void configurationWhenNothingIsOfferedThenNotFound(Keycloak keycloak) {
        assertThat(keycloak.oidc("master")
                        .get("/.well-known/smart-configuration")
                        .status())
                .as("an exempt realm")
                .isEqualTo(404);
        TestRealm none = keycloak.realm().create();
        assertThat(none.oidc().get("/.well-known/smart-configuration").status()).isEqualTo(404);
        TestRealm some = keycloak.realm().optionalScope("system/Patient.rs").create();
        JsonNode said =
                some.oidc().get("/.well-known/smart-configuration").expect(200).json();
        assertThat(texts(said.path("capabilities"))).doesNotContain("permission-user", "permission-patient");
    }

    @Test
    void scopeWhenHiddenFromTheOpenIdConfigurationThenHiddenHereToo(Keycloak keycloak) {
        TestRealm realm = keycloak.realm()
                .optionalScope("system/Patient.rs")
                .optionalScope("user/Patient.rs")
                .create();
        hide(realm, "user/Patient.rs");
        JsonNode said =
                realm.oidc().get("/.well-known/smart-configuration").expect(200).json();
        assertThat(texts(said.path("scopes_supported")))
                .containsExactly("openid", "offline_access", "system/Patient.rs");
        assertThat(texts(said.path("capabilities"))).doesNotContain("permission-user");

        hide(realm, "system/Patient.rs");
        assertThat(realm.oidc().get("/.well-known/smart-configuration").status())
                .isEqualTo(404);
    }

    private static void hide(TestRealm realm, String name) {
        JsonNode scopes =
                realm.admin().get(realm.adminPath("/client-scopes")).expect(200).json();
        for (JsonNode scope : scopes) {
            if (scope.path("name").asText().equals(name)) {
                ((ObjectNode) scope).withObject("/attributes").put("include.in.openid.provider.metadata", "false");
                realm.admin()
                        .put(
                                realm.adminPath(
                                        "/client-scopes/" + scope.path("id").asText()),
                                scope)
                        .expect(204);
            }
        }
    }

    @Test
    void authorizationWhenPostedThenTheLoginPage() {
        var request = site.oidc().authorization(APP).scope("openid", "user/Patient.rs");
        var page = site.realm()
                .browser()
                .post(URI.create(configuration().path("authorization_endpoint").asText()), request.parameters())
                .login("therapist", "demo-therapist-password");
        Answer tokens = site.oidc().code(APP, request, page.code()).expect(200);
        assertThat(tokens.text("scope")).contains("user/Patient.rs");
        assertThat(site.withToken("/fhir/Patient/anna-arnold", tokens.accessToken())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "ES384"})
    void backendWhenItsAssertionIsAsTheSpecificationHasItThenTokenThatTheApiTakes(String algorithm) {
        Answer answer = backend(algorithm.equals("RS384") ? RSA : EC, algorithm, "system/Patient.rs")
                .expect(200);
        assertThat(answer.text("scope").split(" ")).contains("system/Patient.rs");
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.json().path("expires_in").asInt()).isBetween(1, 300);
        assertThat(answer.refreshToken()).isEmpty();
        assertThat(site.withToken("/fhir/Patient", answer.accessToken())
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(12);
    }

    @Test
    void backendWhenItsScopeIsUnknownThenInvalidScope() {
        assertThat(backend(RSA, "RS384", "system/Observation.rs").error()).isEqualTo("invalid_scope");
        assertThat(backend(RSA, "RS384", "system/Patient.read").error()).isEqualTo("invalid_scope");
    }

    @Test
    void scopeWhenItIsForTheApiThenOnlyForSubjectsWithTheRole() {
        List<String> scopes = texts(configuration().path("scopes_supported")).stream()
                .filter(scope -> scope.contains("/"))
                .toList();
        assertThat(scopes).hasSize(6);
        var softly = new SoftAssertions();
        for (String scope : scopes) {
            softly.assertThat(site.realm()
                            .signIn(APP, "therapist", "demo-therapist-password", "openid", scope)
                            .status())
                    .as("therapist " + scope)
                    .isEqualTo(200);
            var request = site.oidc().authorization(APP).scope("openid", scope);
            softly.assertThat(site.realm()
                            .browser()
                            .open(request.uri())
                            .login("patient", "demo-patient-password")
                            .redirectParameters()
                            .get("error"))
                    .as("patient " + scope)
                    .isEqualTo("access_denied");
        }
        softly.assertThat(site.oidc()
                        .clientCredentials(Healthcare.demo("demo-patient-service"), "system/Patient.rs")
                        .error())
                .isEqualTo("access_denied");
        softly.assertAll();
    }

    @ParameterizedTest
    @CsvSource({"patient/Patient.rs", "patient/*.rs"})
    void patientScopeWhenTheUserHasARecordThenThisOneOnly(String scope) {
        String user = site.realm().admin().userId(Healthcare.REALM, "therapist");
        setRecord(user, List.of());
        String without = token(scope);
        assertThat(site.withToken("/fhir/Patient/anna-arnold", without).status())
                .isEqualTo(403);

        setRecord(user, List.of("anna-arnold"));
        String token = token(scope);
        assertThat(site.withToken("/fhir/Patient/anna-arnold", token).status()).isEqualTo(200);
        assertThat(site.withToken("/fhir/Patient/bela-baumann", token).status()).isEqualTo(404);
        assertThat(site.withToken("/fhir/Patient", token).json().path("total").asInt())
                .isEqualTo(1);
    }

    private String token(String scope) {
        return site.realm()
                .signIn(APP, "therapist", "demo-therapist-password", "openid", scope)
                .expect(200)
                .accessToken();
    }

    private void setRecord(String user, List<String> record) {
        var admin = site.realm().admin();
        var json = (ObjectNode) admin.get("/healthcare/users/" + user).json();
        var values = json.withObject("/attributes").putArray("fhirPatient");
        record.forEach(values::add);
        admin.put("/healthcare/users/" + user, json).expect(204);
    }
}
