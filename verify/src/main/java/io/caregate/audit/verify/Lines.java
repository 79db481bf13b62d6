package io.caregate.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The lines of a stream, one at a time in one buffer, which grows to the longest line and no further. Of a longer line,
 * only {@value #MAX_LINE} bytes are kept.
 */
final class Lines {
    /** An entry has at most 28 KiB, and JSON within JSON turns one byte into at most seven. */
    static final int MAX_LINE = 1 << 20;

    private static final int CHUNK = 1 << 16;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = LOWEST_BITS << 7;
    private static final long FEEDS = LOWEST_BITS * '\n';

    private final InputStream in;
    private final Series series;
    private byte[] buffer = new byte[CHUNK];
    private int from;
    private int to;
    private int lineEnd;
    private long number;
    private boolean ended = true;
    private boolean tooLong;
    /** The number of bytes that have been read, and the position of the line's first byte among them. */
    private long total;

    private long start;
    /** The number of bytes in the line with its end, and the number of those that are not kept. */
    private long lengthOfAll;

    private long skipped;
    private int file = -1;
    private long firstOfFile;

    Lines(InputStream in) {
        this(in, Series.of(""));
    }

    /** For a stream whose bytes are those of a series of files. */
    Lines(InputStream in, Series series) {
        this.in = in;
        this.series = series;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        from = number == 0 ? 0 : Math.min(lineEnd + 1, to);
        tooLong = false;
        skipped = 0;
        start = total - (to - from);
        int scanned = from;
        while (true) {
            int end = lineFeed(scanned);
            if (end >= 0) {
                return found(end, true);
            }
            if (to - from > MAX_LINE) {
                return skip();
            }
            int length = to - from;
            if (!fill()) {
                return from < to && found(to, false);
            }
            scanned = from + length;
        }
    }

    private boolean found(int end, boolean hasEnd) {
        lineEnd = end;
        ended = hasEnd;
        tooLong |= end - from > MAX_LINE;
        number++;
        lengthOfAll = skipped + end - from + (hasEnd ? 1 : 0);
        int index = series.indexOf(start);
        if (index != file) {
            file = index;
            // The end of a line that began in the previous file is the first line of this one.
            firstOfFile = series.start(index) == start ? number : number - 1;
        }
        return true;
    }

    /** The index of the next line feed in the buffer, or -1. It compares eight bytes at a time. */
    private int lineFeed(int begin) {
        int i = begin;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long zeroWhereFeed = (long) EIGHT_BYTES.get(buffer, i) ^ FEEDS;
            if (((zeroWhereFeed - LOWEST_BITS) & ~zeroWhereFeed & HIGHEST_BITS) != 0) {
                break;
            }
        }
        for (; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A copy of the line, which stays as it is. */
    Line line() {
        int kept = tooLong ? Math.min(lineEnd - from, Line.BEGINNING) : lineEnd - from;
        int end = series.indexOf(start + lengthOfAll - 1);
        return new Line(
                Arrays.copyOfRange(buffer, from, from + kept),
                tooLong,
                ended,
                series.isSeveral() ? number - firstOfFile + 1 : number,
                series,
                file,
                end);
    }

    /** Keeps the line's bytes so far, and continues to its end. */
    private boolean skip() throws IOException {
        tooLong = true;
        // The buffered bytes beyond the maximum, which also belong to this line.
        skipped = (long) to - from - MAX_LINE;
        byte[] kept = Arrays.copyOfRange(buffer, from, from + MAX_LINE);
        byte[] chunk = new byte[CHUNK];
        int read = in.read(chunk);
        while (read >= 0) {
            total += read;
            for (int i = 0; i < read; i++) {
                if (chunk[i] == '\n') {
                    skipped += i;
                    return keep(kept, chunk, i + 1, read, true);
                }
            }
            skipped += read;
            read = in.read(chunk);
        }
        return keep(kept, chunk, 0, 0, false);
    }

    private boolean keep(byte[] line, byte[] rest, int restFrom, int restTo, boolean hasEnd) {
        buffer = Arrays.copyOf(line, line.length + 1 + restTo - restFrom);
        System.arraycopy(rest, restFrom, buffer, line.length + 1, restTo - restFrom);
        from = 0;
        to = hasEnd ? buffer.length : line.length;
        return found(line.length, hasEnd);
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return from;
    }

    /** The number of available bytes from the start of this line. */
    int available() {
        return to - from;
    }

    /** Moves the begun line to the front and reads on after it. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        to += Math.max(read, 0);
        total += Math.max(read, 0);
        return read > 0;
    }
}
