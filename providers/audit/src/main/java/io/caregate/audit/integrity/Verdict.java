package io.caregate.audit.integrity;

import java.util.List;

/**
 * What {@link RowCheck} says of a row.
 *
 * @param id the entry's own id, as the payload says; the column's where the payload is none
 * @param realmId the realm to which the entry belongs, as the payload says; the column's where the payload is none
 * @param disagreeing what is not as it was sealed, by the keys of {@code docs/audit-format.md}; empty for an intact row
 */
public record Verdict(String id, String realmId, List<String> disagreeing) {
    /** The payload is no entry. */
    public static final String PAYLOAD = "payload";
    /** Salt and payload are not what the hash is of. */
    public static final String LEAF = "leaf";

    public Verdict {
        disagreeing = List.copyOf(disagreeing);
    }

    /** Whether everything agrees. */
    public boolean isIntact() {
        return disagreeing.isEmpty();
    }

    /** What disagrees, as it is shown and stored. */
    public String what() {
        return String.join(",", disagreeing);
    }
}
