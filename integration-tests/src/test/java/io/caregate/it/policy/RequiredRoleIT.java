package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who gets, and keeps, a token for a protected API. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequiredRoleIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final TestClient APP = TestClient.confidential("app").redirectUris(CALLBACK);
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient SLOW =
            TestClient.confidential("slow").redirectUris(CALLBACK).attribute("access.token.lifespan", "36000");
    private static final TestClient SNEAKY = TestClient.confidential("sneaky")
            .redirectUris(CALLBACK)
            .audienceMapper(API)
            .mapper(Map.of(
                    "name", "forged",
                    "protocol", "openid-connect",
                    "protocolMapper", "oidc-hardcoded-role-mapper",
                    "config", Map.of("role", "therapist")));
    private static final TestClient CUSTOM = TestClient.confidential("custom")
            .redirectUris(CALLBACK)
            .mapper(Map.of(
                    "name", "custom audience",
                    "protocol", "openid-connect",
                    "protocolMapper", "oidc-audience-mapper",
                    "config", Map.of("included.custom.audience", API, "access.token.claim", "true")));
    private static final TestClient LIGHT = TestClient.confidential("light")
            .redirectUris(CALLBACK)
            .attribute("client.use.lightweight.access.token.enabled", "true");
    private static final TestClient THERAPY_SERVICE = TestClient.service("therapy-service");
    private static final TestClient PATIENT_SERVICE = TestClient.service("patient-service");
    private static final TestClient EXCHANGER =
            TestClient.service("exchanger").attribute("standard.token.exchange.enabled", "true");
    private static final TestClient DEVICE =
            TestClient.confidential("tv").attribute("oauth2.device.authorization.grant.enabled", "true");

    private static final TestClient CIBA = TestClient.confidential("ciba")
            .attribute("oidc.ciba.grant.enabled", "true")
            .attribute("ciba.backchannel.token.delivery.mode", "poll");

    private static final Map<String, Object> ID_TOKEN_FOR_THE_API = Map.of(
            "name", "audience of the ID token",
            "protocol", "openid-connect",
            "protocolMapper", "oidc-audience-mapper",
            "config",
                    Map.of(
                            "included.client.audience", API,
                            "id.token.claim", "true",
                            "access.token.claim", "false"));

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("enabledEventTypes", List.of("LOGIN_ERROR", "CLIENT_LOGIN_ERROR", "REFRESH_TOKEN_ERROR"))
                .realmRole("therapist", "patient")
                .user("tina", "tina-password", "therapist", "offline_access")
                .user("pat", "pat-password", "patient", "offline_access")
                .client(APP)
                .client(SPA)
                .client(SLOW)
                .client(CUSTOM)
                .client(LIGHT)
                .client(DEVICE)
                .client(CIBA)
                .protectedApi(API, "therapist")
                .client(SNEAKY)
                .service(THERAPY_SERVICE, "therapist")
                .service(PATIENT_SERVICE, "patient")
                .service(EXCHANGER, "therapist")
                .create();
        // A client role with the same name admits no user.
        realm.admin()
                .post(clientPath("app", "/roles"), Map.of("name", "therapist"))
                .expect(201);
        JsonNode role = realm.admin().get(clientPath("app", "/roles/therapist")).json();
        realm.admin()
                .post(
                        realm.adminPath("/users/" + realm.admin().userId(realm.name(), "pat")
                                + "/role-mappings/clients/" + realm.admin().clientUuid(realm.name(), "app")),
                        List.of(role))
                .expect(204);
    }

    @Test
    void codeFlowWhenTherapistThenTokenOfFiveMinutes() {
        Answer tokens = realm.signIn(SLOW, "tina", "tina-password", API).expect(200);

        JsonNode claims = Oidc.claims(tokens.accessToken());
        assertThat(claims.path("aud").toString()).contains(API);
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(tokens.json().path("expires_in").asLong()).isBetween(295L, 300L);
    }

    @Test
    void codeFlowWhenPatientAsksForTheApiThenAccessDeniedAtTheClient() {
        Page page = signInAtBrowser(APP, API);

        assertThat(page.redirect().toString()).startsWith(CALLBACK);
        assertThat(page.redirectParameters())
                .containsEntry("error", "access_denied")
                .containsKey("state")
                .doesNotContainKey("code");
        assertThat(page.redirectParameters().get("error_description")).contains("therapist", "required-role");
        JsonNode event = lastEvent("LOGIN_ERROR");
        assertThat(event.path("error").asText()).isEqualTo("access_denied");
        assertThat(event.path("clientId").asText()).isEqualTo("app");
        assertThat(event.path("userId").asText()).isEqualTo(realm.admin().userId(realm.name(), "pat"));
        assertThat(event.path("details").path("rule").asText()).isEqualTo("required-role");
    }

    @Test
    void codeFlowWhenPatientDoesNotAskForTheApiThenToken() {
        Answer tokens = realm.signIn(APP, "pat", "pat-password").expect(200);

        assertThat(Oidc.claims(tokens.accessToken()).path("aud").toString()).doesNotContain(API);
    }

    @Test
    void ssoAndPromptNoneWhenPatientThenAccessDenied() {
        var browser = realm.browser();
        realm.signIn(browser, APP, "pat", "pat-password").expect(200);

        Page sso = browser.open(realm.oidc().authorization(SPA).scope(API).uri());
        Page silent = browser.open(
                realm.oidc().authorization(APP).scope(API).prompt("none").uri());
        Page allowed =
                browser.open(realm.oidc().authorization(APP).prompt("none").uri());

        assertThat(sso.redirectParameters()).containsEntry("error", "access_denied");
        assertThat(silent.redirectParameters()).containsEntry("error", "access_denied");
        assertThat(allowed.code()).isNotEmpty();
    }

    @Test
    void audienceWhenPutThereByAMapperThenAccessDenied() {
        assertThat(signInAtBrowser(SNEAKY).redirectParameters()).containsEntry("error", "access_denied");
        assertThat(signInAtBrowser(CUSTOM).redirectParameters()).containsEntry("error", "access_denied");
        realm.signIn(SNEAKY, "tina", "tina-password").expect(200);
    }

    @Test
    void claimWhenARoleMapperForgesItThenItIsLeftOut() {
        realm.admin().post(realm.adminPath("/roles"), Map.of("name", API)).expect(201);
        realm.grant("pat", API);
        var forger = TestClient.confidential("forger").redirectUris(CALLBACK);
        for (String claim : new String[] {"aud", "exp", "sub", "typ"}) {
            forger.mapper(Map.of(
                    "name",
                    "forges " + claim,
                    "protocol",
                    "openid-connect",
                    "protocolMapper",
                    "oidc-usermodel-realm-role-mapper",
                    "config",
                    Map.of(
                            "claim.name", claim,
                            "multivalued", "true",
                            "jsonType.label", "String",
                            "access.token.claim", "true",
                            "introspection.token.claim", "true")));
        }
        realm.register(forger).expect(201);

        String token = realm.signIn(forger, "pat", "pat-password").expect(200).accessToken();

        String payload = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(payload.split("\"(aud|exp|sub|typ)\":", -1)).hasSizeLessThanOrEqualTo(5);
        assertThat(Oidc.claims(token).path("aud").toString()).doesNotContain(API);
        assertThat(Oidc.claims(token).path("exp").isNumber()).isTrue();
    }

    @Test
    void idTokenWhenItsAudienceIsTheApiThenAccessDenied() {
        var idForger =
                TestClient.confidential("id-forger").redirectUris(CALLBACK).mapper(ID_TOKEN_FOR_THE_API);
        realm.register(idForger).expect(201);

        assertThat(signInAtBrowser(idForger).redirectParameters()).containsEntry("error", "access_denied");
        realm.signIn(idForger, "tina", "tina-password").expect(200);
    }

    @Test
    void idTokenWhenTokenExchangeAsksForItThenAccessDenied() {
        var exchangesForId = TestClient.confidential("exchanges-for-id")
                .redirectUris(CALLBACK)
                .attribute("standard.token.exchange.enabled", "true");
        realm.register(exchangesForId).expect(201);
        String pats =
                realm.signIn(exchangesForId, "pat", "pat-password").expect(200).accessToken();
        String tinas = realm.signIn(exchangesForId, "tina", "tina-password")
                .expect(200)
                .accessToken();
        realm.admin()
                .post(clientPath("exchanges-for-id", "/protocol-mappers/models"), ID_TOKEN_FOR_THE_API)
                .expect(201);
        // Without openid among the scopes, only the requested type says that there will be an ID token.
        var asked = Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:id_token", "scope", "profile");

        Answer refused = realm.oidc().exchange(exchangesForId, pats, asked);
        Answer served = realm.oidc().exchange(exchangesForId, tinas, asked);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("access_denied");
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(Oidc.claims(served.accessToken()).path("aud").toString()).contains(API);
    }

    @Test
    void idTokenWhenRefreshLeavesOpenidOutThenAccessDenied() {
        var narrowing = TestClient.confidential("narrowing").redirectUris(CALLBACK);
        realm.register(narrowing).expect(201);
        Answer pats = realm.signIn(narrowing, "pat", "pat-password", "profile").expect(200);
        realm.admin()
                .post(clientPath("narrowing", "/protocol-mappers/models"), ID_TOKEN_FOR_THE_API)
                .expect(201);

        // Keycloak makes an ID token anyway, by the scope of the sign-in.
        Answer refused = realm.oidc()
                .token(
                        narrowing,
                        Map.of(
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                pats.refreshToken(),
                                "scope",
                                "profile"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
    }

    /** Another request of the same session could ask for openid at this very moment, and Keycloak would make one. */
    @Test
    void idTokenWhenNobodyAskedForOneThenARefreshIsRefusedAllTheSame() {
        var plain =
                TestClient.confidential("plain-oauth").redirectUris(CALLBACK).mapper(ID_TOKEN_FOR_THE_API);
        realm.register(plain).expect(201);

        assertThat(realm.oidc()
                        .refresh(plain, withoutOpenid(plain, "pat").refreshToken())
                        .error())
                .isEqualTo("invalid_grant");
        realm.oidc().refresh(plain, withoutOpenid(plain, "tina").refreshToken()).expect(200);
    }

    private Answer withoutOpenid(TestClient client, String user) {
        var request = realm.oidc().authorization(client).parameter("scope", "email");
        Page page = realm.browser().open(request.uri()).login(user, user + "-password");
        return realm.oidc()
                .code(client, request, page.redirectParameters().get("code"))
                .expect(200);
    }

    @Test
    void lightweightTokenWhenIntrospectionWouldAddTheAudienceThenAccessDenied() {
        assertThat(signInAtBrowser(LIGHT, API).redirectParameters()).containsEntry("error", "access_denied");
        realm.signIn(LIGHT, "tina", "tina-password", API).expect(200);
    }

    @Test
    void clientCredentialsWhenServiceAccountHasNoRoleThenAccessDeniedWithEvent() {
        Answer refused = realm.oidc().clientCredentials(PATIENT_SERVICE, API);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("access_denied");
        assertThat(refused.errorDescription()).contains("therapist", "required-role");
        JsonNode event = lastEvent("CLIENT_LOGIN_ERROR");
        assertThat(event.path("clientId").asText()).isEqualTo("patient-service");
        assertThat(event.path("details").path("grant_type").asText()).isEqualTo("client_credentials");
        assertThat(event.path("details").path("rule").asText()).isEqualTo("required-role");
        realm.oidc().clientCredentials(THERAPY_SERVICE, API).expect(200);
        realm.oidc().clientCredentials(PATIENT_SERVICE).expect(200);
    }

    @Test
    void roleWhenTakenAwayThenRefreshIntrospectionAndUserinfoStopAtOnce() {
        Answer tokens = realm.signIn(APP, "tina", "tina-password", API).expect(200);
        Answer offline = realm.signIn(APP, "tina", "tina-password", API, "offline_access")
                .expect(200);
        assertThat(introspected(tokens)).isTrue();
        realm.oidc().userinfo(tokens.accessToken()).expect(200);

        realm.revoke("tina", "therapist");
        try {
            Answer refreshed = realm.oidc().refresh(APP, tokens.refreshToken());
            assertThat(refreshed.status()).isEqualTo(400);
            assertThat(refreshed.error()).isEqualTo("invalid_grant");
            assertThat(realm.oidc().refresh(APP, offline.refreshToken()).error())
                    .isEqualTo("invalid_grant");
            assertThat(introspected(tokens)).isFalse();
            Answer userinfo = realm.oidc().userinfo(tokens.accessToken());
            assertThat(userinfo.status()).isEqualTo(401);
            assertThat(userinfo.header("WWW-Authenticate")).contains("invalid_token");
            assertThat(lastEvent("REFRESH_TOKEN_ERROR")
                            .path("details")
                            .path("rule")
                            .asText())
                    .isEqualTo("required-role");
        } finally {
            realm.grant("tina", "therapist");
        }
        assertThat(introspected(tokens)).isTrue();
        realm.oidc().refresh(APP, tokens.refreshToken()).expect(200);
    }

    @Test
    void tokenExchangeWhenSubjectIsAPatientThenAccessDenied() {
        var toExchanger =
                TestClient.confidential("front").redirectUris(CALLBACK).audienceMapper("exchanger");
        realm.register(toExchanger).expect(201);
        String pats =
                realm.signIn(toExchanger, "pat", "pat-password").expect(200).accessToken();
        String tinas =
                realm.signIn(toExchanger, "tina", "tina-password").expect(200).accessToken();

        Answer refused = realm.oidc().exchange(EXCHANGER, pats, Map.of("scope", API));
        Answer served = realm.oidc().exchange(EXCHANGER, tinas, Map.of("scope", API));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("access_denied");
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(Oidc.claims(served.accessToken()).path("aud").toString()).contains(API);
    }

    @Test
    void deviceGrantWhenPatientApprovesThenNoToken() {
        assertThat(deviceToken("pat").error()).isEqualTo("access_denied");
        assertThat(deviceToken("tina").accessToken()).isNotEmpty();
    }

    @Test
    void cibaWhenPatientApprovesThenNoToken(Keycloak keycloak) {
        assertThat(cibaToken(keycloak, "pat").error()).isEqualTo("access_denied");
        assertThat(cibaToken(keycloak, "tina").accessToken()).isNotEmpty();
    }

    @Test
    void cibaWhenTheClientIsPingedThenTheSame(Keycloak keycloak) {
        TestClient ping = TestClient.confidential("ping")
                .attribute("oidc.ciba.grant.enabled", "true")
                .attribute("ciba.backchannel.token.delivery.mode", "ping")
                .attribute(
                        "ciba.backchannel.client.notification.endpoint",
                        keycloak.cibaDevice().notificationEndpoint());
        realm.register(ping).expect(201);

        assertThat(pingedToken(keycloak, ping, "pat").error()).isEqualTo("access_denied");
        assertThat(pingedToken(keycloak, ping, "tina").accessToken()).isNotEmpty();
        assertThat(keycloak.cibaDevice().notifications())
                .as("a notification names the request and carries no token")
                .hasSize(2)
                .allSatisfy(notification -> assertThat(notification.properties())
                        .extracting(Map.Entry::getKey)
                        .containsExactly("auth_req_id"));
    }

    private Answer pingedToken(Keycloak keycloak, TestClient ping, String username) {
        Answer begun = realm.oidc()
                .post(
                        "ext/ciba/auth",
                        ping,
                        Map.of(
                                "login_hint",
                                username,
                                "scope",
                                "openid " + API,
                                "client_notification_token",
                                "a-token-of-the-client"))
                .expect(200);
        keycloak.cibaDevice().approve(realm.oidc(), username).expect(200);
        return realm.oidc().cibaToken(ping, begun.text("auth_req_id"));
    }

    @Test
    void jwtBearerWhenSubjectIsAPatientThenAccessDenied() {
        var partner = new PartnerIssuer(realm);
        partner.trustFor("tina");
        partner.trustFor("pat");
        var bearer = TestClient.confidential("bearer")
                .attribute("oauth2.jwt.authorization.grant.enabled", "true")
                .attribute("oauth2.jwt.authorization.grant.idp", PartnerIssuer.ALIAS);
        realm.register(bearer).expect(201);

        Answer refused = jwtBearer(bearer, partner.assertion("pat"));
        Answer served = jwtBearer(bearer, partner.assertion("tina"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(Oidc.claims(served.accessToken()).path("aud").toString()).contains(API);
    }

    private Answer jwtBearer(TestClient client, String assertion) {
        return realm.oidc()
                .token(
                        client,
                        Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                                "assertion", assertion,
                                "scope", API));
    }

    private Answer cibaToken(Keycloak keycloak, String username) {
        Answer begun = realm.oidc().ciba(CIBA, username, API).expect(200);
        keycloak.cibaDevice().approve(realm.oidc(), username).expect(200);
        return realm.oidc().cibaToken(CIBA, begun.text("auth_req_id"));
    }

    @Test
    void roleWhenHeldByGroupOrCompositeThenToken() {
        String admin = realm.adminPath("");
        realm.admin().post(admin + "/roles", Map.of("name", "chief")).expect(201);
        realm.admin()
                .post(admin + "/roles/chief/composites", List.of(realm.admin().role(realm.name(), "therapist")))
                .expect(204);
        realm.grant("pat", "chief");
        try {
            realm.signIn(APP, "pat", "pat-password", API).expect(200);
        } finally {
            realm.revoke("pat", "chief");
        }
        assertThat(signInAtBrowser(APP, API).redirectParameters()).containsEntry("error", "access_denied");
    }

    @Test
    void roleWhenItDoesNotExistThenNobodyIsAdmitted(Keycloak keycloak) {
        var orphan = TestClient.service("orphan").audienceMapper("orphan-api");
        realm.register(TestClient.resourceServer("orphan-api").attribute("caregate.required-roles", "no-such-role"))
                .expect(201);
        realm.register(orphan).expect(201);

        assertThat(realm.oidc().clientCredentials(orphan).error()).isEqualTo("access_denied");
        assertThat(keycloak.server().log()).contains("required role no-such-role does not exist");
    }

    @Test
    void clientRoleWhenRequiredThenOnlyThatOneAdmits() {
        realm.register(TestClient.resourceServer("lab-api").attribute("caregate.required-roles", "lab-api:analyst"))
                .expect(201);
        var lab = TestClient.service("lab").audienceMapper("lab-api");
        realm.register(lab).expect(201);
        realm.admin()
                .post(clientPath("lab-api", "/roles"), Map.of("name", "analyst"))
                .expect(201);
        assertThat(realm.oidc().clientCredentials(lab).error()).isEqualTo("access_denied");

        JsonNode analyst =
                realm.admin().get(clientPath("lab-api", "/roles/analyst")).json();
        realm.admin()
                .post(
                        realm.adminPath("/users/" + realm.admin().serviceAccountId(realm.name(), "lab")
                                + "/role-mappings/clients/" + realm.admin().clientUuid(realm.name(), "lab-api")),
                        List.of(analyst))
                .expect(204);

        realm.oidc().clientCredentials(lab).expect(200);
    }

    @Test
    void umaWhenPatientAsksForAPermissionThenAccessDenied() {
        var uma = TestClient.confidential("uma-api")
                .set("standardFlowEnabled", false)
                .set("serviceAccountsEnabled", true)
                .set("authorizationServicesEnabled", true)
                .attribute("caregate.required-roles", "therapist");
        realm.register(uma).expect(201);
        ResourceServer.open(realm, "uma-api");
        String pats = realm.signIn(APP, "pat", "pat-password").expect(200).accessToken();
        String tinas = realm.signIn(APP, "tina", "tina-password").expect(200).accessToken();

        Answer refused = permission(pats);
        Answer served = permission(tinas);

        assertThat(refused.accessToken()).isEmpty();
        assertThat(refused.status()).as(refused.body()).isGreaterThanOrEqualTo(400);
        assertThat(served.status()).as(served.body()).isEqualTo(200);
        assertThat(refused.error()).isEqualTo("access_denied");
    }

    private Answer permission(String accessToken) {
        return realm.oidc()
                .token(
                        APP,
                        Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience", "uma-api",
                                "subject_token", accessToken));
    }

    private Answer deviceToken(String username) {
        Answer begun = realm.oidc().device(DEVICE, API).expect(200);
        Page page = realm.browser()
                .open(URI.create(begun.text("verification_uri_complete")))
                .login(username, username + "-password");
        if (page.body().contains("name=\"accept\"")) {
            page = page.submit(Map.of("accept", "Yes"));
        }
        if (username.equals("pat")) {
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).contains("therapist").doesNotContain("caregateRoleRequired");
        }
        return realm.oidc().deviceToken(DEVICE, begun.text("device_code"));
    }

    private boolean introspected(Answer tokens) {
        return realm.oidc()
                .introspect(TestClient.resourceServer(API), tokens.accessToken())
                .expect(200)
                .json()
                .path("active")
                .asBoolean();
    }

    private Page signInAtBrowser(TestClient client, String... scopes) {
        return realm.browser()
                .open(realm.oidc().authorization(client).scope(scopes).uri())
                .login("pat", "pat-password");
    }

    private String clientPath(String clientId, String below) {
        return realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), clientId) + below);
    }

    private JsonNode lastEvent(String type) {
        return realm.admin()
                .get(realm.adminPath("/events?type=" + type))
                .expect(200)
                .json()
                .path(0);
    }
}
