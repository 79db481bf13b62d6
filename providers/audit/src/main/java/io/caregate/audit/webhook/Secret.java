package io.caregate.audit.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs messages, in the form of Standard Webhooks: {@code whsec_} and Base64 of 24 to 64 bytes for
 * HMAC-SHA256 (its {@code v1}), or {@code whsk_} and Base64 of an Ed25519 private key, 32 bytes or 64 with the public
 * key after it (its {@code v1a}).
 */
sealed interface Secret {
    /** The description of allowed values for the operator. */
    String ALLOWED =
            "one or more lines, each whsec_ and the Base64 of 24 to 64 random bytes, or whsk_ and the Base64 of"
                    + " an Ed25519 private key";

    int LEAST_BYTES = 24;
    int MOST_BYTES = 64;
    int SEED_BYTES = 32;

    /** One signature, with the prefix of its version. */
    String sign(byte[] content);

    /** The secrets in a text, one a line. Throws {@link IllegalArgumentException} if it holds anything else. */
    static List<Secret> parse(String text) {
        List<Secret> secrets = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Secret::one)
                .toList();
        if (secrets.isEmpty()) {
            throw new IllegalArgumentException("there is no secret");
        }
        return secrets;
    }

    private static Secret one(String line) {
        if (line.startsWith("whsec_")) {
            byte[] key = Base64.getDecoder().decode(line.substring("whsec_".length()));
            if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
                throw new IllegalArgumentException("a secret has " + LEAST_BYTES + " to " + MOST_BYTES + " bytes");
            }
            return new Shared(new SecretKeySpec(key, "HmacSHA256"));
        }
        if (line.startsWith("whsk_")) {
            byte[] key = Base64.getDecoder().decode(line.substring("whsk_".length()));
            if (key.length != SEED_BYTES && key.length != 2 * SEED_BYTES) {
                throw new IllegalArgumentException("an Ed25519 private key has " + SEED_BYTES + " bytes");
            }
            return new Own(privateKey(Arrays.copyOf(key, SEED_BYTES)));
        }
        throw new IllegalArgumentException("a secret begins with whsec_ or whsk_");
    }

    private static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 private key", e);
        }
    }

    /** The receiver has the same secret. */
    record Shared(SecretKeySpec key) implements Secret {
        @Override
        public String sign(byte[] content) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(key);
                return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java has HMAC-SHA256", e);
            }
        }

        @Override
        public String toString() {
            return "whsec_…";
        }
    }

    /** The receiver has the public key. */
    record Own(PrivateKey key) implements Secret {
        @Override
        public String sign(byte[] content) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(content);
                return "v1a," + Base64.getEncoder().encodeToString(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java since 15 has Ed25519", e);
            }
        }

        @Override
        public String toString() {
            return "whsk_…";
        }
    }

    /** The signed text: {@code id.timestamp.body}. */
    static byte[] content(String id, long timestamp, byte[] body) {
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }
}
