package io.caregate.audit.integrity;

import java.util.List;

/**
 * The verdict of {@link RowCheck} on a row.
 *
 * @param id the entry's own id, as the payload says; the column's where the payload is none
 * @param realmId the realm to which the entry belongs, as the payload says; the column's where the payload is none
 * @param disagreeing what is not as it was sealed, by the keys of {@code docs/audit-format.md}; empty for an intact row
 */
public record Verdict(String id, String realmId, List<String> disagreeing) {
    /** The payload is not an entry. */
    public static final String PAYLOAD = "payload";
    /** The hash is not that of salt and payload. */
    public static final String LEAF = "leaf";

    public Verdict {
        disagreeing = List.copyOf(disagreeing);
    }

    /** Whether everything agrees. */
    public boolean isIntact() {
        return disagreeing.isEmpty();
    }

    /** The parts that disagree, as shown and stored. */
    public String what() {
        return String.join(",", disagreeing);
    }
}
