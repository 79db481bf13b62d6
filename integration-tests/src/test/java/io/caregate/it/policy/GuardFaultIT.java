package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Browser;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.Saml;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A guard that fails refuses the request. At each hook, the request works. The guard then fails, and the same request
 * is refused with an error, an event and a reference. Once the guard is whole again, the request works again.
 */
final class GuardFaultIT {
    private static final String API = "health-api";
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String ORIGIN = "https://app.example.org";
    private static final String SIGNED_OUT = "https://app.example.org/signed-out";
    private static final String PASSWORD_GRANT = "request.PasswordGrantGuard#isServed";
    private static final String SIGNATURE = "token.SigningEnforcer#check";
    private static final String INTROSPECTION = "token.IntrospectionEnforcer#admits";
    private static final String ASSERTION = "rule.ClientAssertionRule#check";
    private static final String GOVERNS = "option.PolicyOptions#governs";
    private static final TestClient APP = TestClient.confidential("app")
            .redirectUris(CALLBACK)
            .webOrigins(ORIGIN)
            .attribute("post.logout.redirect.uris", SIGNED_OUT);
    private static final TestClient SPA =
            TestClient.publicApp("spa").redirectUris(CALLBACK).webOrigins(ORIGIN);
    private static final TestClient BACKEND = TestClient.service("backend").webOrigins(ORIGIN);
    private static final TestClient SIGNING = AssertionRealm.signs(TestClient.service("signing"));
    private static final List<String> EVENTS = List.of(
            "LOGIN_ERROR",
            "LOGOUT_ERROR",
            "CLIENT_UPDATE_ERROR",
            "CLIENT_INFO_ERROR",
            "CLIENT_LOGIN_ERROR",
            "CODE_TO_TOKEN_ERROR",
            "REFRESH_TOKEN_ERROR",
            "INTROSPECT_TOKEN_ERROR",
            "USER_INFO_REQUEST_ERROR",
            "PUSHED_AUTHORIZATION_REQUEST_ERROR");
    private static final TestClient GATEWAY = TestClient.service(API).attribute("caregate.required-roles", "therapist");

    private static KeycloakServer server;
    private static FaultyJar jar;
    private static Keycloak keycloak;
    private static TestRealm realm;

