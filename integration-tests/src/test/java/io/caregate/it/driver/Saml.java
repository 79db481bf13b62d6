package io.caregate.it.driver;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A service provider, and its messages by the POST binding. */
public final class Saml {
    /** The registered assertion consumer URL. */
    public static final String CONSUMER = "https://sp.example.org/acs";

    /** The name of the service provider, which is its client id. */
    public static final String ENTITY = "https://sp.example.org";

    /** A service provider that signs nothing and requires no signatures. */
    public static final TestClient CLIENT = TestClient.publicApp(ENTITY)
            .set("protocol", "saml")
            .redirectUris(CONSUMER)
            .attribute("saml.client.signature", "false")
            .attribute("saml.server.signature", "false");

    private Saml() {}

    /** The address at which a realm accepts requests. */
    public static URI endpoint(Oidc realm) {
        return URI.create(realm.issuer() + "/protocol/saml");
    }

    /** An authentication request (SAML Core section 3.4.1) that asks for an answer to this address, encoded. */
    public static String authnRequest(String consumer) {
        String xml = "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
                + "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_1\" Version=\"2.0\" "
                + "IssueInstant=\"2026-01-01T00:00:00Z\" AssertionConsumerServiceURL=\"" + consumer + "\">"
                + "<saml:Issuer>" + ENTITY + "</saml:Issuer></samlp:AuthnRequest>";
        return encode(xml);
    }

    /** A logout request (SAML Core section 3.7.1) that is meant for this address, encoded. */
    public static String logoutRequest(URI destination, String user) {
        return encode("<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" "
                + "xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_2\" Version=\"2.0\" "
                + "IssueInstant=\"2026-01-01T00:00:00Z\" Destination=\"" + destination + "\">"
                + "<saml:Issuer>" + ENTITY + "</saml:Issuer><saml:NameID>" + user + "</saml:NameID>"
                + "</samlp:LogoutRequest>");
    }

    private static String encode(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }
}
