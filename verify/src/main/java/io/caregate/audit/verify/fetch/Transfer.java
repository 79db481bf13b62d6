package io.caregate.audit.verify.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one call writes to its target. A call that was given up may still have a thread that waits for the server: it
 * writes nothing more, since the target may be another call's by then. Thread-safe.
 */
final class Transfer {
    private @Nullable OutputStream out;
    private boolean isGivenUp;
    private long bytes;

    synchronized void open(LogSource.Target target) throws IOException {
        demandGoing();
        try {
            out = target.open();
        } catch (IOException e) {
            throw new TargetException(e);
        }
    }

    synchronized void write(byte[] chunk, int length) throws IOException {
        demandGoing();
        OutputStream opened = out;
        if (opened == null) {
            throw new IllegalStateException("the target is not open");
        }
        try {
            opened.write(chunk, 0, length);
        } catch (IOException e) {
            throw new TargetException(e);
        }
        bytes += length;
    }

    /** The number of bytes that were written so far. */
    synchronized long bytes() {
        return bytes;
    }

    synchronized void close() throws TargetException {
        OutputStream opened = out;
        out = null;
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            throw new TargetException(e);
        }
    }

    /** Closes the target, too. */
    synchronized void giveUp() throws TargetException {
        isGivenUp = true;
        close();
    }

    private void demandGoing() throws InterruptedIOException {
        if (isGivenUp) {
            throw new InterruptedIOException("the call was given up");
        }
    }

    /** The answer could not be stored, which is no reason to ask again. */
    static final class TargetException extends IOException {
        private static final long serialVersionUID = 1L;

        final IOException why;

        TargetException(IOException why) {
            super(why);
            this.why = why;
        }
    }
}
