package io.caregate.it.policy;

import io.caregate.it.fixture.TestRealm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/** A partner whose signed assertions a realm accepts in the JWT bearer grant (RFC 7523 section 2.1). */
final class PartnerIssuer {
    static final String ALIAS = "partner";
    private static final String ISSUER = "https://partner.example.org";

    private final TestRealm realm;
    private final KeyPair keys;

    PartnerIssuer(TestRealm realm) {
        this.realm = realm;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----";
        realm.admin()
                .post(
                        realm.adminPath("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                ALIAS,
                                "providerId",
                                "jwt-authorization-grant",
                                "enabled",
                                true,
                                "config",
                                Map.of(
                                        "issuer", ISSUER,
                                        "jwtAuthorizationGrantEnabled", "true",
                                        "useJwksUrl", "false",
                                        "publicKeySignatureVerifier", pem,
                                        "publicKeySignatureVerifierKeyId", "partner-key")))
                .expect(201);
    }

    /** Links the partner's user of this name to the realm's. */
    void trustFor(String username) {
        realm.admin()
                .post(
                        realm.adminPath("/users/" + realm.admin().userId(realm.name(), username)
                                + "/federated-identity/" + ALIAS),
                        Map.of("identityProvider", ALIAS, "userId", username, "userName", username))
                .expect(204);
    }

    String assertion(String subject) {
        long now = Instant.now().getEpochSecond();
        String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"partner-key\"}") + "."
                + encode("{\"iss\":\"" + ISSUER + "\",\"sub\":\"" + subject + "\",\"aud\":\""
                        + realm.oidc().issuer() + "\",\"jti\":\"" + UUID.randomUUID() + "\",\"iat\":" + now
                        + ",\"exp\":" + (now + 120) + "}");
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
