package io.caregate.portal.option;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Of what people are told by mail. */
public enum NoticeKind {
    /** Approvers: a request waits. */
    REQUESTS,
    /** Developers: a request of theirs was decided. */
    DECISIONS;

    private static final String NONE = "none";

    /** The kinds that this list names, none of them by the word for none; empty if a word is unknown. */
    static Optional<Set<NoticeKind>> parse(String list) {
        Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
        if (list.strip().equalsIgnoreCase(NONE)) {
            return Optional.of(kinds);
        }
        for (String word : list.split(",", -1)) {
            try {
                kinds.add(valueOf(word.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException unknown) {
                return Optional.empty();
            }
        }
        return Optional.of(kinds);
    }
}
