package io.caregate.it.client;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.Chromium;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.OnSharedServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Single-page applications in Chromium with keycloak-js and oidc-client-ts, at an origin that is not Keycloak's. */
@Needs(CHROMIUM)
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserClientsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String KEYCLOAK_JS = "keycloak-js";
    private static final String OIDC_CLIENT = "oidc-client-ts";
    private static final String WITH_API = "openid " + ClientsRealm.API;

    private AppServer app;
    private ClientsRealm realm;
    private Chromium browser;

    @BeforeAll
    void start(Keycloak keycloak) {
        app = AppServer.start();
        realm = ClientsRealm.create(keycloak, app.origin());
    }

    @BeforeEach
    void open() {
        browser = Chromium.start();
        browser.open(app.origin() + "/");
        await().atMost(PATIENCE).until(() -> Boolean.TRUE.equals(browser.evaluate("return window.ready === true")));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterAll
    void stop() {
        if (app != null) {
            app.close();
        }
    }

    @Test
    void keycloakJsWhenATherapistSignsInThenTokensRotationAndSilentSignIn() {
        keycloakJs(Map.of("onLoad", "login-required", "scope", WITH_API));
        browser.login(ClientsRealm.THERAPIST, ClientsRealm.PASSWORD);
        assertThat(value().path("scope").asText()).contains(ClientsRealm.API);

        assertThat(act("renew").path("value").path("renewed").asBoolean()).isTrue();
        assertThat(act("profile").path("value").asText()).isEqualTo(ClientsRealm.THERAPIST);

        keycloakJs(Map.of("onLoad", "check-sso", "scope", WITH_API));
        assertThat(value().path("scope").asText()).contains(ClientsRealm.API);
        JsonNode used = act("renewWithUsed");
        assertThat(used.path("thrown").path("status").asInt())
                .as(used.toString())
                .isEqualTo(400);

        keycloakJs(Map.of("onLoad", "check-sso", "scope", WITH_API));
        assertThat(value().path("scope").asText()).contains(ClientsRealm.API);
        leave();
        assertThat(value().asText()).isEqualTo("signed out");
    }

    @Test
    void keycloakJsWhenAPatientAsksForTheApiThenAccessDeniedAlsoSilently() {
        keycloakJs(Map.of("onLoad", "login-required"));
        browser.login(ClientsRealm.PATIENT, ClientsRealm.PASSWORD);
        assertThat(value().path("scope").asText()).doesNotContain(ClientsRealm.API);

        keycloakJs(Map.of("onLoad", "check-sso", "scope", WITH_API));
        assertThat(value().asText()).isEqualTo("signed out");
        keycloakJs(Map.of("onLoad", "check-sso"));
        assertThat(value().path("scope").asText()).contains("openid");

        keycloakJs(Map.of("onLoad", "login-required", "scope", WITH_API));
        assertThat(thrown().path("error").asText()).isEqualTo("access_denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"implicit", "hybrid"})
    void keycloakJsWhenItsFlowIsNotTheCodeFlowThenUnsupportedAlsoSilently(String flow) {
        keycloakJs(Map.of("onLoad", "login-required", "flow", flow));
        assertThat(thrown().path("error").asText()).isEqualTo("unsupported_response_type");

        keycloakJs(Map.of("onLoad", "check-sso", "flow", flow));
        assertThat(value().asText()).isEqualTo("signed out");
    }

    @Test
    void keycloakJsWhenWithoutPkceThenInvalidRequest() {
        keycloakJs(Map.of("onLoad", "login-required", "pkceMethod", false));

        assertThat(thrown().path("error").asText()).isEqualTo("invalid_request");
    }

    @Test
    void oidcClientWhenATherapistSignsInThenTokensRotationAndRevocation() {
        oidcClient(Map.of("scope", WITH_API));
        begin("signIn");
        browser.login(ClientsRealm.THERAPIST, ClientsRealm.PASSWORD);
        assertThat(value().path("scope").asText()).contains(ClientsRealm.API);

        assertThat(act("renew").path("value").path("renewed").asBoolean()).isTrue();
        assertThat(act("profile").path("value").asText()).isEqualTo(ClientsRealm.THERAPIST);
        assertOauthError(act("renewWithUsed"), "invalid_grant");

        oidcClient(Map.of("scope", WITH_API));
        begin("signIn");
        assertThat(value().path("scope").asText()).contains(ClientsRealm.API);
        assertThat(act("revoke").has("value")).isTrue();
        leave();
        assertThat(value().asText()).isEqualTo("signed out");
    }

    @Test
    void oidcClientWhenAPatientAsksForTheApiThenAccessDenied() {
        oidcClient(Map.of("scope", WITH_API));
        begin("signIn");
        browser.login(ClientsRealm.PATIENT, ClientsRealm.PASSWORD);

        assertOauthError(outcome(), "access_denied");
    }

    /**
     * The password grant is refused before a client is looked up, so Keycloak knows no origin that it could answer: a
     * script learns only that the request failed.
     */
    @Test
    void oidcClientWhenItAsksByPasswordThenNoTokenAndNoAnswerForAScript() {
        oidcClient(Map.of("scope", WITH_API));

        JsonNode outcome =
                act("password", Map.of("username", ClientsRealm.THERAPIST, "password", ClientsRealm.PASSWORD));

        assertThat(outcome.path("thrown").path("message").asText())
                .as(outcome.toString())
                .isEqualTo("Failed to fetch");
    }

    private void keycloakJs(Map<String, Object> init) {
        start(KEYCLOAK_JS, Map.of("issuer", realm.issuer(), "init", init));
    }

    private void oidcClient(Map<String, Object> settings) {
        start(OIDC_CLIENT, Map.of("issuer", realm.issuer(), "settings", settings));
        assertThat(value().asText()).isEqualTo("signed out");
    }

    private void start(String library, Map<String, Object> settings) {
        browser.evaluate("void window.start(arguments[0], JSON.parse(arguments[1]))", library, json(settings));
    }

    /** Starts an action of the application that leaves the page. */
    private void begin(String verb) {
        browser.evaluate("void window.act(arguments[0])", verb);
    }

    private void leave() {
        browser.evaluate("document.getElementById('outcome').textContent = ''; void window.act('signOut')");
    }

    private JsonNode act(String verb) {
        return act(verb, Map.of());
    }

    private JsonNode act(String verb, Map<String, Object> options) {
        browser.evaluate("void window.act(arguments[0], JSON.parse(arguments[1]))", verb, json(options));
        return outcome();
    }

    private JsonNode value() {
        JsonNode outcome = outcome();
        assertThat(outcome.has("value")).as("%s at %s", outcome, browser.url()).isTrue();
        return outcome.path("value");
    }

    private JsonNode thrown() {
        JsonNode outcome = outcome();
        assertThat(outcome.has("thrown")).as("%s at %s", outcome, browser.url()).isTrue();
        return outcome.path("thrown");
    }

    private static void assertOauthError(JsonNode outcome, String error) {
        assertThat(outcome.path("thrown").path("name").asText())
                .as(outcome.toString())
                .isEqualTo("ErrorResponse");
        assertThat(outcome.path("thrown").path("error").asText())
                .as(outcome.toString())
                .isEqualTo(error);
    }

    /** The result on the page, once the browser is back from the server. */
    private JsonNode outcome() {
        String[] shown = {""};
        await().alias("the page shows what has come of it").atMost(PATIENCE).until(() -> {
            Object text = browser.evaluate(
                    "return location.origin === arguments[0] && document.readyState === 'complete'"
                            + " ? document.getElementById('outcome').textContent : ''",
                    app.origin());
            shown[0] = String.valueOf(text);
            return text != null && !shown[0].isEmpty();
        });
        try {
            return JSON.readTree(shown[0]);
        } catch (JsonProcessingException e) {
            throw new AssertionError(shown[0], e);
        }
    }

    private static String json(Map<String, Object> value) {
        try {
            return JSON.writeValueAsString(new LinkedHashMap<>(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
