package io.caregate.policy.token;

import org.jspecify.annotations.Nullable;
import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.representations.JsonWebToken;

/** The content of a token that Keycloak has verified before it asks the pack; its signature is not checked again. */
final class ParsedTokenReader {
    private ParsedTokenReader() {}

    static <T extends JsonWebToken> T parse(String encoded, Class<T> type) {
        try {
            return TokenVerifier.create(encoded, type).getToken();
        } catch (VerificationException unreadable) {
            throw new IllegalStateException("Keycloak passed a token that cannot be read", unreadable);
        }
    }

    /** The algorithm in its header (RFC 7515 section 4.1.1); null if that names none. */
    static @Nullable String algorithm(String encoded) {
        try {
            return new JWSInput(encoded).getHeader().getRawAlgorithm();
        } catch (JWSInputException unreadable) {
            throw new IllegalStateException("Keycloak passed a token that cannot be read", unreadable);
        }
    }
}
