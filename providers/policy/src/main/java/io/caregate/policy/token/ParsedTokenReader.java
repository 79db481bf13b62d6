package io.caregate.policy.token;

import org.keycloak.TokenVerifier;
import org.keycloak.common.VerificationException;
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
}
