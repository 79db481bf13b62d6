package io.caregate.portal.key;

import io.caregate.foundation.digest.Sha256;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A public key for a client's signed assertions, as a JWK (RFC 7517): RSA of 2048 to 8192 bits for RS384, or EC on
 * P-384 for ES384 (RFC 7518 sections 3.3 and 3.4).
 *
 * @param kid the key's name in the header of an assertion
 * @param alg the one algorithm that it is for
 * @param members the members of its type: {@code n} and {@code e}, or {@code crv}, {@code x} and {@code y}
 */
record PublicJwk(String kid, String alg, Map<String, String> members) {
    static final String RS384 = "RS384";
    static final String ES384 = "ES384";

    private static final int LEAST_BITS = 2048;
    private static final int MOST_BITS = 8192;
    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65537);
    private static final int MOST_EXPONENT_BITS = 256;
    private static final int P384_BYTES = 48;
    private static final BigInteger P384_PRIME = new BigInteger(
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff", 16);
    private static final BigInteger P384_B = new BigInteger(
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef", 16);

    PublicJwk {
        members = Map.copyOf(members);
    }

    /** An RSA key; its thumbprint (RFC 7638) is its name until it gets another. */
    static PublicJwk rsa(BigInteger modulus, BigInteger exponent) throws BadKeyException {
        boolean fits = modulus.signum() > 0
                && modulus.testBit(0)
                && modulus.bitLength() >= LEAST_BITS
                && modulus.bitLength() <= MOST_BITS
                && exponent.testBit(0)
                && exponent.compareTo(LEAST_EXPONENT) >= 0
                && exponent.bitLength() <= MOST_EXPONENT_BITS;
        if (!fits) {
            throw new BadKeyException("key-unfit");
        }
        return named(RS384, Map.of("kty", "RSA", "n", encoded(modulus, 0), "e", encoded(exponent, 0)), "e", "kty", "n");
    }

    static PublicJwk rsa(RSAPublicKey key) throws BadKeyException {
        return rsa(key.getModulus(), key.getPublicExponent());
    }

    /** A point of P-384 (FIPS 186-5); a point off the curve is refused. */
    static PublicJwk ec(BigInteger x, BigInteger y) throws BadKeyException {
        BigInteger right = x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(P384_B);
        boolean onCurve = x.compareTo(P384_PRIME) < 0
                && y.compareTo(P384_PRIME) < 0
                && y.multiply(y).subtract(right).mod(P384_PRIME).signum() == 0;
        if (!onCurve) {
            throw new BadKeyException("key-unfit");
        }
        Map<String, String> members =
                Map.of("kty", "EC", "crv", "P-384", "x", encoded(x, P384_BYTES), "y", encoded(y, P384_BYTES));
        return named(ES384, members, "crv", "kty", "x", "y");
    }

    static PublicJwk ec(ECPublicKey key) throws BadKeyException {
        if (key.getParams().getCurve().getField().getFieldSize() != P384_BYTES * 8) {
            throw new BadKeyException("key-unfit");
        }
        return ec(key.getW().getAffineX(), key.getW().getAffineY());
    }

    PublicJwk withKid(String name) {
        return new PublicJwk(name, alg, members);
    }

    /** In the form that Keycloak reads: it accepts only keys that state their purpose. */
    Map<String, String> json() {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("kid", kid);
        json.put("alg", alg);
        json.put("use", "sig");
        json.putAll(new TreeMap<>(members));
        return json;
    }

    // RFC 7638 section 3.2: the required members in lexical order, without white space.
    private static PublicJwk named(String alg, Map<String, String> members, String... required) {
        StringBuilder json = new StringBuilder("{");
        for (String name : required) {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(name)
                    .append("\":\"")
                    .append(members.get(name))
                    .append('"');
        }
        json.append('}');
        return new PublicJwk(sha256(json.toString()), alg, members);
    }

    private static String encoded(BigInteger number, int bytes) {
        byte[] signed = number.toByteArray();
        int from = signed.length > 1 && signed[0] == 0 ? 1 : 0;
        int length = signed.length - from;
        byte[] padded = new byte[Math.max(length, bytes)];
        System.arraycopy(signed, from, padded, padded.length - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(padded);
    }

    private static String sha256(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
    }
}
