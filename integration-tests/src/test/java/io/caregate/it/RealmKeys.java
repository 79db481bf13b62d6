package io.caregate.it;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The keys of the realms of a test run: one RSA key, made once, for all of them. Making two of them is most of the time
 * that Keycloak takes to create a realm.
 */
final class RealmKeys {
    private static final String PEM = generate();

    private RealmKeys() {}

    /** The field {@code components} of a RealmRepresentation. */
    static Map<String, Object> components() {
        return Map.of(
                "org.keycloak.keys.KeyProvider",
                List.of(
                        provider("rsa", Map.of("privateKey", List.of(PEM), "algorithm", List.of("RS256"))),
                        provider("rsa-enc", Map.of("privateKey", List.of(PEM), "algorithm", List.of("RSA-OAEP"))),
                        provider("hmac-generated", Map.of("algorithm", List.of("HS512"))),
                        provider("aes-generated", Map.of())));
    }

    private static Map<String, Object> provider(String id, Map<String, Object> config) {
        return Map.of("name", id, "providerId", id, "config", config);
    }

    private static String generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(
                                    generator.generateKeyPair().getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
