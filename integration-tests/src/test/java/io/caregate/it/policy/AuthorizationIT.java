package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.AuthorizationRequest;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoints at the front: authorization, pushed requests, logout. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthorizationIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final TestClient APP = TestClient.confidential("app")
            .redirectUris(CALLBACK, "https://app.example.org/other")
            .attribute("post.logout.redirect.uris", "https://app.example.org/bye");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient NATIVE =
            TestClient.publicApp("native").redirectUris("http://127.0.0.1/callback", "com.example.app:/callback");

    private static final TestClient JARM = TestClient.confidential("jarm")
            .redirectUris(CALLBACK)
            .attribute("exclude.issuer.from.auth.response", "true")
            .attribute("authorization.signed.response.alg", "PS256");

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("resetPasswordAllowed", true)
                .user("pat", "pat-password")
                .client(APP)
                .client(SPA)
                .client(NATIVE)
                .client(JARM)
                .create();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"token", "id_token", "id_token token", "code id_token", "code token", "code id_token token"})
    void noImplicitGrantWhenTokenIsAskedForThenUnsupportedResponseType(String responseType) {
        Page page = open(realm.oidc().authorization(APP).responseType(responseType));

        assertThat(page.redirect().toString()).startsWith(CALLBACK + "#");
        assertThat(page.redirectParameters())
                .containsEntry("error", "unsupported_response_type")
                .containsEntry("iss", realm.oidc().issuer().toString())
                .containsKey("state")
                .doesNotContainKeys("access_token", "id_token", "code");
        assertThat(lastLoginError().path("details").path("rule").asText()).isEqualTo("no-implicit-grant");
    }

    @Test
    void noImplicitGrantWhenAnsweredByJwtThenInTheFragment() {
        Page page = open(
                realm.oidc().authorization(APP).responseType("code id_token").parameter("response_mode", "jwt"));

        assertThat(page.redirect().toString()).startsWith(CALLBACK + "#response=");
        assertIssuerOnce(page, "unsupported_response_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "query.jwt", "fragment.jwt"})
    void answerWhenAJwtThenItNamesItsIssuerOnce(String mode) {
        for (TestClient client : List.of(APP, JARM)) {
            Page signedIn = open(realm.oidc().authorization(client).parameter("response_mode", mode))
                    .login("pat", "pat-password");
            Page silent = open(realm.oidc()
                    .authorization(client)
                    .parameter("response_mode", mode)
                    .prompt("none"));
            Page early = open(realm.oidc()
                    .authorization(client)
                    .parameter("response_mode", mode)
                    .scope("no-such-scope"));

            assertIssuerOnce(signedIn, null);
            assertIssuerOnce(silent, "login_required");
            assertIssuerOnce(early, "invalid_scope");
        }
    }

    @Test
    void issuerWhenLeftOutThenOnlyInAnAnswerByJwt() {
        Page plain = open(realm.oidc().authorization(JARM));

        assertThat(plain.redirectParameters())
                .containsEntry("error", "invalid_request")
                .containsEntry("iss", realm.oidc().issuer().toString());
        assertThat(realm.register(TestClient.confidential("no-issuer")
                                .redirectUris(CALLBACK)
                                .attribute("exclude.issuer.from.auth.response", "true"))
                        .error())
                .isEqualTo("invalid_client_metadata");
    }

    private void assertIssuerOnce(Page page, @Nullable String error) {
        String[] jwt = page.redirectParameters().get("response").split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(jwt[1]), StandardCharsets.UTF_8);
        assertThat(claims.split("\"iss\":", -1)).as(claims).hasSize(2);
        assertThat(claims).contains("\"iss\":\"" + realm.oidc().issuer() + "\"");
        if (error == null) {
            assertThat(claims).contains("\"code\":");
        } else {
            assertThat(claims).contains("\"error\":\"" + error + "\"");
        }
    }

    @Test
    void noImplicitGrantWhenRedirectUriIsUnknownThenErrorPage() {
        assertErrorPage(open(
                realm.oidc().authorization(APP).responseType("token").redirectUri("https://evil.example/callback")));
    }

    @Test
    void noImplicitGrantWhenCodeIsAskedForThenLoginPage() {
        assertLoginPage(open(realm.oidc().authorization(APP)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org/callback/",
                "https://app.example.org/callback/more",
                "https://app.example.org/callback?a=b",
                "https://app.example.org/CALLBACK",
                "https://app.example.org/%63allback",
                "https://app.example.org:443/callback",
                "https://APP.example.org/callback",
                "https://app.example.org/x/../callback",
                "https://app.example.org\\@evil.example/callback",
                "https://evil.example/callback",
                "http://app.example.org/callback",
                "/callback",
                "*",
                ""
            })
    void exactRedirectUriWhenNotCharacterForCharacterThenErrorPage(String redirectUri) {
        assertErrorPage(open(realm.oidc().authorization(APP).redirectUri(redirectUri)));
        assertErrorPage(
                open(realm.oidc().authorization(APP).redirectUri(redirectUri).prompt("none")));
    }

    @Test
    void exactRedirectUriWhenGivenTwiceThenErrorPageUnlessBothAreRegistered() {
        String once = realm.oidc().authorization(APP).uri().toString();

        assertErrorPage(realm.browser().open(URI.create(once + "&redirect_uri=https%3A%2F%2Fevil.example%2F")));
        Page twice = realm.browser().open(URI.create(once + "&redirect_uri=https%3A%2F%2Fapp.example.org%2Fother"));
        assertThat(twice.redirect().toString()).startsWith(CALLBACK);
        assertThat(twice.redirectParameters()).containsEntry("error", "invalid_request");
    }

    @Test
    void exactRedirectUriWhenNativeLoopbackThenPortMayVaryAndNothingElse() {
        assertLoginPage(open(realm.oidc().authorization(NATIVE).redirectUri("http://127.0.0.1:49152/callback")));
        assertLoginPage(open(realm.oidc().authorization(NATIVE).redirectUri("com.example.app:/callback")));
        assertErrorPage(open(realm.oidc().authorization(NATIVE).redirectUri("http://127.0.0.1:49152/other")));
        assertErrorPage(open(realm.oidc().authorization(NATIVE).redirectUri("http://localhost:49152/callback")));
        assertErrorPage(open(realm.oidc().authorization(NATIVE).redirectUri("http://127.0.0.2/callback")));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, code_challenge",
                "-, S256, code_challenge",
                "0123456789012345678901234567890123456789012, -, S256",
                "0123456789012345678901234567890123456789012, plain, S256",
                "0123456789012345678901234567890123456789012, s256, code_challenge_method"
            })
    void pkceWhenPublicClientDoesNotSendS256ThenInvalidRequest(String challenge, String method, String contained) {
        Page page = open(pkce(realm.oidc().authorization(SPA), challenge, method));

        assertThat(page.redirect().toString()).startsWith(CALLBACK + "?");
        assertThat(page.redirectParameters()).containsEntry("error", "invalid_request");
        assertThat(page.redirectParameters().get("error_description")).contains(contained);
    }

    @Test
    void pkceWhenConfidentialClientThenOptionalButNeverPlain() {
        assertLoginPage(open(realm.oidc().authorization(APP).withoutPkce()));
        Page plain =
                open(pkce(realm.oidc().authorization(APP), "0123456789012345678901234567890123456789012", "plain"));
        assertThat(plain.redirectParameters()).containsEntry("error", "invalid_request");
    }

    @Test
    void pkceWhenPublicClientSendsS256ThenToken() {
        realm.signIn(SPA, "pat", "pat-password").expect(200);
    }

    @Test
    void pkceWhenALoginBeginsAtTheForgottenPasswordPageThenNoCode() {
        var browser = realm.browser();
        Page forgotten = browser.open(URI.create(realm.oidc().issuer()
                + "/login-actions/reset-credentials?client_id=spa"
                + "&redirect_uri=https%3A%2F%2Fapp.example.org%2Fcallback"));
        var back = Pattern.compile("href=\"([^\"]*/login-actions/authenticate[^\"]*)\"")
                .matcher(forgotten.body());
        assertThat(back.find()).as(forgotten.body()).isTrue();

        Page page = browser.open(forgotten.uri().resolve(back.group(1).replace("&amp;", "&")))
                .login("pat", "pat-password");

        assertThat(page.redirect().toString()).startsWith(CALLBACK);
        assertThat(page.redirectParameters())
                .containsEntry("error", "invalid_request")
                .doesNotContainKey("code");
    }

    @Test
    void ownClientWhenTheRealmClaimsAForeignAddressThenErrorPage(Keycloak keycloak) {
        var claimed = keycloak.realm()
                .set("attributes", Map.of("frontendUrl", "https://evil.example"))
                .create();
        AuthorizationRequest request = claimed.oidc()
                .authorization(TestClient.publicApp("account-console"))
                .prompt("none");

        assertErrorPage(claimed.browser()
                .open(request.redirectUri("https://evil.example/realms/" + claimed.name() + "/account/")
                        .uri()));
        String account = keycloak.url() + "/realms/" + realm.name() + "/account/";
        assertThat(open(realm.oidc()
                                .authorization(TestClient.publicApp("account-console"))
                                .prompt("none")
                                .redirectUri(account))
                        .hops()
                        .get(0)
                        .header("Location"))
                .startsWith(account)
                .contains("login_required");
    }

    @Test
    void pushedRequestWhenItBreaksARuleThenRefusedWhereItIsPushed() {
        Answer evil = push(realm.oidc().authorization(APP).redirectUri("https://evil.example/callback"));
        Answer implicit = push(realm.oidc().authorization(APP).responseType("code token"));
        Answer plain =
                push(pkce(realm.oidc().authorization(APP), "0123456789012345678901234567890123456789012", "plain"));
        Answer good = push(realm.oidc().authorization(APP));

        assertThat(evil.status()).as(evil.body()).isEqualTo(400);
        assertThat(evil.error()).isEqualTo("invalid_request");
        if (SharedServer.IS_26_6) {
            // Keycloak itself, before it asks anybody.
            assertThat(implicit.status()).isEqualTo(401);
        } else {
            assertThat(implicit.status()).isEqualTo(400);
            assertThat(implicit.error()).isEqualTo("unsupported_response_type");
        }
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.error()).isEqualTo("invalid_request");
        assertThat(good.status()).as(good.body()).isEqualTo(201);
        assertLoginPage(open(realm.oidc()
                .authorization(APP)
                .without("redirect_uri", "response_type", "scope", "state", "nonce")
                .withoutPkce()
                .parameter("request_uri", good.text("request_uri"))));
    }

    @Test
    void requestObjectWhenItNamesAnotherRedirectUriThenErrorPage() {
        AuthorizationRequest evil =
                realm.oidc().authorization(APP).parameter("request", unsigned("https://evil.example/callback"));
        AuthorizationRequest good = realm.oidc().authorization(APP).parameter("request", unsigned(CALLBACK));

        assertErrorPage(open(evil));
        assertErrorPage(open(evil.responseType("nonsense")));
        assertLoginPage(open(good));
    }

    @Test
    void logoutWhenPostLogoutUriIsNotRegisteredThenErrorPage() {
        Page evil = realm.browser()
                .open(realm.oidc()
                        .logoutUri(Map.of("client_id", "app", "post_logout_redirect_uri", "https://evil.example/")));
        Page almost = realm.browser()
                .open(realm.oidc()
                        .logoutUri(Map.of(
                                "client_id", "app", "post_logout_redirect_uri", "https://app.example.org/bye/")));
        Page posted = realm.browser()
                .post(
                        realm.oidc().endpoint("logout"),
                        Map.of("client_id", "app", "post_logout_redirect_uri", "https://evil.example/"));
        Page exact = realm.browser()
                .open(realm.oidc()
                        .logoutUri(
                                Map.of("client_id", "app", "post_logout_redirect_uri", "https://app.example.org/bye")));

        assertErrorPage(evil);
        assertErrorPage(almost);
        assertErrorPage(posted);
        assertThat(exact.redirect()).isEqualTo(URI.create("https://app.example.org/bye"));
    }

    @Test
    void errorPageWhenShownThenInTheLanguageOfTheUserAndWithoutALinkOut() {
        Page page = open(realm.oidc().authorization(APP).redirectUri("https://evil.example/callback"));

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body()).doesNotContain("caregateRedirectUriNotExact", "evil.example");
    }

    private Page open(AuthorizationRequest request) {
        return realm.browser().open(request.uri());
    }

    private Answer push(AuthorizationRequest request) {
        return realm.oidc().push(APP, request);
    }

    private static AuthorizationRequest pkce(AuthorizationRequest request, String challenge, String method) {
        request.withoutPkce();
        if (challenge != null) {
            request.parameter("code_challenge", challenge);
        }
        if (method != null) {
            request.parameter("code_challenge_method", method);
        }
        return request;
    }

    private static String unsigned(String redirectUri) {
        return encode("{\"alg\":\"none\"}") + "." + encode("{\"redirect_uri\":\"" + redirectUri + "\"}") + ".";
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertErrorPage(Page page) {
        assertThat(page.hasRedirect()).as(page.toString()).isFalse();
        assertThat(page.status()).as(page.toString()).isEqualTo(400);
    }

    private static void assertLoginPage(Page page) {
        assertThat(page.status()).as(page + " " + page.body()).isEqualTo(200);
        assertThat(page.body()).contains("kc-form-login");
    }

    private JsonNode lastLoginError() {
        JsonNode events = realm.admin()
                .get(realm.adminPath("/events?type=LOGIN_ERROR"))
                .expect(200)
                .json();
        return Objects.requireNonNull(events.get(0), "no LOGIN_ERROR");
    }
}
