package io.caregate.audit.record;

import io.caregate.auditlog.entry.Entry;

/** Where entries go. What lies behind it makes an entry durable before it returns. */
public interface EntryAppender {
    /** The id of a new entry. */
    String nextId();

    /** What stands in an entry for a name that somebody typed in this realm and that belongs to no user. */
    String hashOf(String realmId, String name);

    /** Takes an entry. Returns when it is durable, or cannot be made so and that is logged; never throws. */
    void write(Entry entry);

    /** The name of this node, as it stands in entries. */
    String node();
}
