package io.caregate.it.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A developer's key pair: the part that is uploaded, and the assertions that are signed with it (RFC 7523). */
record DeveloperKey(KeyPair pair, String alg) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int P384 = 48;

    static DeveloperKey rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new DeveloperKey(generator.generateKeyPair(), "RS384");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static DeveloperKey ec(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new DeveloperKey(generator.generateKeyPair(), "ES384");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String publicPem() {
        return pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    String privatePem() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The public JWK, with this {@code kid}. */
    Map<String, Object> jwk(String kid) {
        Map<String, Object> jwk = new LinkedHashMap<>();
        jwk.put("kid", kid);
        if (pair.getPublic() instanceof RSAPublicKey rsa) {
            jwk.put("kty", "RSA");
            jwk.put("n", number(rsa.getModulus(), 0));
            jwk.put("e", number(rsa.getPublicExponent(), 0));
        } else if (pair.getPublic() instanceof ECPublicKey ec) {
            jwk.put("kty", "EC");
            jwk.put("crv", "P-384");
            jwk.put("x", number(ec.getW().getAffineX(), P384));
            jwk.put("y", number(ec.getW().getAffineY(), P384));
        }
        return jwk;
    }

    /** The form parameters with which a client authenticates to this realm. */
    Map<String, String> authentication(String clientId, String kid, String issuer) {
        try {
            Map<String, Object> header = Map.of("alg", alg, "kid", kid, "typ", "JWT");
            Map<String, Object> claims = new LinkedHashMap<>();
            claims.put("iss", clientId);
            claims.put("sub", clientId);
            claims.put("aud", issuer);
            claims.put("jti", UUID.randomUUID().toString());
            claims.put("exp", Instant.now().getEpochSecond() + 60);
            String signed = base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
            Signature signature =
                    Signature.getInstance(alg.equals("RS384") ? "SHA384withRSA" : "SHA384withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return Map.of(
                    "client_id",
                    clientId,
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion",
                    signed + "." + base64(signature.sign()));
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String number(BigInteger number, int bytes) {
        byte[] signed = number.toByteArray();
        int from = signed[0] == 0 ? 1 : 0;
        byte[] padded = new byte[Math.max(signed.length - from, bytes)];
        System.arraycopy(signed, from, padded, padded.length - signed.length + from, signed.length - from);
        return base64(padded);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
