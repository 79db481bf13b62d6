package io.caregate.audit.verify.siem;

import io.caregate.audit.verify.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of comparing a SIEM's export with a proved log.
 *
 * @param format the format of its records; null if it has none
 * @param records the number of records in the export, checkpoints among them
 * @param compared of these, those whose content was compared with an open entry
 * @param hashOnly those of which only the leaf hash could be compared, since the log has the entry closed
 * @param unchecked those of closed entries that came without a leaf hash: nothing could be compared
 * @param withoutLeaf those that were compared although they came without a leaf hash
 * @param unproved those of entries that no checkpoint proves yet: not compared
 * @param checkpoints those that say that they are a checkpoint: not compared
 * @param expected the number of selected open entries that are proved
 * @param lacking the number of those that the export lacks
 * @param findings the first findings
 * @param count the number of findings
 */
public record SiemReport(
        @Nullable String format,
        long records,
        long compared,
        long hashOnly,
        long unchecked,
        long withoutLeaf,
        long unproved,
        long checkpoints,
        long expected,
        long lacking,
        List<Finding> findings,
        long count) {
    public SiemReport {
        findings = List.copyOf(findings);
    }

    /** Whether every record is what the log has, and none is missing. */
    public boolean isGood() {
        return count == 0;
    }
}
