package io.caregate.sampleapi.web;

/**
 * Values of {@code WWW-Authenticate} (RFC 6750 section 3). Their texts are our own: a caller's input is never put into
 * a header.
 */
public final class Challenge {
    /** Without an error, for a caller without a token (RFC 6750 section 3.1). */
    static final String BARE = "Bearer realm=\"health-api\"";

    private Challenge() {}

    /** For a token that is valid, but not for this request. */
    public static String insufficientScope(String needed) {
        return of("insufficient_scope", "The token's scopes do not allow this", needed);
    }

    static String of(String error, String description, String scope) {
        String challenge =
                BARE + ", error=\"" + quoted(error) + "\", error_description=\"" + quoted(description) + "\"";
        return scope.isEmpty() ? challenge : challenge + ", scope=\"" + quoted(scope) + "\"";
    }

    /** RFC 6750 section 3: printable ASCII without quote and backslash. */
    private static String quoted(String text) {
        return text.replace('"', '\'').replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "?");
    }
}
