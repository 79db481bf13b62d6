package io.caregate.audit.query;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Limits how far one answer of a search goes: part after part of the log, each as wide as can be read in a fraction of
 * the time, until the time is over. So an answer comes soon on a slow database and does not take many statements on a
 * quick one. For one answer.
 */
public final class SearchBudget {
    /** Narrow enough for the slowest database, since the speed of this one is not known yet. */
    private static final long FIRST = 5_000;

    private static final long NARROWEST = 1_000;
    private static final long WIDEST = 10_000_000;
    private static final long STEEPEST = 4;
    private static final int PARTS = 4;

    private final LongSupplier nanos;
    private final long end;
    private final long each;
    private final long narrowest;

    private long width;
    private long began;

    /** From now on, with a clock in nanoseconds. */
    public SearchBudget(Duration most, LongSupplier nanos) {
        this(most, nanos, FIRST, NARROWEST);
    }

    SearchBudget(Duration most, LongSupplier nanos, long first, long narrowest) {
        this.nanos = nanos;
        this.width = first;
        this.narrowest = narrowest;
        this.began = nanos.getAsLong();
        this.end = began + most.toNanos();
        this.each = Math.max(1, most.toNanos() / PARTS);
    }

    /** The number of entries in the next part. */
    long width() {
        return width;
    }

    /** Says that a part is read. False if there is no time for another one. */
    boolean goOn() {
        long now = nanos.getAsLong();
        long took = Math.max(1, now - began);
        began = now;
        double faster = (double) each / took;
        width = (long) Math.min(width * (double) STEEPEST, width * faster);
        width = Math.min(WIDEST, Math.max(narrowest, width));
        return now + Math.min(took, each) - end < 0;
    }
}
