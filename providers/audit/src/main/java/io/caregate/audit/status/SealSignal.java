package io.caregate.audit.status;

import java.time.Duration;

/**
 * Tells those who wait that entries were sealed on this node. What other nodes seal they find by looking now and then.
 */
public final class SealSignal {
    private long risen;
    private boolean ended;

    /** Entries were sealed; returns at once. */
    public synchronized void rise() {
        risen++;
        notifyAll();
    }

    /** The server stops: nobody waits any more. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** How often it has risen; to be asked for before one looks. */
    public synchronized long mark() {
        return risen;
    }

    /** Waits until it has risen since that mark, at most so long; false when the server stops. */
    public synchronized boolean await(long mark, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        long left = most.toMillis();
        while (risen == mark && !ended && left > 0) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        return !ended;
    }
}
