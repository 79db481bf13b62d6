package io.caregate.audit.verify.fetch;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates a client by a JWT that it signs ({@code private_key_jwt}; RFC 7523, sections 2.2 and 3): with PS256 by
 * an RSA key, ES256 by one on P-256, EdDSA by one on Ed25519. Each is for one request and for a minute.
 */
final class ClientAssertions implements ClientAuthentication {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");
    private static final List<String> KINDS = List.of("RSA", "EC", "Ed25519");
    private static final int P256_BITS = 256;
    private static final int SALT_BYTES = 32;
    private static final int ID_BITS = 128;
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final PrivateKey key;
    private final String kind;
    private final String client;
    private final @Nullable String keyId;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Takes a key in PEM (PKCS 8). Throws {@link IllegalArgumentException} with the reason if it is not one that can
     * sign. {@code keyId} is its id in the client's key set, if that has several.
     */
    ClientAssertions(String pem, String client, @Nullable String keyId, Clock clock) {
        this.client = client;
        this.keyId = keyId;
        this.clock = clock;
        Matcher block = PEM.matcher(pem.strip());
        if (!block.matches()) {
            throw new IllegalArgumentException("it is not one private key in PEM (BEGIN PRIVATE KEY)");
        }
        byte[] der = Base64.getMimeDecoder().decode(block.group(1));
        for (String each : KINDS) {
            PrivateKey read = read(each, der);
            if (read != null) {
                this.key = read;
                this.kind = each;
                return;
            }
        }
        throw new IllegalArgumentException("it is neither an RSA key, nor an EC key on P-256, nor an Ed25519 key");
    }

    private static @Nullable PrivateKey read(String kind, byte[] der) {
        try {
            PrivateKey key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
            boolean isOther =
                    key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() != P256_BITS;
            return isOther ? null : key;
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    @Override
    public Map<String, String> parameters(URI issuer) {
        long now = clock.instant().getEpochSecond();
        String id = new BigInteger(ID_BITS, random).toString(Character.MAX_RADIX);
        String header = "{\"alg\":\"" + algorithm() + "\",\"typ\":\"JWT\""
                + (keyId == null ? "" : ",\"kid\":" + Json.text(keyId)) + "}";
        String claims = "{\"iss\":" + Json.text(client) + ",\"sub\":" + Json.text(client) + ",\"aud\":"
                + Json.text(issuer.toString()) + ",\"jti\":\"" + id + "\",\"iat\":" + now + ",\"exp\":"
                + (now + LIFETIME.toSeconds()) + "}";
        String signed =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        return Map.of(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                signed + "." + base64(sign(signed.getBytes(StandardCharsets.US_ASCII))));
    }

    private String algorithm() {
        return switch (kind) {
            case "RSA" -> "PS256";
            case "EC" -> "ES256";
            default -> "EdDSA";
        };
    }

    private byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(
                    switch (kind) {
                        case "RSA" -> "RSASSA-PSS";
                        // JWS has the two numbers, one after the other (RFC 7518, section 3.4).
                        case "EC" -> "SHA256withECDSAinP1363Format";
                        default -> "Ed25519";
                    });
            if (kind.equals("RSA")) {
                signature.setParameter(
                        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, SALT_BYTES, 1));
            }
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the client's key cannot sign: " + e.getMessage(), e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
