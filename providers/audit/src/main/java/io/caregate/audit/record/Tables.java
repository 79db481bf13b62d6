package io.caregate.audit.record;

import io.caregate.foundation.database.SchemaPrefix;
import org.jspecify.annotations.Nullable;

/**
 * The log's tables in the database. Captured entries wait in the inbox without a number. The sealer numbers them and
 * moves them to the log, while it holds the lock of the head's only row. Other tables hold the tree over the log, the
 * signed checkpoints, the leases by which one node at a time does a job, how far each sink is, the items that sinks
 * rejected, the entries that differ from what was sealed, and the state of each job.
 */
public record Tables(
        String inbox,
        String log,
        String head,
        String key,
        String tree,
        String checkpoint,
        String lease,
        String cursor,
        String deadLetter,
        String damage,
        String job) {
    /** The greatest number that an entry or a checkpoint can have. The log never writes a greater one. */
    public static final long MOST_NUMBER = 1L << 52;

    /** The columns that inbox and log share. */
    public static final String COLUMNS =
            "ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID, USERNAME, IP_ADDRESS, PAYLOAD";

    /** The tables in the schema that Keycloak uses. Null stands for the connection's own. */
    public static Tables in(@Nullable String schema) {
        String prefix = SchemaPrefix.of(schema);
        return new Tables(
                prefix + "CAREGATE_AUDIT_INBOX",
                prefix + "CAREGATE_AUDIT_LOG",
                prefix + "CAREGATE_AUDIT_HEAD",
                prefix + "CAREGATE_AUDIT_KEY",
                prefix + "CAREGATE_AUDIT_TREE",
                prefix + "CAREGATE_AUDIT_CHECKPOINT",
                prefix + "CAREGATE_AUDIT_LEASE",
                prefix + "CAREGATE_AUDIT_CURSOR",
                prefix + "CAREGATE_AUDIT_DEAD_LETTER",
                prefix + "CAREGATE_AUDIT_DAMAGE",
                prefix + "CAREGATE_AUDIT_JOB");
    }
}
