package io.caregate.sampleapi;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes valid and invalid tokens. */
final class Forge {
    private final RSAKey key;
    private final String issuer;

    Forge(RSAKey key, String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    /** The claims of Keycloak's access tokens, and no others. */
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("f3b1")
                .audience(List.of("health-api"))
                .issueTime(in(-60))
                .expirationTime(in(300))
                .claim("typ", "Bearer")
                .claim("azp", "app")
                .claim("scope", "health-api");
    }

    static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    String token() {
        return sign(claims());
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(change.apply(claims()));
    }

    String sign(JWTClaimsSet.Builder claims) {
        return sign(JWSAlgorithm.RS256, "JWT", key.getKeyID(), claims, key);
    }

    static String sign(
            JWSAlgorithm algorithm,
            @Nullable String type,
            @Nullable String keyId,
            JWTClaimsSet.Builder claims,
            RSAKey key) {
        var header = new JWSHeader.Builder(algorithm)
                .type(type == null ? null : new JOSEObjectType(type))
                .keyID(keyId)
                .build();
        try {
            var token = new SignedJWT(header, claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String withType(@Nullable String type) {
        return sign(JWSAlgorithm.RS256, type, key.getKeyID(), claims(), key);
    }

    /** Signed with the public key as if it were a shared secret. */
    String withPublicKeyAsSecret() {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(key.getKeyID())
                            .build(),
                    claims().build());
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(key.toRSAPublicKey().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            token.sign(new MACSigner(pem.getBytes(StandardCharsets.US_ASCII)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String unsigned() {
        return new PlainJWT(claims().build()).serialize();
    }

    /** Replaces a role or scope in a signed token. */
    String tampered() {
        String[] parts = token().split("\\.", -1);
        String other = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        claims().subject("somebody-else").build().toString().getBytes(StandardCharsets.UTF_8));
        return parts[0] + "." + other + "." + parts[2];
    }
}
