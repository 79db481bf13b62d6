package io.caregate.foundation.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a reader that must keep up. The server's own stream waits as long as the client does not read, and holds a
 * request thread meanwhile. Here, a reader starts with a time budget. Waiting for the reader uses the budget up, and
 * what the reader takes refills it at a fixed rate, up to the initial budget. When the budget is used up, the reader is
 * disconnected: this write and all later ones end with {@link LostReader}. So does a write to a reader that has closed
 * the connection.
 *
 * <p>One thread writes. Another one calls {@link #inspect()} periodically and interrupts a write that has waited for
 * too long. The interrupt is cleared before the write ends, so it affects nothing else that the writing thread does.
 */
final class MinimumRateOutputStream extends OutputStream {
    /** Splits a long write, so that its progress can be measured. */
    private static final int PIECE = 8 * 1024;

    private final OutputStream out;
    private final long mostNanos;
    private final long nanosOfByte;
    private final LongSupplier nanoTime;

    private long leftNanos;
    private long began;
    private @Nullable Thread writing;
    private boolean interrupted;
    private boolean givenUp;

    MinimumRateOutputStream(OutputStream out, Duration patience, int bytesPerSecond, LongSupplier nanoTime) {
        this.out = out;
        this.mostNanos = patience.toNanos();
        this.nanosOfByte = TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
        this.nanoTime = nanoTime;
        this.leftNanos = mostNanos;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            int from = offset + done;
            int size = Math.min(PIECE, length - done);
            timed(size, () -> out.write(bytes, from, size));
        }
    }

    /** May also wait: what is left in the server's buffer is written. */
    @Override
    public void flush() throws IOException {
        timed(0, out::flush);
    }

    private void timed(int bytes, Step step) throws IOException {
        begin();
        try {
            step.run();
        } catch (IOException broken) {
            throw new LostReader(isGivenUp(), broken);
        } finally {
            end(bytes);
        }
        if (isGivenUp()) {
            throw new LostReader(true, null);
        }
    }

    private synchronized void begin() throws LostReader {
        if (givenUp) {
            throw new LostReader(true, null);
        }
        began = nanoTime.getAsLong();
        writing = Thread.currentThread();
    }

    private synchronized void end(int bytes) {
        writing = null;
        if (interrupted) {
            interrupted = false;
            // The interrupt may have come too late to be noticed, and the thread serves other requests after this one.
            Thread.interrupted();
        }
        long waited = nanoTime.getAsLong() - began;
        givenUp |= waited > leftNanos;
        leftNanos = Math.min(mostNanos, leftNanos - waited + bytes * nanosOfByte);
    }

    private synchronized boolean isGivenUp() {
        return givenUp;
    }

    /** Ends a write that has waited for too long; called by another thread. */
    synchronized void inspect() {
        Thread stuck = writing;
        if (stuck != null && !givenUp && nanoTime.getAsLong() - began > leftNanos) {
            givenUp = true;
            interrupted = true;
            stuck.interrupt();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** The reader was too slow, or has closed the connection. */
    static final class LostReader extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean tooSlow;

        LostReader(boolean tooSlow, @Nullable IOException cause) {
            super(tooSlow ? "the reader is too slow" : "the reader has gone away", cause);
            this.tooSlow = tooSlow;
        }

        boolean isTooSlow() {
            return tooSlow;
        }
    }
}
