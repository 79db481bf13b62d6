package io.caregate.audit.record;

import java.util.Locale;

/**
 * The treatment of a name that was typed and belongs to no user. People type passwords into the name field, so it is
 * not kept as it is unless the operator says so.
 */
public enum UnknownUsernames {
    /** A keyed hash: the same name can be found again, but the name cannot be read. */
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
