package io.caregate.audit.record;

import io.caregate.auditlog.entry.Entry;

/** Takes entries, and makes each durable before it returns. */
public interface EntryAppender {
    /** The id of a new entry. */
    String nextId();

    /** The text that stands in an entry for a name that was typed in this realm and belongs to no user. */
    String hashOf(String realmId, String name);

    /** Takes an entry. Returns when it is durable, or when that is impossible and logged. Never throws. */
    void write(Entry entry);

    /** Counts an entry that could not be made, for whatever reason; the caller logs it. */
    default void lost() {}

    /** The name of this node, as it stands in entries. */
    String node();
}
