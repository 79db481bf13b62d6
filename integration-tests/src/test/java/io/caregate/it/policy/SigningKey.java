package io.caregate.it.policy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The key with which a client signs its assertions: a key pair, which has a {@code kid}, or its secret. */
final class SigningKey {
    private final @Nullable String id;
    private final @Nullable KeyPair pair;
    private final String secret;

    private SigningKey(@Nullable String id, @Nullable KeyPair pair, String secret) {
        this.id = id;
        this.pair = pair;
        this.secret = secret;
    }

    static SigningKey rsa(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new SigningKey(id, generator.generateKeyPair(), "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On the curve P-384, which ES384 requires. */
    static SigningKey ec(String id) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return new SigningKey(id, generator.generateKeyPair(), "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static SigningKey secret(String secret) {
        return new SigningKey(null, null, secret);
    }

    @Nullable
    String id() {
        return id;
    }

    /** The key set with these public keys (RFC 7517), without the algorithm, so that each serves several. */
    static String jwks(SigningKey... keys) {
        var json = new StringBuilder("{\"keys\":[");
        for (SigningKey key : keys) {
            json.append(json.charAt(json.length() - 1) == '[' ? "" : ",").append(key.jwk());
        }
        return json.append("]}").toString();
    }

    /** The public key in the form of an identity provider's settings. */
    String pem() {
        return "-----BEGIN PUBLIC KEY-----\n" + publicKey() + "\n-----END PUBLIC KEY-----";
    }

    /** The public key in one line of Base64, in the form of a client's attributes. */
    String publicKey() {
        return Base64.getEncoder().encodeToString(present().getPublic().getEncoded());
    }

    /** The signature of a JWS (RFC 7518 section 3). */
    String sign(String algorithm, String input) {
        byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
        try {
            return encode(
                    switch (algorithm) {
                        case "RS256" -> sign("SHA256withRSA", bytes);
                        case "RS384" -> sign("SHA384withRSA", bytes);
                        case "ES384" -> sign("SHA384withECDSAinP1363Format", bytes);
                        case "HS256" -> mac(bytes);
                        default -> throw new IllegalArgumentException(algorithm);
                    });
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] sign(String javaName, byte[] bytes) throws GeneralSecurityException {
        PrivateKey key = present().getPrivate();
        Signature signature = Signature.getInstance(javaName);
        signature.initSign(key);
        signature.update(bytes);
        return signature.sign();
    }

    private byte[] mac(byte[] bytes) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(bytes);
    }

    private String jwk() {
        String common = "{\"kid\":\"" + id + "\",\"use\":\"sig\",";
        if (present().getPublic() instanceof RSAPublicKey rsa) {
            return common + "\"kty\":\"RSA\",\"n\":\"" + number(rsa.getModulus(), 0) + "\",\"e\":\""
                    + number(rsa.getPublicExponent(), 0) + "\"}";
        }
        var ec = (ECPublicKey) present().getPublic();
        return common + "\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\""
                + number(ec.getW().getAffineX(), 48) + "\",\"y\":\""
                + number(ec.getW().getAffineY(), 48) + "\"}";
    }

    private KeyPair present() {
        if (pair == null) {
            throw new IllegalStateException("A secret has no public key");
        }
        return pair;
    }

    private static String number(BigInteger number, int width) {
        byte[] signed = number.toByteArray();
        int zeros = signed[0] == 0 ? 1 : 0;
        int length = signed.length - zeros;
        byte[] bytes = new byte[Math.max(width, length)];
        System.arraycopy(signed, zeros, bytes, bytes.length - length, length);
        return encode(bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
