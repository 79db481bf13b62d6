package io.caregate.it.policy;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A realm with clients that authenticate by assertions, and identity providers that issue some. */
final class AssertionRealm {
    /** Its settings let an assertion be used more than once. */
    static final String PARTNER = "https://partner.example.org";

    static final String CAREFUL_PARTNER = "https://careful.example.org";
    static final SigningKey RSA = SigningKey.rsa("rsa-key");
    static final SigningKey EC = SigningKey.ec("ec-key");
    static final SigningKey SECRET = SigningKey.secret("a-secret-of-more-than-32-characters-0123456789");

    private final TestRealm realm;

    AssertionRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set(
                        "enabledEventTypes",
                        List.of(
                                "CLIENT_LOGIN_ERROR",
                                "CODE_TO_TOKEN_ERROR",
                                "REFRESH_TOKEN_ERROR",
                                "TOKEN_EXCHANGE_ERROR",
                                "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
                                "OAUTH2_DEVICE_AUTH_ERROR",
                                "AUTHREQID_TO_TOKEN_ERROR",
                                "PUSHED_AUTHORIZATION_REQUEST_ERROR",
                                "INTROSPECT_TOKEN_ERROR",
                                "REVOKE_GRANT_ERROR",
                                "LOGOUT_ERROR",
                                "LOGIN_ERROR"))
                .user("pat", "pat-password")
                .client(signing("signer"))
                .client(signing("other"))
                .client(signing("brief").attribute("token.endpoint.auth.signing.max.exp", "1"))
                .client(signing("lasting").attribute("token.endpoint.auth.signing.max.exp", "86400"))
                .client(TestClient.service("keyed")
                        .set("clientAuthenticatorType", "client-jwt")
                        .attribute("jwt.credential.public.key", RSA.publicKey())
                        .attribute("jwt.credential.kid", "rsa-key"))
                .client(signs(TestClient.service("lone"))
                        .attribute("jwks.string", SigningKey.jwks(RSA).replace("\"kid\":\"rsa-key\",", "")))
                .client(TestClient.service("hmac")
                        .set("clientAuthenticatorType", "client-secret-jwt")
                        .set("secret", "a-secret-of-more-than-32-characters-0123456789"))
                .client(workload("workload", "partner"))
                .client(workload("careful-workload", "careful"))
                .client(everything())
                .create();
        trust("partner", PARTNER, true);
        trust("careful", CAREFUL_PARTNER, false);
    }

    private void trust(String alias, String issuer, boolean reuse) {
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
                                        "issuer",
                                        issuer,
                                        "clientId",
                                        "keycloak-at-partner",
                                        "authorizationUrl",
                                        issuer + "/authorize",
                                        "tokenUrl",
                                        issuer + "/token",
                                        "validateSignature",
                                        "true",
                                        "useJwksUrl",
                                        "false",
                                        "publicKeySignatureVerifier",
                                        RSA.pem(),
                                        "publicKeySignatureVerifierKeyId",
                                        "rsa-key",
                                        "supportsClientAssertions",
                                        "true",
                                        "supportsClientAssertionReuse",
                                        Boolean.toString(reuse))))
                .expect(201);
    }

    private static TestClient workload(String id, String partner) {
        return TestClient.service(id)
                .set("clientAuthenticatorType", "federated-jwt")
                .attribute("jwt.credential.issuer", partner)
                .attribute("jwt.credential.sub", "workload-7");
    }

    private static TestClient signing(String id) {
        return signs(TestClient.service(id));
    }

    private static TestClient everything() {
        return signs(TestClient.confidential("every"))
                .set("serviceAccountsEnabled", true)
                .redirectUris("https://app.example.org/callback")
                .attribute("standard.token.exchange.enabled", "true")
                .attribute("oauth2.device.authorization.grant.enabled", "true")
                .attribute("oidc.ciba.grant.enabled", "true")
                .attribute("ciba.backchannel.token.delivery.mode", "poll");
    }

    static TestClient signs(TestClient client) {
        return client.set("clientAuthenticatorType", "client-jwt")
                .attribute("use.jwks.string", "true")
                .attribute("jwks.string", SigningKey.jwks(RSA, EC));
    }

    TestRealm realm() {
        return realm;
    }

    String issuer() {
        return realm.oidc().issuer().toString();
    }

    URI endpoint(String name) {
        return realm.oidc().endpoint(name);
    }

    /** A valid assertion by a client of this realm. */
    ClientAssertion by(String clientId) {
        return ClientAssertion.of(clientId, RSA, "RS256", issuer());
    }

    /** A valid assertion that one of the identity providers issues for its client. */
    ClientAssertion byPartner(String issuer) {
        return by(issuer).claim("sub", "workload-7");
    }

    /** The client credentials grant with only the assertion. */
    Answer clientCredentials(ClientAssertion assertion) {
        return realm.oidc().post("token", assertion.form(Map.of("grant_type", "client_credentials")));
    }
}
