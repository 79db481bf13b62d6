package io.caregate.policy.rule;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Null and empty entries of a written client. Keycloak drops them before the client can be checked, so a writer who
 * intended them would never learn that nothing was stored.
 */
public final class BlankEntries {

    private static final Violation BLANK =
            new Violation("empty", "it is empty", "remove the entry, or write the value that is meant");

    private BlankEntries() {}

    /** A finding for each list with such an entry; an absent list has none. */
    public static List<Finding> check(
            @Nullable Collection<@Nullable String> redirectUris, @Nullable Collection<@Nullable String> webOrigins) {
        return Stream.concat(
                        check(RuleId.EXACT_REDIRECT_URI, "redirectUris", redirectUris),
                        check(RuleId.EXACT_WEB_ORIGIN, "webOrigins", webOrigins))
                .toList();
    }

    private static Stream<Finding> check(RuleId rule, String field, @Nullable Collection<@Nullable String> entries) {
        boolean blank = entries != null
                && !isUntouchedField(entries)
                && entries.stream().anyMatch(entry -> entry == null || entry.isBlank());
        return blank ? Stream.of(BLANK.at(rule, field, "")) : Stream.empty();
    }

    // The Admin Console sends one empty string for a field that is not filled in.
    private static boolean isUntouchedField(Collection<@Nullable String> entries) {
        return entries.size() == 1 && entries.contains("");
    }
}
