package io.caregate.audit.verify.cli;

import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal that shows how much of the work on some streams is done. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 40;
    private static final int STEPS = 200;

    private final @Nullable PrintWriter terminal;
    private final long work;
    private long done;
    private long shown = -1;

    /** {@code work} is the number of bytes to read. There is no bar if it is unknown (0), unwanted, or not visible. */
    Progress(long work, PrintWriter terminal, boolean wanted) {
        this.work = work;
        this.terminal = wanted && work > 0 && isTerminal() ? terminal : null;
    }

    /** The stream, which moves the bar as it is read. A byte of it is as much work as {@code weight} others. */
    InputStream over(InputStream in, int weight) {
        return terminal == null ? in : new Watched(in, weight);
    }

    /** Up to Java 21 there is a console only on a terminal. From 22 on there is always one, which can tell. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private void advance(PrintWriter to, long bytes) {
        done += bytes;
        long step = Math.min(STEPS, done * STEPS / work);
        if (step > shown) {
            shown = step;
            int full = (int) (step * WIDTH / STEPS);
            to.printf(Locale.ROOT, "\r[%s%s] %3d %%", "#".repeat(full), ".".repeat(WIDTH - full), step * 100 / STEPS);
            to.flush();
        }
    }

    /** Wipes the bar. */
    @Override
    public void close() {
        if (terminal != null && shown >= 0) {
            terminal.print("\r" + " ".repeat(WIDTH + 8) + "\r");
            terminal.flush();
        }
    }

    private final class Watched extends FilterInputStream {
        private final int weight;

        Watched(InputStream in, int weight) {
            super(in);
            this.weight = weight;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            moved(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            int count = super.read(target, offset, most);
            moved(Math.max(count, 0));
            return count;
        }

        private void moved(int bytes) {
            if (terminal != null) {
                advance(terminal, (long) bytes * weight);
            }
        }
    }
}
