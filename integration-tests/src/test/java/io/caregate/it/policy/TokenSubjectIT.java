package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The subject of a token, whatever a protocol mapper writes, and the places that accept a token that was made from
 * another.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenSubjectIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final String PASSWORD = "password";
    private static final String AUDIT = "/caregate/audit/events";
    private static final List<String> SCOPES = List.of("basic", "acr", "roles", "web-origins");
    private static final String PORTAL = "/caregate/portal/api/clients";
    private static final TestClient APP = TestClient.confidential("app").redirectUris(CALLBACK);
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient LIGHT = TestClient.confidential("light")
            .redirectUris(CALLBACK)
            .attribute("client.use.lightweight.access.token.enabled", "true");
    private static final TestClient API_CLIENT = TestClient.service(API)
            .set("authorizationServicesEnabled", true)
            .attribute("standard.token.exchange.enabled", "true")
            .attribute("standard.token.exchange.enableRefreshRequestedTokenType", "SAME_SESSION")
            .attribute("caregate.required-roles", "therapist");

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("enabledEventTypes", List.of("CLIENT_LOGIN_ERROR", "CODE_TO_TOKEN_ERROR", "CLIENT_REGISTER_ERROR"))
                .realmRole("therapist", "auditor", "developer")
                .user("ada", PASSWORD, "auditor", "developer", "therapist", "offline_access")
                .user("pat", PASSWORD, "offline_access")
                .client(APP)
                .client(SPA)
                .client(LIGHT)
                .client(API_CLIENT)
                .optionalScope(API, ProtocolMapper.audience(API))
                .create();
        JsonNode scope = null;
        for (JsonNode each :
                realm.admin().get(realm.adminPath("/client-scopes")).expect(200).json()) {
            scope = each.path("name").asText().equals(API) ? each : scope;
        }
        String portal = realm.admin().clientUuid(realm.name(), "caregate-portal");
        realm.admin()
                .put(
                        realm.adminPath("/clients/" + portal + "/optional-client-scopes/"
                                + scope.path("id").asText()),
                        "{}")
                .expect(204);
        ResourceServer.open(realm, API);
    }

    // ---- sub and preferred_username

    @ParameterizedTest
    @CsvSource({
        "sub, ID",
        "sub, ada",
        "sub, ADA@example.org",
        "sub, f:any:ada",
        "preferred_username, ada",
        "preferred_username, ' Ada'",
        "preferred_username, ID",
        "username, ada"
    })
    void serviceWhenAMapperNamesAnotherUserThenNoToken(String claim, String value) {
        TestClient ghost = service("ghost").mapper(claim(claim, ada(value)));
        register(ghost);

        Answer refused = realm.oidc().clientCredentials(ghost);

        assertThat(refused.expect(400).error()).isEqualTo("unauthorized_client");
        assertThat(refused.errorDescription()).contains(claim, "token-subject");
        JsonNode event = lastEvent("CLIENT_LOGIN_ERROR");
        assertThat(event.path("details").path("rule").asText()).isEqualTo("token-subject");
        assertThat(event.path("details").path("claim").asText()).isEqualTo(claim);
    }

    @Test
    void serviceWhenItsNameIsNobodysThenItIsItsOwnAgain() {
        TestClient ghost = service("ghost")
                .mapper(claim("sub", "4711"))
                .mapper(claim("preferred_username", "somebody.who.comes.later"));
        register(ghost);

        String token = realm.oidc().clientCredentials(ghost).expect(200).accessToken();

        assertThat(Oidc.claims(token).path("sub").asText()).isEqualTo("4711");
        assertThat(Oidc.claims(token).path("preferred_username").asText()).isEqualTo("service-account-ghost");
        assertThat(realm.oidc().get(AUDIT, token).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "sub, ID, access.token.claim",
        "sub, ID, id.token.claim",
        "preferred_username, ada, access.token.claim",
        "preferred_username, ada, id.token.claim"
    })
    void userWhenAMapperNamesAnotherUserThenNoToken(String claim, String value, String where) {
        TestClient ghost = register(app("ghost").mapper(in(where, claim, ada(value))));

        Answer refused = realm.signIn(ghost, "pat", PASSWORD, "openid");

        assertThat(refused.expect(400).error()).isEqualTo("unauthorized_client");
        assertThat(lastEvent("CODE_TO_TOKEN_ERROR").path("details").path("rule").asText())
                .isEqualTo("token-subject");
    }

    @Test
    void userWhenAMapperNamesAnotherUserInUserinfoOrIntrospectionThenRefusedThere() {
        TestClient ghost = register(app("ghost")
                .audienceMapper("ghost")
                .mapper(in("userinfo.token.claim", "preferred_username", "ada"))
                .mapper(in("introspection.token.claim", "username", "ada", "username")));

        Answer tokens = realm.signIn(ghost, "pat", PASSWORD, "openid").expect(200);

        assertThat(realm.oidc().userinfo(tokens.accessToken()).status()).isEqualTo(401);
        assertThat(realm.oidc()
                        .introspect(ghost, tokens.accessToken())
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"4711", "nobody@example.org", "nobody"})
    void subjectWhenItNamesNobodyThenItIsKept(String number) {
        TestClient app = register(app("numbers")
                .audienceMapper("numbers")
                .mapper(claim("sub", number))
                .mapper(claim("preferred_username", number)));

        Answer tokens = realm.signIn(app, "pat", PASSWORD, "openid").expect(200);

        JsonNode claims = Oidc.claims(tokens.accessToken());
        assertThat(claims.path("sub").asText()).isEqualTo(number);
        assertThat(claims.path("preferred_username").asText()).isEqualTo(number);
        assertThat(realm.oidc().userinfo(tokens.accessToken()).status()).isEqualTo(200);
        assertThat(realm.oidc()
                        .introspect(app, tokens.accessToken())
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
        realm.oidc().refresh(app, tokens.refreshToken()).expect(200);
    }

    @Test
    void subjectWhenPairwiseThenItIsKeptEverywhere() {
        TestClient app = register(TestClient.confidential("pairwise")
                .redirectUris(CALLBACK)
                .mapper(Map.of(
                        "name",
                        "pairwise",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-sha256-pairwise-sub-mapper",
                        "config",
                        Map.of("pairwiseSubAlgorithmSalt", "salt"))));

        Answer tokens = realm.signIn(app, "ada", PASSWORD, "openid").expect(200);

        String subject = Oidc.claims(tokens.accessToken()).path("sub").asText();
        assertThat(subject).isNotEmpty().isNotEqualTo(ada("ID"));
        assertThat(Oidc.claims(tokens.text("id_token")).path("sub").asText()).isEqualTo(subject);
        assertThat(realm.oidc().userinfo(tokens.accessToken()).expect(200).text("sub"))
                .isEqualTo(subject);
    }

    // ---- what only Keycloak sets

    @Test
    void claimsWhenMappersWriteThemThenAsKeycloakSetThem() {
        TestClient liar = TestClient.confidential("liar").redirectUris(CALLBACK);
        for (String name : new String[] {
            "azp",
            "client_id",
            "sid",
            "nbf",
            "acr",
            "auth_time",
            "act",
            "authorization",
            "caregate_derived",
            "session_state"
        }) {
            liar.mapper(claim(name, name.equals("auth_time") ? "1" : "caregate-portal"));
        }
        register(liar);

        Answer tokens = realm.signIn(liar, "pat", PASSWORD, "openid").expect(200);

        JsonNode right = Oidc.claims(
                realm.signIn(APP, "pat", PASSWORD, "openid").expect(200).accessToken());
        for (String token : new String[] {tokens.accessToken(), tokens.text("id_token")}) {
            JsonNode claims = Oidc.claims(token);
            assertThat(claims.path("azp").asText()).isEqualTo("liar");
            assertThat(claims.path("sid").asText())
                    .isNotEqualTo("caregate-portal")
                    .isNotEmpty();
            assertThat(claims.path("acr").asText()).isEqualTo(right.path("acr").asText());
            assertThat(claims.path("auth_time").asLong()).isGreaterThan(1);
            assertThat(claims.path("nbf").isMissingNode()).isTrue();
            assertThat(claims.path("act").isMissingNode()).isTrue();
            assertThat(claims.path("authorization").isMissingNode()).isTrue();
            assertThat(claims.path("caregate_derived").isMissingNode()).isTrue();
            assertThat(claims.path("session_state").isMissingNode()).isTrue();
        }
        assertThat(Oidc.claims(tokens.accessToken()).path("client_id").asText()).isEqualTo("liar");
        Answer again = realm.oidc().refresh(liar, tokens.refreshToken()).expect(200);
        assertThat(Oidc.claims(again.accessToken()).path("azp").asText()).isEqualTo("liar");
        assertThat(Oidc.claims(again.accessToken()).path("sid").asText())
                .isEqualTo(Oidc.claims(tokens.accessToken()).path("sid").asText());
    }

    @Test
    void lightweightAndOfflineTokensWhenNothingIsForgedThenServed() {
        Answer light = realm.signIn(LIGHT, "ada", PASSWORD, "openid").expect(200);
        assertThat(realm.oidc().get(AUDIT, light.accessToken()).status()).isEqualTo(200);

        Answer offline =
                realm.signIn(APP, "ada", PASSWORD, "openid", "offline_access").expect(200);
        Answer refreshed = realm.oidc().refresh(APP, offline.refreshToken()).expect(200);
        assertThat(realm.oidc().get(AUDIT, refreshed.accessToken()).status()).isEqualTo(200);
    }

    // ---- the pack's own REST

    @Test
    void auditLogWhenAskedByTheServiceAccountOfTheTokensClientThenServed() {
        TestClient reader = register(service("reader"));
        realm.admin().grant(realm.name(), realm.admin().serviceAccountId(realm.name(), "reader"), "auditor");

        String token = realm.oidc().clientCredentials(reader).expect(200).accessToken();

        assertThat(realm.oidc().get(AUDIT, token).status()).isEqualTo(200);
    }

    @Test
    void auditLogWhenATokenIsSentToAnApiThenItIsOfNoUseThere() {
        Answer direct = realm.signIn(SPA, "ada", PASSWORD, "openid").expect(200);
        Answer sent = realm.signIn(SPA, "ada", PASSWORD, "openid", API).expect(200);
        Answer light = realm.signIn(LIGHT, "ada", PASSWORD, "openid", API).expect(200);

        assertThat(realm.oidc().get(AUDIT, direct.accessToken()).status()).isEqualTo(200);
        assertThat(realm.oidc().get(AUDIT, sent.accessToken()).status()).isEqualTo(403);
        assertThat(Oidc.claims(light.accessToken()).has("aud")).isFalse();
        assertThat(realm.oidc()
                        .introspect(API_CLIENT, light.accessToken())
                        .json()
                        .path("active")
                        .asBoolean())
                .as("to the API")
                .isTrue();
        assertThat(realm.oidc().get(AUDIT, light.accessToken()).status()).isEqualTo(403);
    }

    @Test
    void auditLogWhenAnApiExchangesATokenThenWhatComesOutIsOfNoUseThere() {
        String sent =
                realm.signIn(SPA, "ada", PASSWORD, "openid", API).expect(200).accessToken();

        Answer exchanged = realm.oidc().exchange(API_CLIENT, sent, Map.of()).expect(200);
        assertThat(Oidc.claims(exchanged.accessToken()).path("azp").asText()).isEqualTo(API);
        assertThat(realm.oidc().get(AUDIT, exchanged.accessToken()).status()).isEqualTo(403);

        Answer refreshable = realm.oidc()
                .exchange(
                        API_CLIENT,
                        sent,
                        Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"));
        if (refreshable.status() == 200) {
            Answer refreshed =
                    realm.oidc().refresh(API_CLIENT, refreshable.refreshToken()).expect(200);
            assertThat(realm.oidc().get(AUDIT, refreshed.accessToken()).status())
                    .isEqualTo(403);
            Answer again =
                    realm.oidc().refresh(API_CLIENT, refreshed.refreshToken()).expect(200);
            assertThat(realm.oidc().get(AUDIT, again.accessToken()).status()).isEqualTo(403);
        }
    }

    @Test
    void portalWhenAnApiTurnsATokenOfItIntoAnotherThenThatIsOfNoUseAndCannotBeRefreshed() {
        Answer direct = portalToken("openid");
        assertThat(realm.oidc().get(PORTAL, direct.accessToken()).status()).isEqualTo(200);
        assertThat(realm.oidc().get(AUDIT, direct.accessToken()).status()).isEqualTo(200);
        String sent = portalToken("openid", API).accessToken();

        Answer uma = realm.oidc()
                .token(
                        API_CLIENT,
                        Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience", API,
                                "subject_token", sent))
                .expect(200);

        assertThat(uma.json().has("refresh_token")).isFalse();
        assertThat(realm.oidc().get(PORTAL, uma.accessToken()).status()).isIn(401, 403);
        assertThat(realm.oidc().get(AUDIT, uma.accessToken()).status()).isEqualTo(403);
        // The user's own grant continues.
        Answer own = realm.oidc().refresh(portal(), direct.refreshToken()).expect(200);
        assertThat(realm.oidc().get(PORTAL, own.accessToken()).status()).isEqualTo(200);
    }

    @Test
    void portalWhenAnotherApplicationNamesItInItsTokensThenOfNoUse() {
        TestClient liar = register(
                TestClient.confidential("impostor").redirectUris(CALLBACK).mapper(claim("azp", "caregate-portal")));
        var browser = realm.browser();
        realm.signIn(browser, APP, "ada", PASSWORD).expect(200);

        String token = realm.signIn(browser, liar, "ada", PASSWORD, "openid")
                .expect(200)
                .accessToken();

        assertThat(realm.oidc().get(PORTAL, token).status()).isIn(401, 403);
    }

    // ---- dynamic registration

    @Test
    void registrationWhenItChoosesAnIdThenRefused() {
        ObjectNode client = TestClient.service("chosen").json();

        Answer refused =
                realm.oidc().registerInOwnForm(initial(), client.deepCopy().put("id", ada("ID")));
        Answer accepted = realm.oidc().registerInOwnForm(initial(), client);

        assertThat(refused.expect(400).error()).isEqualTo("invalid_client_metadata");
        assertThat(refused.errorDescription()).contains("id", "token-subject");
        assertThat(lastEvent("CLIENT_REGISTER_ERROR")
                        .path("details")
                        .path("rule")
                        .asText())
                .isEqualTo("token-subject");
        accepted.expect(201);
        // The answer of a registration has the id in it, and may be sent back.
        ObjectNode answered = (ObjectNode) accepted.json();
        String token = answered.path("registrationAccessToken").asText();
        answered.remove("registrationAccessToken");
        realm.oidc().changeInOwnForm(token, "chosen", answered).expect(200);
    }

    @Test
    void registrationWhenAMapperWritesAnIdentityFromElsewhereThenRefused() {
        Answer refused = realm.oidc()
                .registerInOwnForm(
                        initial(),
                        TestClient.service("link")
                                .mapper(property("serviceAccountClientLink"))
                                .json());
        Answer accepted = realm.oidc()
                .registerInOwnForm(
                        initial(),
                        TestClient.service("link").mapper(property("username")).json());

        assertThat(refused.expect(400).errorDescription()).contains("protocolMappers", "token-subject");
        accepted.expect(201);
    }

    @Test
    void registrationWhenTheClientCanReachTheApiThenConsentIsRequiredUntilAnAdministratorSaysOtherwise() {
        TestClient app = TestClient.confidential("registered").redirectUris(CALLBACK);
        Answer registered = realm.oidc()
                .registerInOwnForm(initial(), app.json().put("consentRequired", false))
                .expect(201);
        TestClient client = TestClient.registered("registered", registered.text("secret"));

        assertThat(registered.json().path("consentRequired").asBoolean()).isTrue();
        assertThat(registered.json().path("fullScopeAllowed").asBoolean()).isFalse();
        Page page = realm.browser()
                .open(realm.oidc()
                        .authorization(client.redirectUris(CALLBACK))
                        .scope("openid", API)
                        .uri())
                .login("ada", PASSWORD);
        assertThat(page.body()).contains("name=\"accept\"");

        ObjectNode stored = (ObjectNode) realm.admin().client(realm.name(), "registered");
        realm.admin()
                .put(clientPath("registered", ""), stored.put("consentRequired", false))
                .expect(204);
        realm.signIn(client, "ada", PASSWORD, "openid", API).expect(200);
        ObjectNode answered = (ObjectNode) registered.json();
        String token = answered.path("registrationAccessToken").asText();
        answered.remove("registrationAccessToken");
        Answer changed = realm.oidc()
                .changeInOwnForm(token, "registered", answered.put("consentRequired", false))
                .expect(200);
        assertThat(changed.json().path("consentRequired").asBoolean()).isFalse();
    }

    @Test
    void clientWhenItsIdIsThatOfAUserThenRefusedByTheAdminApiToo() {
        Answer refused = realm.admin()
                .post(
                        realm.adminPath("/clients"),
                        TestClient.service("named").json().put("id", ada("ID")));
        Answer accepted = realm.admin()
                .post(
                        realm.adminPath("/clients"),
                        TestClient.service("named").json().put("id", "an-id-of-nobody"));

        assertThat(refused.expect(400).body()).contains("token-subject");
        accepted.expect(201);
        realm.admin().delete(realm.adminPath("/clients/an-id-of-nobody"));
    }

    // ---- helpers

    private TestClient portal() {
        return TestClient.publicApp("caregate-portal").redirectUris(realm.oidc().issuer() + "/caregate/portal/");
    }

    private Answer portalToken(String... scopes) {
        var request = realm.oidc().authorization(portal()).scope(scopes);
        Page page = realm.browser().open(request.uri()).login("ada", PASSWORD);
        String query = page.uri().getRawQuery();
        String code = query.substring(query.indexOf("code=") + 5).split("&")[0];
        return realm.oidc()
                .code(portal(), request, URLDecoder.decode(code, StandardCharsets.UTF_8))
                .expect(200);
    }

    private String initial() {
        return realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 60))
                .text("token");
    }

    // Without the scope profile, whose own mapper may come after the one that is tried.
    private static TestClient service(String id) {
        return TestClient.service(id).set("defaultClientScopes", SCOPES);
    }

    private static TestClient app(String id) {
        return TestClient.confidential(id).redirectUris(CALLBACK).set("defaultClientScopes", SCOPES);
    }

    /** Replaces a client with the same name. */
    private TestClient register(TestClient client) {
        JsonNode found = realm.admin()
                .get(realm.adminPath("/clients?clientId=" + client.id()))
                .json();
        found.forEach(old -> realm.admin()
                .delete(realm.adminPath("/clients/" + old.path("id").asText()))
                .expect(204));
        realm.register(client).expect(201);
        return client;
    }

    private String ada(String value) {
        return value.equals("ID") ? realm.admin().userId(realm.name(), "ada") : value;
    }

    private String clientPath(String clientId, String below) {
        return realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), clientId) + below);
    }

    private JsonNode lastEvent(String type) {
        return realm.admin()
                .get(realm.adminPath("/events?max=1&type=" + type))
                .expect(200)
                .json()
                .path(0);
    }

    private static Map<String, Object> claim(String name, String value) {
        return claim(name, value, "claim " + name);
    }

    private static Map<String, Object> claim(String name, String value, String mapper) {
        Map<String, Object> both = new HashMap<>(in("access.token.claim", name, value, mapper));
        both.put("config", config(name, value, "access.token.claim", "id.token.claim"));
        return both;
    }

    private static Map<String, Object> in(String where, String name, String value) {
        return in(where, name, value, "claim " + name);
    }

    private static Map<String, Object> in(String where, String name, String value, String mapper) {
        return Map.of(
                "name",
                mapper,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-hardcoded-claim-mapper",
                "config",
                config(name, value, where));
    }

    private static Map<String, String> config(String name, String value, String... where) {
        Map<String, String> config =
                new HashMap<>(Map.of("claim.name", name, "claim.value", value, "jsonType.label", "String"));
        for (String place : where) {
            config.put(place, "true");
        }
        return config;
    }

    private static Map<String, Object> property(String property) {
        return Map.of(
                "name",
                "link",
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-usermodel-property-mapper",
                "config",
                Map.of(
                        "user.attribute",
                        property,
                        "claim.name",
                        "preferred_username",
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true"));
    }
}
