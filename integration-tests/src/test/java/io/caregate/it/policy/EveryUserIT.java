package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.unboundid.util.LDAPSDKException;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.HomeRealm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that work without the pack also work with it, for users from elsewhere and for tokens of every kind, next to
 * those that must not. The subject of a token is looked up in a directory and in another realm, as well as in this one.
 */
@OnSharedServer
final class EveryUserIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String API = "health-api";
    private static final String PASSWORD = "password";
    private static final String USERINFO = "/protocol/openid-connect/userinfo";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void directoryUserWhenSignedInThenServedAsHerselfAndNotAsAnother(boolean imported, Keycloak keycloak)
            throws LDAPSDKException {
        TestClient app = app("app");
        // Without the scope profile, whose own mapper may come after this one.
        TestClient liar = app("liar")
                .set("defaultClientScopes", List.of("basic", "acr", "roles"))
                .mapper(UndisarmableIT.claim("preferred_username", "dora"));
        TestRealm realm = withApi(keycloak).client(app).client(liar).create();
        try (Directory directory = new Directory()) {
            directory.add("dora", PASSWORD);
            directory.add("dirk", PASSWORD);
            directory.federate(realm, imported, "therapist");

            assertServed(realm, app, realm.signIn(app, "dora", PASSWORD, "openid", API), "dora");

            Answer refused = realm.signIn(liar, "dirk", PASSWORD, "openid");
            assertThat(refused.expect(400).error()).isEqualTo("unauthorized_client");
            realm.signIn(liar, "dora", PASSWORD, "openid").expect(200);
        }
    }

    @Test
    void brokeredUserWhenSignedInThenServedWithTheRoleOfThisRealmOnly(Keycloak keycloak) {
        TestClient app = app("app");
        TestRealm home = keycloak.realm()
                .realmRole("therapist")
                .user("bea", PASSWORD, "therapist")
                .create();
        TestRealm realm = withApi(keycloak).client(app).create();
        HomeRealm.broker(realm, home);
        var browser = realm.browser();
        var request = realm.oidc().authorization(app).scope("openid", API).parameter("kc_idp_hint", HomeRealm.ALIAS);

        Page first = browser.open(request.uri()).login("bea", PASSWORD);
        // The role belongs to another realm.
        assertThat(first.redirectParameters()).containsEntry("error", "access_denied");

        realm.grant("bea", "therapist");
        Page second = realm.browser().open(request.uri()).login("bea", PASSWORD);
        assertServed(realm, app, realm.oidc().code(app, request, second.code()), "bea");
    }

    @Test
    void boundTokenWhenPresentedWithItsProofThenServedAndNeverWithoutIt(Keycloak keycloak) throws Exception {
        TestClient app = app("app");
        TestRealm realm = withApi(keycloak)
                .user("thea", PASSWORD, "therapist")
                .client(app)
                .create();
        var dpop = new Dpop(keycloak, realm);
        var request = realm.oidc().authorization(app).scope("openid", API);
        Page page = realm.browser().open(request.uri()).login("thea", PASSWORD);

        Response tokens = dpop.token(
                app,
                Map.of(
                        "grant_type", "authorization_code",
                        "code", page.code(),
                        "redirect_uri", request.redirectUri(),
                        "code_verifier", request.verifier()));

        assertThat(tokens.path("token_type").toString()).isEqualTo("DPoP");
        String token = tokens.path("access_token");
        JsonNode claims = Oidc.claims(token);
        assertThat(claims.path("typ").asText()).isEqualTo("DPoP");
        assertThat(claims.path("cnf").path("jkt").asText()).isEqualTo(dpop.thumbprint());
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isBetween(1L, 300L);
        assertThat(dpop.userinfo(token).statusCode()).isEqualTo(200);
        assertThat(realm.oidc().userinfo(token).status()).isEqualTo(401);
        Response refreshed =
                dpop.token(app, Map.of("grant_type", "refresh_token", "refresh_token", tokens.path("refresh_token")));
        assertThat(refreshed.path("token_type").toString()).isEqualTo("DPoP");
        assertThat(Oidc.claims(refreshed.path("access_token")).path("typ").asText())
                .isEqualTo("DPoP");

        realm.revoke("thea", "therapist");
        assertThat(dpop.token(
                                app,
                                Map.of("grant_type", "refresh_token", "refresh_token", refreshed.path("refresh_token")))
                        .path("error")
                        .toString())
                .isEqualTo("invalid_grant");
    }

    @Test
    void accountApiWhenAskedWithATokenForItThenServed(Keycloak keycloak) {
        TestClient app = app("app").set("fullScopeAllowed", true);
        TestRealm realm = withApi(keycloak)
                .user("thea", PASSWORD, "therapist")
                .client(app)
                .create();
        realm.admin()
                .grantClientRole(realm.name(), realm.admin().userId(realm.name(), "thea"), "account", "manage-account");
        String token = realm.signIn(app, "thea", PASSWORD, "openid").expect(200).accessToken();

        Response account = keycloak.given()
                .header("Authorization", "Bearer " + token)
                .accept("application/json")
                .get("/realms/" + realm.name() + "/account");

        assertThat(account.statusCode()).isEqualTo(200);
        assertThat(account.path("username").toString()).isEqualTo("thea");
    }

    /**
     * An API that received an administrator's token does not become an administrator by it, even where its own client
     * may act as one.
     */
    @Test
    void umaGrantWhenMadeFromAnAdministratorsTokenThenWithoutTheRolesOfAdministration(Keycloak keycloak) {
        TestClient app = TestClient.publicApp("app").redirectUris(CALLBACK).set("fullScopeAllowed", false);
        TestClient api = TestClient.service(API)
                .set("authorizationServicesEnabled", true)
                .set("fullScopeAllowed", true)
                .attribute("caregate.required-roles", "therapist");
        TestRealm realm = keycloak.realm()
                .realmRole("therapist")
                .user("thea", PASSWORD, "therapist")
                .client(app)
                .client(api)
                .optionalScope(API, ProtocolMapper.audience(API))
                .create();
        String thea = realm.admin().userId(realm.name(), "thea");
        realm.admin().grantClientRole(realm.name(), thea, "realm-management", "realm-admin");
        ResourceServer.open(realm, api.id());
        String sent =
                realm.signIn(app, "thea", PASSWORD, "openid", API).expect(200).accessToken();

        String made = realm.oidc()
                .token(
                        api,
                        Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience", API,
                                "subject_token", sent))
                .expect(200)
                .accessToken();

        assertThat(Oidc.claims(made).path("resource_access").has("realm-management"))
                .isFalse();
        assertThat(keycloak.given()
                        .header("Authorization", "Bearer " + made)
                        .get("/admin/realms/" + realm.name() + "/users")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void umaGrantWhenAnIdTokenIsPushedThenServedToItsOwnClientAndNotToOneThatAMapperNames(Keycloak keycloak) {
        TestClient other = app("other");
        TestClient app = resourceServer("app");
        TestClient liar = resourceServer("liar").mapper(UndisarmableIT.claim("azp", other.id()));
        TestRealm realm = keycloak.realm()
                .user("thea", PASSWORD)
                .client(other)
                .client(app)
                .client(liar)
                .create();
        ResourceServer.open(realm, app.id());
        ResourceServer.open(realm, liar.id());
        var browser = realm.browser();
        realm.signIn(browser, other, "thea", PASSWORD, "openid").expect(200);
        Answer own = realm.signIn(browser, app, "thea", PASSWORD, "openid").expect(200);
        Answer forged = realm.signIn(browser, liar, "thea", PASSWORD, "openid").expect(200);

        Answer made = DerivedAttacks.uma(realm, app, own.text("id_token")).expect(200);
        Answer refused = DerivedAttacks.uma(realm, liar, forged.text("id_token"));

        JsonNode claims = Oidc.claims(made.accessToken());
        assertThat(claims.path("sub").asText())
                .isEqualTo(Oidc.claims(own.accessToken()).path("sub").asText());
        assertThat(claims.path("azp").asText()).isEqualTo(app.id());
        assertThat(refused.expect(400).error()).isEqualTo("unauthorized_client");
        // The service account of the client asks for itself.
        realm.oidc()
                .token(app, Map.of("grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket", "audience", app.id()))
                .expect(200);
    }

    private static TestClient resourceServer(String id) {
        return app(id).set("serviceAccountsEnabled", true).set("authorizationServicesEnabled", true);
    }

    private static TestRealm.Builder withApi(Keycloak keycloak) {
        return keycloak.realm().realmRole("therapist").protectedApi(API, "therapist");
    }

    private static TestClient app(String id) {
        return TestClient.confidential(id).redirectUris(CALLBACK);
    }

    private static void assertServed(TestRealm realm, TestClient app, Answer answer, String username) {
        Answer tokens = answer.expect(200);
        JsonNode claims = Oidc.claims(tokens.accessToken());
        assertThat(claims.path("aud").toString()).contains(API);
        assertThat(claims.path("preferred_username").asText()).isEqualTo(username);
        assertThat(realm.oidc().userinfo(tokens.accessToken()).expect(200).text("sub"))
                .isEqualTo(claims.path("sub").asText());
        assertThat(realm.oidc()
                        .introspect(TestClient.resourceServer(API), tokens.accessToken())
                        .text("active"))
                .isEqualTo("true");
        realm.oidc().refresh(app, tokens.refreshToken()).expect(200);
    }

    /** A client's key and the proofs made with it (RFC 9449). */
    private static final class Dpop {
        private final Keycloak keycloak;
        private final String path;
        private final URI issuer;
        private final ECKey key;
        private final DefaultDPoPProofFactory proofs;

        Dpop(Keycloak keycloak, TestRealm realm) throws JOSEException {
            this.keycloak = keycloak;
            this.path = "/realms/" + realm.name();
            this.issuer = realm.oidc().issuer();
            this.key = new ECKeyGenerator(Curve.P_256).generate();
            this.proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
        }

        String thumbprint() throws JOSEException {
            return key.computeThumbprint().toString();
        }

        Response token(TestClient client, Map<String, String> form) throws JOSEException {
            String endpoint = "/protocol/openid-connect/token";
            return keycloak.given()
                    .header(
                            "DPoP",
                            proofs.createDPoPJWT("POST", URI.create(issuer + endpoint))
                                    .serialize())
                    .formParams(form)
                    .formParam("client_id", client.id())
                    .formParam("client_secret", client.secret())
                    .post(path + endpoint);
        }

        Response userinfo(String token) throws JOSEException {
            return keycloak.given()
                    .header("Authorization", "DPoP " + token)
                    .header(
                            "DPoP",
                            proofs.createDPoPJWT("GET", URI.create(issuer + USERINFO), new DPoPAccessToken(token))
                                    .serialize())
                    .get(path + USERINFO);
        }
    }
}
