package io.caregate.audit.sink;

import java.util.Locale;

/** The position where a sink begins that was never delivered to before. */
public enum Start {
    /** At the log's first entry. */
    OLDEST,
    /** After the entries that are already sealed when the sink is first seen. */
    NOW;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
