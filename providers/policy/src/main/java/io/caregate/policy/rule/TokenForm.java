package io.caregate.policy.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request as Keycloak's token endpoint takes them. Since 26.7 it removes control characters and the
 * escape sequences of terminals from each value before it reads any: {@code refresh_token[m} is the grant
 * {@code refresh_token}. What was sent must not decide anything.
 */
public final class TokenForm {
    /** As in Keycloak's {@code StringUtil.removeControlCharacters}, which 26.6 does not have; in this order. */
    private static final List<Pattern> REMOVED = Stream.of(
                    "\u001B\\[([0-9;]*)[a-zA-Z]",
                    "(?i)%1B\\[([0-9;]*)[a-zA-Z]",
                    "(?i)%0[0-9A-F]|(?i)%1[0-9A-F]|(?i)%7F",
                    "[\u0000-\u001F\u007F]+",
                    "\\[([0-9;]*)m")
            .map(Pattern::compile)
            .toList();

    private TokenForm() {}

    /** A copy, with all values as the token endpoint takes them. */
    public static Map<String, List<String>> of(Map<String, List<String>> sent) {
        Map<String, List<String>> taken = new LinkedHashMap<>();
        sent.forEach((name, values) -> {
            List<String> each = new ArrayList<>();
            values.forEach(value -> each.add(taken(value)));
            taken.put(name, each);
        });
        return taken;
    }

    /** A value as the token endpoint takes it; nothing becomes an empty one. */
    public static String taken(@Nullable String sent) {
        String taken = sent == null ? "" : sent;
        for (Pattern removed : REMOVED) {
            taken = removed.matcher(taken).replaceAll("");
        }
        return taken;
    }
}
