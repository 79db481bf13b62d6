package io.caregate.audit.status;

import java.time.Duration;

/** Tells waiting threads that entries were sealed on this node. They find entries that other nodes seal by polling. */
public final class SealSignal {
    private long risen;
    private boolean ended;

    /** Entries were sealed. Returns at once. */
    public synchronized void rise() {
        risen++;
        notifyAll();
    }

    /** The server stops, and all waits end. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The number of signals so far. Ask for it before looking. */
    public synchronized long mark() {
        return risen;
    }

    /** Waits until a signal after that mark, or for at most this long. False when the server stops. */
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
