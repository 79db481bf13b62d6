package io.caregate.it.policy;

import io.caregate.it.Keycloak;
import io.caregate.it.TestClient;
import io.caregate.it.TestRealm;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A realm as a stock server lets one become: clients with everything that the rules refuse. */
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
    /** A single-page application that knows nothing of PKCE. */
    static final TestClient SPA = TestClient.publicApp("spa").redirectUris(EXACT);

    static final TestClient SAML = TestClient.publicApp("https://sp.example.org")
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
                .client(SPA)
                .client(SAML)
                .create();
    }

    /** A request of a script of this origin to the token endpoint; the code in it is no code. */
    static Response token(TestRealm realm, TestClient client, String origin) {
        return RestAssured.given()
                .header(new Header("Origin", origin))
                .formParam("grant_type", "authorization_code")
                .formParam("code", "none")
                .formParam("client_id", client.id())
                .formParam("client_secret", client.secret())
                .post(realm.oidc().endpoint("token"));
    }

    /** Where SAML requests go. */
    static URI saml(TestRealm realm) {
        return URI.create(realm.oidc().issuer() + "/protocol/saml");
    }

    /** A SAML request of {@link #SAML} that wants its assertion at this address. */
    static String authnRequest(String consumer) {
        String xml = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
                + "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_1\" Version=\"2.0\" "
                + "IssueInstant=\"2026-01-01T00:00:00Z\" AssertionConsumerServiceURL=\"" + consumer + "\">"
                + "<saml:Issuer>https://sp.example.org</saml:Issuer></samlp:AuthnRequest>";
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }
}
