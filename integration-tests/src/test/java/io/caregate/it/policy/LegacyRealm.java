package io.caregate.it.policy;

import io.caregate.it.driver.Saml;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.response.Response;

/** A realm that has grown on a stock server: clients with everything that the rules refuse. */
final class LegacyRealm {
    static final String NAME = "legacy";
    static final String EVIL = "https://evil.example/callback";
    static final String EXACT = "https://app.example.org/exact";

    static final TestClient STAR = permissive("star").redirectUris("*").webOrigins("*");
    static final TestClient MIXED =
            permissive("mixed").redirectUris("https://app.example.org/*", EXACT).webOrigins("https://app.example.org");
    static final TestClient HOST =
            permissive("host").redirectUris("https://evil.example*").webOrigins("+");
    static final TestClient RELATIVE =
            permissive("relative").set("rootUrl", "https://evil.example").redirectUris("/*");
    /** A single-page application without PKCE. */
    static final TestClient SPA = TestClient.publicApp("spa").redirectUris(EXACT);

    /** Its redirect URI brings a state of its own, which Keycloak's attribute allows. */
    static final String PRELOADED = EXACT + "?state=preloaded";

    static final TestClient POLLUTED = permissive("polluted")
            .redirectUris(PRELOADED, EXACT)
            .attribute("allow.oidc.params.in.redirect.uris", "true");

    /** On a host that an operator may not want. */
    static final TestClient ELSEWHERE =
            TestClient.confidential("elsewhere").redirectUris("https://other.example/callback");

    static final TestClient SAML = TestClient.publicApp(Saml.ENTITY)
            .set("protocol", "saml")
            .redirectUris("*", "https://sp.example.org/acs")
            .attribute("saml.client.signature", "false")
            .attribute("saml.server.signature", "false");

    private LegacyRealm() {}

    private static TestClient permissive(String id) {
        return TestClient.confidential(id)
                .set("implicitFlowEnabled", true)
                .set("directAccessGrantsEnabled", true)
                .attribute("post.logout.redirect.uris", "+");
    }

    /** Creates it on a server that has no rules. */
    static TestRealm create(Keycloak stock) {
        return stock.realm()
                .name(NAME)
                .set("eventsEnabled", true)
                .user("pat", "pat-password")
                .client(STAR)
                .client(MIXED)
                .client(HOST)
                .client(RELATIVE)
                .client(permissive("edited").redirectUris("*"))
                .client(permissive("doomed").redirectUris("*"))
                .client(POLLUTED)
                .client(SPA)
                .client(ELSEWHERE)
                .client(SAML)
                .create();
    }

    /** A request from a script of this origin to the token endpoint. The code in it is invalid. */
    static Response token(TestRealm realm, TestClient client, String origin) {
        return RestAssured.given()
                .header(new Header("Origin", origin))
                .formParam("grant_type", "authorization_code")
                .formParam("code", "none")
                .formParam("client_id", client.id())
                .formParam("client_secret", client.secret())
                .post(realm.oidc().endpoint("token"));
    }
}
