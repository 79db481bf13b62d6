package io.caregate.audit.integrity;

import java.util.List;
import java.util.TreeSet;

/**
 * Numbers of entries that did not agree when they were read. Whoever reads says so and goes on; the job that checks the
 * log looks at them next. Thread-safe. More than {@value #MOST} are left to that job's own round.
 */
public final class Suspects {
    private static final int MOST = 10_000;

    private final TreeSet<Long> seqs = new TreeSet<>();

    /** This entry did not agree; returns at once. */
    public synchronized void add(long seq) {
        if (seqs.size() < MOST) {
            seqs.add(seq);
        }
    }

    /** Up to so many of them, which are no suspects any more. */
    public synchronized List<Long> take(int most) {
        List<Long> taken = seqs.stream().limit(most).toList();
        taken.forEach(seqs::remove);
        return taken;
    }
}
