package io.caregate.audit.verify;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong: every finding is counted, the first ones are kept, in the order in which they were found. */
public final class Findings {
    /** How many are kept. */
    public static final int SHOWN = 20;

    private final List<Finding> first = new ArrayList<>();
    private long count;
    private long firstEntry = Long.MAX_VALUE;

    void add(Finding finding) {
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

    /** How far the log is proved: up to this entry, but not beyond the first that is wrong. */
    long upTo(long held) {
        return Math.min(held, firstEntry - 1);
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The first of them. */
    public List<Finding> first() {
        return List.copyOf(first);
    }
}
