package io.caregate.audit.change;

import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * A name or an id that may have to be looked up. The lookup happens after all rows are written and before the commit,
 * since nothing may be read while Hibernate writes.
 */
@FunctionalInterface
interface Label {
    /** The text; null if there is none any more. */
    @Nullable
    String in(Session session);

    /** A known text. */
    static Label of(@Nullable String text) {
        return session -> text;
    }
}
