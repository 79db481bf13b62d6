package io.caregate.policy.rule;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The response types of OAuth 2.0 Multiple Response Type Encoding Practices that are served: {@code code} and
 * {@code none}. No type that puts a token into a front-channel answer is served (RFC 9700 section 2.1.2).
 */
public final class ResponseTypeRule {

    // The type of nearly every request, without parsing.
    private static final String CODE = "code";
    /** The served response types, in the order of the metadata document. */
    public static final List<String> SERVED = List.of(CODE, "none");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private ResponseTypeRule() {}

    /** Whether a response type asks for a token from the authorization endpoint, in any order, case or spacing. */
    public static boolean asksForToken(String responseType) {
        return !responseType.equals(CODE)
                && words(responseType).anyMatch(word -> word.equals("token") || word.equals("id_token"));
    }

    /** Whether a response type asks for a code. */
    public static boolean asksForCode(String responseType) {
        return responseType.equals(CODE) || words(responseType).anyMatch(CODE::equals);
    }

    private static Stream<String> words(String responseType) {
        return SPACES.splitAsStream(responseType.toLowerCase(Locale.ROOT));
    }
}
