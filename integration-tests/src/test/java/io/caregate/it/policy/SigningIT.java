package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever the realm's key signs, it gets no access to an API that checks only signature, issuer, audience and expiry.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SigningIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final String ADDRESS = "https://api.example.org/fhir";
    private static final String TINA = "tina-password";
    private static final String PAT = "pat-password";
    private static final FormSink SINK = new FormSink();

    private static final TestClient HEALTH_API = TestClient.confidential(API)
            .redirectUris(CALLBACK)
            .set("rootUrl", "https://api.example.org")
            .set("baseUrl", "/fhir")
            .attribute("caregate.required-roles", "therapist")
            .attribute("user.info.response.signature.alg", "RS256")
            .attribute("backchannel.logout.url", SINK.url())
            .attribute("backchannel.logout.session.required", "true")
            .attribute("client.introspection.response.allow.jwt.claim.enabled", "true")
            .attribute("allow.token.introspection.without.audience.check", "true");
    private static final TestClient APP = TestClient.confidential("app")
            .redirectUris(CALLBACK)
            .attribute("user.info.response.signature.alg", "RS256");
    private static final TestClient HIDDEN = TestClient.confidential("hidden")
            .redirectUris(CALLBACK)
            .attribute("access.token.lifespan", "36000")
            .attribute("client.introspection.response.allow.jwt.claim.enabled", "true")
            .mapper(audience("included.client.audience", API, "false", "true", "false"));
    private static final TestClient BY_ADDRESS = TestClient.confidential("by-address")
            .redirectUris(CALLBACK)
            .mapper(audience("included.custom.audience", "https://API.example.org:443/fhir/", "true", "true", "false"));
    private static final TestClient NAMESAKE = TestClient.confidential(ADDRESS).redirectUris(CALLBACK);
    private static final TestClient LONG_ID = TestClient.confidential("long-id")
            .redirectUris(CALLBACK)
            .attribute("access.token.lifespan", "36000")
            .attribute("standard.token.exchange.enabled", "true")
            .mapper(audience("included.client.audience", API, "false", "false", "true"));

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("enabledEventTypes", List.of("CLIENT_INFO_ERROR"))
                .set("sslRequired", "none")
                .realmRole("therapist", "patient")
                .user("tina", TINA, "therapist", "offline_access")
                .user("tom", "tom-password", "therapist", "offline_access")
                .user("pat", PAT, "patient", "offline_access")
                .client(HEALTH_API)
                .optionalScope(API, ProtocolMapper.audience(API))
                .client(APP)
                .client(HIDDEN)
                .client(BY_ADDRESS)
                .client(NAMESAKE)
                .client(LONG_ID)
                .create();
    }

    @AfterAll
    void stop() {
        SINK.close();
    }

    @Test
    void introspectionWhenItAddsTheAudienceThenTheTokenIsCappedAndNotForPatients() {
        assertDenied(atBrowser(HIDDEN, "pat", PAT));

        String token = realm.signIn(HIDDEN, "tina", TINA).expect(200).accessToken();
        JsonNode claims = Oidc.claims(token);
        assertThat(claims.path("aud").toString()).doesNotContain(API);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        JsonNode signed = Oidc.claims(introspectAsJwt(HEALTH_API, token, "access_token"));
        assertThat(signed.path("aud").toString()).contains(API);
        assertThat(signed.path("exp").asLong())
                .isLessThanOrEqualTo(Instant.now().getEpochSecond() + 300);
    }

    @Test
    void introspectionWhenOfARefreshTokenThenNotForTheApiAndInactiveWithoutTheRole() {
        for (String scope : new String[] {"email", "offline_access"}) {
            String refresh = realm.signIn(HIDDEN, "tom", "tom-password", scope)
                    .expect(200)
                    .refreshToken();
            String signed = introspectAsJwt(HIDDEN, refresh, "refresh_token");
            assertThat(Oidc.claims(signed).path("aud").toString()).doesNotContain(API);

            realm.revoke("tom", "therapist");
            try {
                Answer answer = introspect(HIDDEN, refresh, "refresh_token");
                assertThat(answer.json().path("active").asBoolean()).isFalse();
                assertThat(answer.json().has("jwt")).isFalse();
            } finally {
                realm.grant("tom", "therapist");
            }
        }
    }

    @Test
    void audienceWhenAnotherNameOfTheApiThenTheApi() {
        assertDenied(atBrowser(BY_ADDRESS, "pat", PAT));
        assertDenied(atBrowser(NAMESAKE, "pat", PAT));
        var byId = TestClient.confidential("by-id")
                .redirectUris(CALLBACK)
                .mapper(audience(
                        "included.custom.audience",
                        realm.admin().clientUuid(realm.name(), API),
                        "true",
                        "true",
                        "false"));
        realm.register(byId).expect(201);
        assertDenied(atBrowser(byId, "pat", PAT));

        for (TestClient client : List.of(BY_ADDRESS, NAMESAKE, byId)) {
            realm.signIn(client, "tina", TINA).expect(200);
        }
        Answer other = realm.signIn(
                        registered(TestClient.confidential("elsewhere")
                                .redirectUris(CALLBACK)
                                .mapper(audience(
                                        "included.custom.audience",
                                        "https://other.example.org/fhir",
                                        "true",
                                        "true",
                                        "false"))),
                        "pat",
                        PAT)
                .expect(200);
        assertThat(Oidc.claims(other.accessToken()).path("aud").toString()).contains("https://other.example.org/fhir");
    }

    @Test
    void signInWhenAtTheApisOwnClientThenOnlyWithTheRoleAlsoWithoutOpenid() {
        var request = realm.oidc().authorization(HEALTH_API).parameter("scope", "email");
        assertDenied(realm.browser().open(request.uri()).login("pat", PAT));

        assertThat(realm.browser().open(request.uri()).login("tina", TINA).code())
                .isNotEmpty();
    }

    @Test
    void signedAnswerWhenForTheApisOwnClientThenRefused() {
        for (String mode : new String[] {"jwt", "query.jwt", "fragment.jwt", "form_post.jwt"}) {
            Page page = realm.browser()
                    .open(realm.oidc()
                            .authorization(HEALTH_API)
                            .parameter("response_mode", mode)
                            .parameter("prompt", "none")
                            .uri());
            assertThat(page.status()).as(mode).isEqualTo(400);
            assertThat(page.hasRedirect()).isFalse();
        }
        Page served = realm.browser()
                .open(realm.oidc()
                        .authorization(APP)
                        .parameter("response_mode", "jwt")
                        .uri())
                .login("pat", PAT);
        assertThat(Oidc.claims(served.redirectParameters().get("response"))
                        .path("aud")
                        .asText())
                .isEqualTo("app");
    }

    @Test
    void userinfoWhenSignedForTheApisOwnClientThenRefused() {
        String own = realm.signIn(HEALTH_API, "tina", TINA).expect(200).accessToken();
        String apps = realm.signIn(APP, "pat", PAT).expect(200).accessToken();

        Answer refused = realm.oidc().userinfo(own);
        Answer served = realm.oidc().userinfo(apps).expect(200);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_request");
        assertThat(Oidc.claims(served.body()).path("aud").asText()).isEqualTo("app");
    }

    @Test
    void logoutTokenWhenForTheApisOwnClientThenItIsStillSent() {
        realm.signIn(HEALTH_API, "tina", TINA).expect(200);

        realm.admin()
                .post(realm.adminPath("/users/" + realm.admin().userId(realm.name(), "tina") + "/logout"), "")
                .expect(204);

        assertThat(SINK.received("logout_token"))
                .anySatisfy(token ->
                        assertThat(Oidc.claims(token).path("aud").toString()).contains(API));
    }

    @Test
    void clientAssertionWhenItsAudienceIsTheApiThenNotSent() {
        assertThat(assertionFor("partner", "partner-api")).isNotEmpty();
        int before = SINK.received("client_assertion").size();

        assertThat(assertionFor("forger", ADDRESS)).hasSize(before);

        assertThat(realm.admin()
                        .get(realm.adminPath("/events?type=CLIENT_INFO_ERROR"))
                        .expect(200)
                        .body())
                .contains("required-role", ADDRESS);
    }

    private List<String> assertionFor(String alias, String audience) {
        realm.admin()
                .post(
                        realm.adminPath("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                alias,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "clientId",
                                        realm.oidc().issuer().toString(),
                                        "clientAuthMethod",
                                        "private_key_jwt",
                                        "clientAssertionAudience",
                                        audience,
                                        "authorizationUrl",
                                        SINK.url() + "auth",
                                        "tokenUrl",
                                        SINK.url() + "token")))
                .expect(201);
        var browser = realm.browser();
        Page page = browser.open(
                realm.oidc().authorization(APP).parameter("kc_idp_hint", alias).uri());
        String state = page.redirectParameters().get("state");
        browser.open(URI.create(realm.oidc().issuer() + "/broker/" + alias + "/endpoint?code=c&state="
                + encode(String.valueOf(state))));
        return SINK.received("client_assertion");
    }

    @Test
    void idTokenWhenForTheApiThenCapped() {
        Answer answer = realm.signIn(LONG_ID, "tina", TINA).expect(200);

        JsonNode id = Oidc.claims(answer.text("id_token"));
        assertThat(id.path("aud").toString()).contains(API);
        assertThat(id.path("exp").asLong() - id.path("iat").asLong()).isBetween(290L, 300L);

        // Keycloak shows the ID token of a token exchange to no policy, so it cannot be capped.
        Answer refused = realm.oidc()
                .exchange(
                        LONG_ID,
                        answer.accessToken(),
                        Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:id_token"));
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_request");
    }

    private TestClient registered(TestClient client) {
        realm.register(client).expect(201);
        return client;
    }

    private Page atBrowser(TestClient client, String user, String password) {
        return realm.browser().open(realm.oidc().authorization(client).uri()).login(user, password);
    }

    private static void assertDenied(Page page) {
        assertThat(page.redirectParameters())
                .containsEntry("error", "access_denied")
                .doesNotContainKey("code");
    }

    private Answer introspect(TestClient client, String token, String hint) {
        return realm.oidc().introspectForJwt(client, token, hint).expect(200);
    }

    private String introspectAsJwt(TestClient client, String token, String hint) {
        Answer answer = introspect(client, token, hint);
        assertThat(answer.text("jwt")).as(answer.body()).isNotEmpty();
        return answer.text("jwt");
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Map<String, Object> audience(
            String setting, String audience, String access, String introspection, String id) {
        return Map.of(
                "name",
                "audience " + audience,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-audience-mapper",
                "config",
                Map.of(
                        setting,
                        audience,
                        "access.token.claim",
                        access,
                        "introspection.token.claim",
                        introspection,
                        "id.token.claim",
                        id));
    }
}
