package io.caregate.audit.verify.cli;

import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar on a terminal that shows how much of a stream has been read. */
final class Progress extends FilterInputStream {
    private static final int WIDTH = 40;
    private static final int STEPS = 200;

    private final PrintWriter terminal;
    private final long length;
    private long read;
    private long shown = -1;

    private Progress(InputStream in, long length, PrintWriter terminal) {
        super(in);
        this.length = length;
        this.terminal = terminal;
    }

    /** The stream with a bar, if it is visible and the length is known. Otherwise the stream. */
    static InputStream over(InputStream in, long length, PrintWriter terminal, boolean wanted) {
        return wanted && length > 0 && isTerminal() ? new Progress(in, length, terminal) : in;
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

    @Override
    public int read() throws IOException {
        int value = super.read();
        advance(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        int count = super.read(target, offset, most);
        advance(Math.max(count, 0));
        return count;
    }

    @Override
    public void close() throws IOException {
        if (shown >= 0) {
            terminal.print("\r" + " ".repeat(WIDTH + 8) + "\r");
            terminal.flush();
        }
        super.close();
    }

    private void advance(int bytes) {
        read += bytes;
        long step = Math.min(STEPS, read * STEPS / length);
        if (step > shown) {
            shown = step;
            int full = (int) (step * WIDTH / STEPS);
            terminal.printf(
                    Locale.ROOT, "\r[%s%s] %3d %%", "#".repeat(full), ".".repeat(WIDTH - full), step * 100 / STEPS);
            terminal.flush();
        }
    }
}
