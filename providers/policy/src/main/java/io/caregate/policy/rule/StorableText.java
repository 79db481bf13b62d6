package io.caregate.policy.rule;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text that every database under Keycloak accepts. */
public final class StorableText {

    /** The width of nearly all of Keycloak's text columns. */
    public static final int COLUMN = 255;

    private StorableText() {}

    /**
     * The problem with a text, as a clause, and what to do about it; empty if it can be stored, or is absent.
     *
     * @param most the number of characters that its column holds
     */
    public static Optional<String> problem(@Nullable String text, int most) {
        if (text == null) {
            return Optional.empty();
        }
        if (text.length() > most) {
            return Optional.of("it has more than " + most + " characters; shorten it");
        }
        return isStorable(text)
                ? Optional.empty()
                : Optional.of("it has a NUL character or half of a surrogate pair; remove it");
    }

    // PostgreSQL accepts no NUL, and no encoding has bytes for half of a surrogate pair.
    private static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }
}
