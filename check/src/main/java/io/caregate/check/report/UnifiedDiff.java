package io.caregate.check.report;

import io.caregate.policy.rule.PrintableText;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The unified format of POSIX {@code diff -u}, for two texts with the same number of lines. */
public final class UnifiedDiff {

    private static final int CONTEXT = 3;
    private static final int LONGEST = 500;

    private final Colours colours;

    /** With or without the colours of a terminal. */
    public UnifiedDiff(boolean colours) {
        this.colours = new Colours(colours);
    }

    /** Writes the differences; nothing if there are none. */
    public void write(String file, byte[] before, byte[] after, Writer out) throws IOException {
        Lines old = new Lines(before);
        Lines changed = new Lines(after);
        if (old.count() != changed.count()) {
            throw new IllegalArgumentException(old.count() + " lines became " + changed.count());
        }
        int[] different = IntStream.range(0, old.count())
                .filter(line -> !old.isSame(line, changed))
                .toArray();
        if (different.length == 0) {
            return;
        }
        String name = PrintableText.printable(file, LONGEST);
        out.write(colours.bold("--- " + name) + "\n" + colours.bold("+++ " + name) + "\n");
        int from = 0;
        for (int i = 1; i <= different.length; i++) {
            // Hunks whose contexts touch are merged.
            if (i == different.length || different[i] - different[i - 1] > 2 * CONTEXT + 1) {
                writeHunk(old, changed, Math.max(0, different[from] - CONTEXT), different[i - 1], out);
                from = i;
            }
        }
    }

    private void writeHunk(Lines old, Lines changed, int first, int lastDifferent, Writer out) throws IOException {
        int end = Math.min(old.count(), lastDifferent + CONTEXT + 1);
        String range = (first + 1) + (end - first == 1 ? "" : "," + (end - first));
        out.write(colours.cyan("@@ -" + range + " +" + range + " @@") + "\n");
        int line = first;
        while (line < end) {
            int same = line;
            while (same < end && !old.isSame(same, changed)) {
                same++;
            }
            for (int i = line; i < same; i++) {
                out.write(colours.red("-" + old.text(i)) + old.ending(i));
            }
            for (int i = line; i < same; i++) {
                out.write(colours.green("+" + changed.text(i)) + changed.ending(i));
            }
            if (same < end) {
                out.write(" " + old.text(same) + old.ending(same));
            }
            line = same + 1;
        }
    }

    /** A text in lines. A carriage return is part of its line. */
    private static final class Lines {
        private final byte[] bytes;
        private final int[] ends;

        Lines(byte[] bytes) {
            this.bytes = bytes;
            this.ends = IntStream.range(0, bytes.length)
                    .filter(i -> bytes[i] == '\n' || i == bytes.length - 1)
                    .map(i -> i + 1)
                    .toArray();
        }

        int count() {
            return ends.length;
        }

        private int start(int line) {
            return line == 0 ? 0 : ends[line - 1];
        }

        boolean isSame(int line, Lines other) {
            return Arrays.equals(bytes, start(line), ends[line], other.bytes, other.start(line), other.ends[line]);
        }

        private boolean isEnded(int line) {
            return bytes[ends[line] - 1] == '\n';
        }

        String text(int line) {
            int end = isEnded(line) ? ends[line] - 1 : ends[line];
            return new String(bytes, start(line), end - start(line), StandardCharsets.UTF_8);
        }

        String ending(int line) {
            return isEnded(line) ? "\n" : "\n\\ No newline at end of file\n";
        }
    }
}
