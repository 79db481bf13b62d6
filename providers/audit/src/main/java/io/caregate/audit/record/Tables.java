package io.caregate.audit.record;

import io.caregate.foundation.database.SchemaPrefix;
import org.jspecify.annotations.Nullable;

/**
 * The log's tables in the database. Captured entries wait in the inbox without a number. The sealer numbers them and
 * moves them to the log, while it holds the lock of the head's only row. Other tables hold the tree over the log, the
 * signed checkpoints, what witnesses signed of them, the leases by which one node at a time does a job, how far each
 * sink is, the items that sinks rejected, the entries that differ from what was sealed, the state of each job, and the
 * nodes' public keys.
 *
 * @param prefix the schema and a dot, or nothing
 */
public record Tables(String prefix) {
    /** The greatest number that an entry or a checkpoint can have. The log never writes a greater one. */
    public static final long MOST_NUMBER = 1L << 52;

    /**
     * The condition for checkpoints whose number the log can have given. Nobody may read another one: it would stay in
     * front of all that the log writes.
     */
    public static final String NUMBERED = "NR BETWEEN 1 AND " + (MOST_NUMBER - 1);

    /** The columns that inbox and log share. */
    public static final String COLUMNS =
            "ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, CLIENT_ID, USER_ID, USERNAME, IP_ADDRESS, PAYLOAD";

    /** The tables in the schema that Keycloak uses. Null stands for the connection's own. */
    public static Tables in(@Nullable String schema) {
        return new Tables(SchemaPrefix.of(schema));
    }

    public String inbox() {
        return prefix + "CAREGATE_AUDIT_INBOX";
    }

    public String log() {
        return prefix + "CAREGATE_AUDIT_LOG";
    }

    public String head() {
        return prefix + "CAREGATE_AUDIT_HEAD";
    }

    public String key() {
        return prefix + "CAREGATE_AUDIT_KEY";
    }

    public String tree() {
        return prefix + "CAREGATE_AUDIT_TREE";
    }

    public String checkpoint() {
        return prefix + "CAREGATE_AUDIT_CHECKPOINT";
    }

    public String lease() {
        return prefix + "CAREGATE_AUDIT_LEASE";
    }

    public String cursor() {
        return prefix + "CAREGATE_AUDIT_CURSOR";
    }

    public String deadLetter() {
        return prefix + "CAREGATE_AUDIT_DEAD_LETTER";
    }

    public String cosignature() {
        return prefix + "CAREGATE_AUDIT_COSIGNATURE";
    }

    public String damage() {
        return prefix + "CAREGATE_AUDIT_DAMAGE";
    }

    public String signingKey() {
        return prefix + "CAREGATE_AUDIT_SIGNING_KEY";
    }

    public String job() {
        return prefix + "CAREGATE_AUDIT_JOB";
    }
}
