package io.caregate.audit.change;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change that an admin event of the same transaction reports, so that it needs no second entry.
 *
 * @param segments of the resource's path: ids and names among them
 * @param roles the roles that it names; a role that was matched once is removed
 */
record ToldChange(String type, Set<String> segments, Set<String> roles) {
    /** It is stored in a component, which its event does not name. */
    private static final String USER_PROFILE = "USER_PROFILE";

    static ToldChange of(@Nullable String type, @Nullable String path, Set<String> roles) {
        Set<String> segments =
                path == null ? Set.of() : Arrays.stream(path.split("/", -1)).collect(Collectors.toUnmodifiableSet());
        return new ToldChange(type == null ? "" : type, segments, new HashSet<>(roles));
    }

    /** Whether it reports a change to a thing of this type with these ids and names. */
    boolean tells(String changed, Set<String> idents) {
        Family mine = Family.of(type);
        Family other = Family.of(changed);
        boolean profile = type.equals(USER_PROFILE);
        if (mine == other && (mine.isOneThing() || profile)) {
            return true;
        }
        return mine.tells(other) && names(idents);
    }

    boolean names(Set<String> idents) {
        return idents.stream().anyMatch(segments::contains);
    }
}
