package io.caregate.audit.verify.siem;

import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Finding.Kind;
import io.caregate.audit.verify.Findings;
import io.caregate.audit.verify.MalformedException;
import io.caregate.auditlog.entry.EntryText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares each record of a SIEM's export with the proved entry of its number. A record that cannot be assigned to an
 * entry is a finding: otherwise a forged one could hide behind a missing number. Findings name fields, not values.
 */
public final class SiemComparison implements SiemLines.Records {
    private static final int SHOWN_FIELDS = 8;
    private static final int SHOWN_RANGES = 10;

    private final LogCopy.Reader log;
    private final long held;
    private final @Nullable String origin;
    private final BitSet seen = new BitSet();
    private final List<Finding> findings = new ArrayList<>();
    private @Nullable String format;
    private long count;
    private long records;
    private long compared;
    private long hashOnly;
    private long unchecked;
    private long withoutLeaf;
    private long unproved;
    private long checkpoints;

    private SiemComparison(LogCopy.Reader log, long held, @Nullable String origin) {
        this.log = log;
        this.held = held;
        this.origin = origin;
    }

    /**
     * Compares an export with a log that is proved.
     *
     * @param held the last entry that is proved
     * @param origin the name of the log; null if it is not known
     */
    public static SiemReport compare(InputStream export, LogCopy copy, long held, @Nullable String origin)
            throws IOException {
        try (LogCopy.Reader log = copy.read()) {
            SiemComparison comparison = new SiemComparison(log, held, origin);
            new SiemLines(export, comparison).read();
            return comparison.report();
        }
    }

    @Override
    public void record(long line, Map<String, Object> members) throws IOException {
        records++;
        SiemRecord read;
        try {
            read = SiemRecord.of(members);
        } catch (MalformedException e) {
            add(Kind.SIEM_UNREADABLE, 0, line, String.valueOf(e.getMessage()));
            return;
        }
        if (!read.isCheckpoint() && read.seq().isEmpty()) {
            add(Kind.SIEM_UNREADABLE, 0, line, "it has no number of an entry");
            return;
        }
        if (format == null) {
            format = read.format();
        }
        if (!read.format().equals(format)) {
            // The searches and rules of the SIEM do not find it any more.
            add(
                    Kind.SIEM_UNREADABLE,
                    0,
                    line,
                    "its format is " + read.format() + ", and that of the first record " + format
                            + ": export the records of one sink");
        } else if (read.isCheckpoint()) {
            checkpoints++;
        } else {
            record(line, read, read.seq().orElseThrow());
        }
    }

    @Override
    public void unreadable(long line, String why) {
        add(Kind.SIEM_UNREADABLE, 0, line, why);
    }

    private void record(long line, SiemRecord record, long seq) throws IOException {
        if (origin != null && record.origin() != null && !origin.equals(record.origin())) {
            add(Kind.SIEM_UNKNOWN, seq, line, "it is of another log");
            return;
        }
        LogCopy.Sealed sealed = log.find(seq);
        if (sealed == null) {
            add(Kind.SIEM_UNKNOWN, seq, line, "the log that was verified has no entry " + seq);
            return;
        }
        if (seq > held) {
            unproved++;
            return;
        }
        seen.set((int) (seq - log.first()));
        List<String> differing = new ArrayList<>();
        if (record.leaf() != null && !record.leaf().equals(sealed.leaf())) {
            differing.add("the leaf hash");
        }
        EntryText entry = sealed.entry();
        if (entry != null) {
            compared++;
            withoutLeaf += record.leaf() == null && !(record.fields() instanceof OwnFields) ? 1 : 0;
            differing.addAll(record.differences(seq, entry));
        } else if (record.leaf() != null) {
            hashOnly++;
        } else {
            unchecked++;
        }
        if (!differing.isEmpty()) {
            String shown = String.join(", ", differing.subList(0, Math.min(SHOWN_FIELDS, differing.size())));
            int more = differing.size() - SHOWN_FIELDS;
            add(
                    Kind.SIEM_CHANGED,
                    seq,
                    line,
                    "entry " + seq + " differs in " + shown + (more > 0 ? " and " + more + " more" : ""));
        }
    }

    private void add(Kind kind, long seq, long line, String text) {
        add(new Finding(kind, seq, seq, "line " + line + ": " + text));
    }

    private void add(Finding finding) {
        count++;
        if (findings.size() < Findings.SHOWN) {
            findings.add(finding);
        }
    }

    private SiemReport report() {
        BitSet expected = log.selected();
        if (held - log.first() + 1 < expected.length()) {
            expected.clear((int) Math.max(0, held - log.first() + 1), expected.length());
        }
        long all = expected.cardinality();
        expected.andNot(seen);
        long lacking = expected.cardinality();
        if (lacking > 0) {
            long first = log.first() + expected.nextSetBit(0);
            add(new Finding(
                    Kind.SIEM_LACKS,
                    first,
                    log.first() + expected.length() - 1,
                    "the export lacks " + lacking + " of " + all + " entries: " + ranges(expected)));
        }
        return new SiemReport(
                format,
                records,
                compared,
                hashOnly,
                unchecked,
                withoutLeaf,
                unproved,
                checkpoints,
                all,
                lacking,
                findings,
                count);
    }

    private String ranges(BitSet lacking) {
        List<String> ranges = new ArrayList<>();
        int from = lacking.nextSetBit(0);
        while (from >= 0 && ranges.size() < SHOWN_RANGES) {
            int to = lacking.nextClearBit(from) - 1;
            long first = log.first() + from;
            ranges.add(to == from ? Long.toString(first) : first + " to " + (log.first() + to));
            from = lacking.nextSetBit(to + 1);
        }
        return String.join(", ", ranges) + (from >= 0 ? ", …" : "");
    }
}
