package io.caregate.audit.verify;

import java.util.ArrayList;
import java.util.List;

/** The findings. Each is counted. The first ones are kept, in the order in which they were found. */
public final class Findings {
    /** The number of findings that are kept. */
    public static final int SHOWN = 20;

    private final List<Finding> first = new ArrayList<>();
    private long count;
    private long firstEntry = Long.MAX_VALUE;

    /** Counts a finding, and keeps it if it is one of the first. */
    public void add(Finding finding) {
        count++;
        if (finding.first() > 0) {
            firstEntry = Math.min(firstEntry, finding.first());
        }
        if (first.size() < SHOWN) {
            first.add(finding);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** How far the log is proved: up to this entry, but not beyond the first wrong one. */
    long upTo(long held) {
        return Math.min(held, firstEntry - 1);
    }

    /** The number of findings. */
    public long count() {
        return count;
    }

    /** The first findings. */
    public List<Finding> first() {
        return List.copyOf(first);
    }
}
