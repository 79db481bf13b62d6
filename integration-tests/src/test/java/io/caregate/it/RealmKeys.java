package io.caregate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The keys of the realms of a test run: one RSA key with its certificate, made once, for all of them. Making two of
 * each is most of the time that Keycloak takes to create a realm.
 */
public final class RealmKeys {
    private static final Map<String, Object> COMPONENTS = generate();

    private RealmKeys() {}

    /** The field {@code components} of a RealmRepresentation. */
    public static Map<String, Object> components() {
        return COMPONENTS;
    }

    private static Map<String, Object> components(String key, String certificate) {
        return Map.of(
                "org.keycloak.keys.KeyProvider",
                List.of(
                        rsa("rsa", "RS256", key, certificate),
                        rsa("rsa-enc", "RSA-OAEP", key, certificate),
                        provider("hmac-generated", Map.of("algorithm", List.of("HS512"))),
                        provider("aes-generated", Map.of())));
    }

    private static Map<String, Object> rsa(String id, String algorithm, String key, String certificate) {
        return provider(
                id,
                Map.of(
                        "privateKey", List.of(key),
                        "certificate", List.of(certificate),
                        "algorithm", List.of(algorithm)));
    }

    private static Map<String, Object> provider(String id, Map<String, Object> config) {
        return Map.of("name", id, "providerId", id, "config", config);
    }

    private static Map<String, Object> generate() {
        try {
            Path folder = Files.createTempDirectory("realm-keys");
            KeyFile made = KeyFile.makeRsa(folder, "realm");
            String certificate = Files.readString(made.certificate());
            String key = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                            .encodeToString(made.privateKey())
                    + "\n-----END PRIVATE KEY-----";
            Files.delete(made.store());
            Files.delete(made.certificate());
            Files.delete(folder);
            return components(key, certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
