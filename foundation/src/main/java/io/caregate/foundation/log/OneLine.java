package io.caregate.foundation.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts text so that it fits on one line of a log that people and programs read. */
public final class OneLine {

    private OneLine() {}

    /**
     * The text with every character that does not print as itself replaced by its code point; the same object if there
     * is no such character.
     */
    public static String of(String text) {
        if (text.codePoints().allMatch(OneLine::isPrinted)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPrinted(c)) {
                line.appendCodePoint(c);
            } else {
                line.append(String.format(Locale.ROOT, "<U+%04X>", c));
            }
        });
        return line.toString();
    }

    /** The exception, or a copy with the same stack if one of its messages has more than one line. */
    static @Nullable Throwable of(@Nullable Throwable thrown) {
        return thrown == null || isOneLine(thrown, identitySet()) ? thrown : Printed.of(thrown, identitySet());
    }

    private static Set<Throwable> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean isOneLine(@Nullable Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return true;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (!isOneLine(suppressed, seen)) {
                return false;
            }
        }
        return thrown.toString().codePoints().allMatch(OneLine::isPrinted) && isOneLine(thrown.getCause(), seen);
    }

    // Control characters, lone surrogates, and characters that change the reading direction or join with their
    // neighbours.
    private static boolean isPrinted(int c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** Represents an exception in a log; its message begins with the exception's class. It is never thrown. */
    @SuppressWarnings("OverrideThrowableToString")
    private static final class Printed extends Exception {
        private static final long serialVersionUID = 1L;

        private Printed(String text, @Nullable Throwable cause) {
            super(text, cause);
        }

        static @Nullable Throwable of(@Nullable Throwable thrown, Set<Throwable> seen) {
            if (thrown == null || !seen.add(thrown)) {
                return null;
            }
            Printed copy = new Printed(OneLine.of(thrown.toString()), of(thrown.getCause(), seen));
            copy.setStackTrace(thrown.getStackTrace());
            for (Throwable suppressed : thrown.getSuppressed()) {
                Throwable shown = of(suppressed, seen);
                if (shown != null) {
                    copy.addSuppressed(shown);
                }
            }
            return copy;
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
