package io.caregate.audit.record;

import java.util.Locale;

/**
 * What becomes of a name that somebody typed and that belongs to no user. People type passwords into the name field, so
 * it is not kept as it is unless the operator says so.
 */
public enum UnknownUsernames {
    /** A keyed hash: the same name can be found again, the name cannot be read. */
    HASH,
    /** The name as typed. */
    CLEAR,
    /** Nothing. */
    DROP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
