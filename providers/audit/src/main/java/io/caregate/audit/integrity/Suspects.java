package io.caregate.audit.integrity;

import java.util.List;
import java.util.TreeSet;

/**
 * Numbers of entries that did not agree when they were read. Readers report them here and continue. The job that checks
 * the log looks at them next. Thread-safe. If there are more than {@value #MOST}, the rest is left to that job's own
 * round.
 */
public final class Suspects {
    private static final int MOST = 10_000;

    private final TreeSet<Long> seqs = new TreeSet<>();

    /** This entry did not agree. Returns at once. */
    public synchronized void add(long seq) {
        if (seqs.size() < MOST) {
            seqs.add(seq);
        }
    }

    /** Takes up to {@code most} of them off the list and returns them. */
    public synchronized List<Long> take(int most) {
        List<Long> taken = seqs.stream().limit(most).toList();
        taken.forEach(seqs::remove);
        return taken;
    }
}
