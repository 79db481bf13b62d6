package io.caregate.audit.integrity;

import java.time.Instant;

/**
 * A place in the log that differs from what was sealed.
 *
 * @param seq the number of the entry
 * @param realmId the realm of the entry, as its payload says; empty if every realm is concerned
 * @param columnRealmId the realm that the column names
 * @param what the keys that disagree, or {@value #MISSING} or {@value #TREE}, with a comma between them
 */
public record Damage(long seq, String realmId, String columnRealmId, String what, Instant found) {
    /** There is no row with this number, or with this and further ones. */
    public static final String MISSING = "missing";
    /** The stored root over the 256 entries that begin here does not match their hashes. */
    public static final String TREE = "tree";
}
