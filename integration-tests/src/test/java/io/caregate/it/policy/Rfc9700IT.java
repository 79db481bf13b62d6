package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.AuthorizationRequest;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rows of {@code docs/rfc9700.md} that no other test covers. Keycloak itself ensures most of them. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Rfc9700IT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final TestClient WEB =
            TestClient.confidential("web").redirectUris(CALLBACK).webOrigins("https://app.example.org");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient BACKEND = TestClient.service("backend");

    private Keycloak keycloak;
    private TestRealm realm;
    private Oidc oidc;

    @BeforeAll
    void create(Keycloak server) {
        keycloak = server;
        realm = keycloak.realm()
                .user("pat", "pat-password")
                .client(WEB)
                .client(SPA)
                .service(BACKEND)
                .create();
        oidc = realm.oidc();
    }

    private Page login(AuthorizationRequest request) {
        return realm.browser().open(request.uri()).login("pat", "pat-password");
    }

    private Answer exchange(TestClient client, String code, Map<String, String> more) {
        Map<String, String> form =
                new HashMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", CALLBACK));
        form.putAll(more);
        return oidc.token(client, form);
    }

    @Test
    void codeWhenUsedTwiceThenRefusedAndItsTokensAreRevoked() {
        AuthorizationRequest request = oidc.authorization(WEB).scope("openid");
        String code = login(request).code();
        Answer first = oidc.code(WEB, request, code).expect(200);

        Answer second = oidc.code(WEB, request, code);

        assertThat(second.error()).isEqualTo("invalid_grant");
        assertThat(oidc.refresh(WEB, first.refreshToken()).status()).isEqualTo(400);
    }

    @Test
    void verifierWhenTheRequestHadAChallengeThenDemanded() {
        AuthorizationRequest request = oidc.authorization(WEB);
        assertThat(exchange(WEB, login(request).code(), Map.of()).error()).isEqualTo("invalid_grant");
        assertThat(exchange(WEB, login(request).code(), Map.of("code_verifier", "x".repeat(43)))
                        .error())
                .isEqualTo("invalid_grant");
        oidc.code(WEB, request, login(request).code()).expect(200);
    }

    @Test
    void verifierWhenTheRequestHadNoChallengeThenRefused() {
        String code = login(oidc.authorization(WEB).withoutPkce()).code();
        assertThat(exchange(WEB, code, Map.of("code_verifier", "x".repeat(43))).status())
                .isEqualTo(400);
    }

    @Test
    void codeWhenOfAnotherClientOrRedirectUriThenRefused() {
        AuthorizationRequest request = oidc.authorization(WEB);
        assertThat(oidc.code(BACKEND, request, login(request).code()).error()).isEqualTo("invalid_grant");
        assertThat(exchange(
                                WEB,
                                login(request).code(),
                                Map.of("redirect_uri", CALLBACK + "/other", "code_verifier", request.verifier()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answerWhenACodeOrAnErrorThenItNamesTheIssuer() {
        String issuer = oidc.issuer().toString();
        assertThat(login(oidc.authorization(WEB)).redirectParameters()).containsEntry("iss", issuer);
        assertThat(realm.browser()
                        .open(oidc.authorization(WEB).prompt("none").uri())
                        .redirectParameters())
                .containsEntry("iss", issuer)
                .containsEntry("error", "login_required");
        assertThat(realm.browser()
                        .open(oidc.authorization(SPA).withoutPkce().uri())
                        .redirectParameters())
                .containsEntry("iss", issuer)
                .containsEntry("error", "invalid_request");
        assertThat(oidc.openIdConfiguration()
                        .json()
                        .path("authorization_response_iss_parameter_supported")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void loginWhenAnsweredThenNotBy307() {
        assertThat(login(oidc.authorization(WEB)).answer().status()).isIn(302, 303);
    }

    @Test
    void loginPageWhenShownThenItCannotBeFramedAndSendsNoReferrer() {
        Answer page = realm.browser().open(oidc.authorization(WEB).uri()).answer();
        assertThat(page.header("X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(page.header("Content-Security-Policy")).contains("frame-ancestors 'self'", "object-src 'none'");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("Cache-Control")).contains("no-store");
    }

    @Test
    void authorizationEndpointWhenAskedByAScriptThenNoCors() {
        var answer = keycloak.given()
                .header("Origin", "https://app.example.org")
                .get(oidc.authorization(WEB).uri());
        assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void accessTokenWhenInTheAddressThenNotTaken() {
        String token =
                realm.signIn(WEB, "pat", "pat-password", "openid").expect(200).accessToken();
        assertThat(oidc.get("/protocol/openid-connect/userinfo?access_token=" + token)
                        .status())
                .isEqualTo(401);
        oidc.userinfo(token).expect(200);
    }

    @Test
    void refreshTokenWhenOfAnotherClientThenRefused() {
        String token =
                realm.signIn(WEB, "pat", "pat-password", "openid").expect(200).refreshToken();
        assertThat(oidc.refresh(SPA, token).error()).isEqualTo("invalid_grant");
        assertThat(oidc.refresh(BACKEND, token).error()).isEqualTo("invalid_grant");
        oidc.refresh(WEB, token).expect(200);
    }

    @Test
    void subjectWhenABackendThenItCannotBeTakenForAUser() {
        String subject = Oidc.claims(
                        oidc.clientCredentials(BACKEND, "openid").expect(200).accessToken())
                .path("sub")
                .asText();
        assertThat(subject)
                .isEqualTo(realm.admin().serviceAccountId(realm.name(), "backend"))
                .isNotEqualTo("backend");
    }

    @Test
    void clientWhenStoredToGetNoIssuerThenRefusedOnAWrite() {
        Answer refused = realm.register(TestClient.confidential("mute")
                .redirectUris(CALLBACK)
                .attribute("exclude.issuer.from.auth.response", "true"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_client_metadata");
        assertThat(refused.errorDescription())
                .contains(
                        "attributes.exclude.issuer.from.auth.response",
                        "issuer-in-response",
                        "/caregate/rules#issuer-in-response");
        realm.register(TestClient.confidential("talking")
                        .redirectUris(CALLBACK)
                        .attribute("exclude.issuer.from.auth.response", "false"))
                .expect(201);
    }
}
