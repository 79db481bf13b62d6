package io.caregate.portal.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** One public key of a JWK Set (RFC 7517 section 4). */
final class JsonKey {
    /** The members of private and symmetric keys (RFC 7518 sections 6.2.2, 6.3.2 and 6.4). */
    private static final Set<String> PRIVATE = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /**
     * The characters that a key's id may contain: it is pasted into programs, and none of them may have a meaning
     * there.
     */
    private static final Pattern KID = Pattern.compile("[A-Za-z0-9._~:/+=@-]{1,255}");

    private static final int LONGEST_NUMBER = 2048;

    private JsonKey() {}

    static PublicJwk parse(JsonNode jwk) throws BadKeyException {
        if (PRIVATE.stream().anyMatch(jwk::has)) {
            throw new BadKeyException("key-private");
        }
        PublicJwk key =
                switch (jwk.path("kty").asText()) {
                    case "RSA" -> PublicJwk.rsa(number(jwk, "n"), number(jwk, "e"));
                    case "EC" -> ec(jwk);
                    default -> throw new BadKeyException(jwk.isObject() ? "key-unfit" : "key-unreadable");
                };
        requirePurpose(jwk, key.alg());
        JsonNode kid = jwk.path("kid");
        if (kid.isMissingNode()) {
            return key;
        }
        if (!kid.isTextual() || !isName(kid.textValue())) {
            throw new BadKeyException("key-id-form");
        }
        return key.withKid(kid.textValue());
    }

    private static PublicJwk ec(JsonNode jwk) throws BadKeyException {
        if (!jwk.path("crv").asText().equals("P-384")) {
            throw new BadKeyException("key-unfit");
        }
        return PublicJwk.ec(number(jwk, "x"), number(jwk, "y"));
    }

    private static void requirePurpose(JsonNode jwk, String alg) throws BadKeyException {
        JsonNode operations = jwk.path("key_ops");
        boolean verifies = operations.isMissingNode()
                || (operations.isArray()
                        && operations.size() == 1
                        && operations.get(0).asText().equals("verify"));
        boolean fits = jwk.path("alg").asText(alg).equals(alg)
                && jwk.path("use").asText("sig").equals("sig")
                && verifies;
        if (!fits) {
            throw new BadKeyException("key-algorithm");
        }
    }

    private static boolean isName(String kid) {
        return KID.matcher(kid).matches();
    }

    private static BigInteger number(JsonNode jwk, String member) throws BadKeyException {
        String text = jwk.path(member).asText();
        if (text.isEmpty() || text.length() > LONGEST_NUMBER) {
            throw new BadKeyException("key-unreadable");
        }
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException noBase64) {
            throw new BadKeyException("key-unreadable");
        }
    }
}