    @BeforeAll
    static void start(@TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER) Path folder) {
        Path providers = Folders.server().resolve("providers");
        jar = FaultyJar.write(
                providers.resolve("caregate-policy.jar"),
                folder.resolve("caregate-policy.jar"),
                folder.resolve("faults"),
                Stream.concat(
                                requests().map(Request::guard),
                                Stream.of(GOVERNS, INTROSPECTION, PASSWORD_GRANT, ASSERTION, SIGNATURE))
                        .distinct()
                        .toList());
        server = SharedServer.builder()
                .withoutPack()
                .provider(folder.resolve("caregate-policy.jar"))
                .provider(providers.resolve("caregate-themes.jar"))
                .jvmOption("-D" + FaultyJar.FOLDER + "=" + folder.resolve("faults"))
                .start();
        keycloak = new Keycloak(server);
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("enabledEventTypes", EVENTS)
                .set("loginTheme", "caregate")
                .realmRole("therapist")
                .user("therapist", "therapist-password", "therapist")
                .client(APP)
                .client(SPA)
                .client(Saml.CLIENT)
                .service(BACKEND)
                .service(SIGNING)
                .service(GATEWAY, "therapist")
                .optionalScope("api", ProtocolMapper.audience(API))
                .create();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /**
     * A request that works, the guard that checks it, and its hook. {@code prepare} does the steps that come before,
     * such as a login page.
     */
    private record Request(String hook, String guard, int status, Supplier<Supplier<Answer>> prepare) {
        @Override
        public String toString() {
            return hook + " by " + guard;
        }
    }

    private static Request request(String hook, String guard, int status, Supplier<Answer> send) {
        return new Request(hook, guard, status, () -> send);
    }

    static Stream<Request> requests() {
        return Stream.of(
                request("client-write", "client.ClientGuard#check", 201, GuardFaultIT::registerAndDelete),
                request("authorization", "request.AuthorizationGuard#check", 200, GuardFaultIT::loginPage),
                request("pushed-authorization", "request.PushedRequestGuard#check", 201, GuardFaultIT::push),
                new Request("login", "request.LoginAnswerGuard#check", 302, GuardFaultIT::signIn),
                new Request("login", "token.LoginEnforcer#refuse", 302, GuardFaultIT::signIn),
                new Request("logout", "request.LogoutGuard#check", 302, GuardFaultIT::logout),
                request("saml", "request.SamlGuard#check", 200, GuardFaultIT::saml),
                request("cors", "request.OriginGuard#answered", 200, GuardFaultIT::tokenWithOrigin),
                request("session-iframe", "request.OriginGuard#answered", 204, GuardFaultIT::iframe),
                request("token", "token.TokenEnforcer#check", 200, () -> realm.oidc()
                        .clientCredentials(BACKEND)),
                new Request("refresh", "token.RotationEnforcer#check", 200, GuardFaultIT::refresh),
                new Request("userinfo", "token.UserInfoEnforcer#check", 200, GuardFaultIT::userinfo),
                request("metadata", "metadata.TruthfulMetadata#apply", 200, () -> realm.oidc()
                        .openIdConfiguration()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void guardWhenItBreaksThenTheRequestIsRefusedWithAnEvent(Request request) {
        assertThat(request.prepare().get().get().status()).isEqualTo(request.status());

        Supplier<Answer> send = request.prepare().get();
        Answer refused;
        try (var fault = jar.broken(request.guard())) {
            refused = send.get();
            assertThat(fault.file()).exists();
        }
        assertIsFault(refused, request.hook());

        assertThat(request.prepare().get().get().status()).isEqualTo(request.status());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void guardWhenTheQuestionWhetherTheRealmIsGovernedBreaksThenRefused(Request request) {
        Supplier<Answer> send = request.prepare().get();
        try (var fault = jar.broken(GOVERNS)) {
            Answer refused = send.get();
            // Keycloak turns some into its own error.
            assertThat(refused.status()).as(refused.body()).isGreaterThanOrEqualTo(400);
            assertThat(fault.file()).exists();
        }
    }

    @Test
    void passwordGrantWhenItsGuardBreaksThenStillNotServed() {
        try (var fault = jar.broken(PASSWORD_GRANT)) {
            Answer refused = realm.oidc().password(APP, "therapist", "therapist-password");
            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.accessToken()).isEmpty();
            assertThat(fault.file()).exists();
        }
        assertThat(faultEvent("password-grant").path("type").asText()).isEqualTo("LOGIN_ERROR");
    }

    @Test
    void introspectionWhenItsGateBreaksThenNotActive() {
        String token = realm.signIn(APP, "therapist", "therapist-password", "openid", "api")
                .accessToken();
        assertThat(realm.oidc().introspect(GATEWAY, token).json().path("active").asBoolean())
                .isTrue();
        try (var fault = jar.broken(INTROSPECTION)) {
            Answer answer = realm.oidc().introspect(GATEWAY, token);
            assertThat(answer.json().path("active").asBoolean()).isFalse();
            assertThat(answer.body()).doesNotContain("therapist");
            assertThat(fault.file()).exists();
        }
        assertThat(faultEvent("introspection").path("details").path("reason").asText())
                .contains("reference");
    }

    @Test
    void signatureWhenItsGuardBreaksThenNothingIsSigned() {
        try (var fault = jar.broken(SIGNATURE)) {
            Answer refused = realm.oidc().clientCredentials(BACKEND);
            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.accessToken()).isEmpty();
            assertThat(fault.file()).exists();
        }
        assertThat(faultEvent("signing").path("details").path("reason").asText())
                .contains("reference");
        assertThat(realm.oidc().clientCredentials(BACKEND).status()).isEqualTo(200);
    }

    @Test
    void clientAssertionWhenItsRuleBreaksThenTheClientIsNotTakenForAuthenticated() {
        assertThat(signed().status()).isEqualTo(200);
        try (var fault = jar.broken(ASSERTION)) {
            Answer refused = signed();
            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.accessToken()).isEmpty();
            assertThat(fault.file()).exists();
        }
        assertThat(faultEvent("client-authentication").path("type").asText()).isEqualTo("CLIENT_LOGIN_ERROR");
        assertThat(signed().status()).isEqualTo(200);
    }

    private static Answer signed() {
        var assertion = ClientAssertion.of(
                SIGNING.id(), AssertionRealm.RSA, "RS256", realm.oidc().issuer().toString());
        return realm.oidc().post("token", assertion.form(Map.of("grant_type", "client_credentials")));
    }

    @Test
    void clientWhenItsGuardBreaksThenNothingIsStored() {
        try (var fault = jar.broken("client.ClientGuard#check")) {
            Answer refused =
                    realm.register(TestClient.confidential("never-stored").redirectUris(CALLBACK));
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.text("errorMessage")).contains("reference");
            assertThat(fault.file()).exists();
        }
        assertThat(realm.admin()
                        .get(realm.adminPath("/clients?clientId=never-stored"))
                        .expect(200)
                        .json())
                .isEmpty();
    }

    private static void assertIsFault(Answer refused, String hook) {
        assertThat(refused.status()).as(refused.body()).isEqualTo(500);
        JsonNode event = faultEvent(hook);
        String reason = event.path("details").path("reason").asText();
        String reference = reason.substring(reason.lastIndexOf(' ') + 1);
        assertThat(refused.body()).contains(reference);
        assertThat(server.log())
                .contains("Caregate could not decide hook=" + hook)
                .contains("reference=" + reference);
        if (refused.header("Content-Type").startsWith("application/json")) {
            assertThat(refused.error()).isEqualTo("server_error");
        } else {
            assertThat(refused.body()).contains("could not be checked");
        }
    }

    private static JsonNode faultEvent(String hook) {
        for (JsonNode event :
                realm.admin().get(realm.adminPath("/events?max=20")).expect(200).json()) {
            if (event.path("error").asText().equals("guard_failed")
                    && event.path("details").path("hook").asText().equals(hook)) {
                return event;
            }
        }
        throw new AssertionError("no event guard_failed of hook " + hook);
    }

    private static Answer registerAndDelete() {
        Answer answer = realm.register(TestClient.confidential("short-lived").redirectUris(CALLBACK));
        if (answer.status() == 201) {
            realm.admin()
                    .delete(realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), "short-lived")))
                    .expect(204);
        }
        return answer;
    }

    private static Answer loginPage() {
        return realm.browser().open(realm.oidc().authorization(APP).uri()).answer();
    }

    private static Answer push() {
        return realm.oidc().push(APP, realm.oidc().authorization(APP));
    }

    /** The answer to the right password: a redirect with a code. */
    private static Supplier<Answer> signIn() {
        var page = realm.browser().open(realm.oidc().authorization(APP).uri());
        return () -> page.login("therapist", "therapist-password").answer();
    }

    private static Supplier<Answer> logout() {
        Browser browser = realm.browser();
        String idToken = realm.signIn(browser, APP, "therapist", "therapist-password", "openid")
                .text("id_token");
        URI uri = realm.oidc().logoutUri(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", SIGNED_OUT));
        return () -> browser.open(uri).answer();
    }

    private static Answer saml() {
        return realm.browser()
                .post(Saml.endpoint(realm.oidc()), Map.of("SAMLRequest", Saml.authnRequest(Saml.CONSUMER)))
                .answer();
    }

    private static Answer tokenWithOrigin() {
        return realm.oidc().tokenFromOrigin(BACKEND, ORIGIN, Map.of("grant_type", "client_credentials"));
    }

    private static Answer iframe() {
        return realm.oidc()
                .get("/protocol/openid-connect/login-status-iframe.html/init?client_id=spa&origin=" + ORIGIN);
    }

    private static Supplier<Answer> refresh() {
        String token = realm.signIn(SPA, "therapist", "therapist-password", "openid")
                .expect(200)
                .refreshToken();
        return () -> realm.oidc().refresh(SPA, token);
    }

    private static Supplier<Answer> userinfo() {
        String token = realm.signIn(APP, "therapist", "therapist-password", "openid")
                .expect(200)
                .accessToken();
        return () -> realm.oidc().userinfo(token);
    }
}
