package io.caregate.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, one at a time in one buffer, which grows to the longest line and no further. */
final class Lines {
    private static final int CHUNK = 1 << 16;
    /** An entry has at most 28 KiB, and JSON makes at most six bytes of one. */
    private static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[CHUNK];
    private int from;
    private int to;
    private int lineEnd;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException, UnreadableException {
        from = number == 0 ? 0 : lineEnd + 1;
        int scanned = Math.min(from, to);
        while (true) {
            for (int i = scanned; i < to; i++) {
                if (buffer[i] == '\n') {
                    lineEnd = i;
                    number++;
                    return true;
                }
            }
            scanned = to;
            int moved = Math.min(from, to);
            if (!fill()) {
                lineEnd = to;
                boolean left = from < to;
                number += left ? 1 : 0;
                return left;
            }
            scanned -= moved;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return from;
    }

    int length() {
        return lineEnd - from;
    }

    /** The number of this line, from 1. */
    long number() {
        return number;
    }

    /** Moves the begun line to the front and reads on behind it. */
    private boolean fill() throws IOException, UnreadableException {
        int start = Math.min(from, to);
        System.arraycopy(buffer, start, buffer, 0, to - start);
        to -= start;
        from = 0;
        if (to == buffer.length) {
            if (to >= MAX_LINE) {
                throw new UnreadableException("line " + (number + 1) + " is longer than " + MAX_LINE + " bytes");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        to += Math.max(read, 0);
        return read > 0;
    }
}
