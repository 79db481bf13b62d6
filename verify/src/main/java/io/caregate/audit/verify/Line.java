package io.caregate.audit.verify;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One line of a series of files. Immutable as long as nobody changes its bytes. */
final class Line {
    /** The number of bytes that are kept of a line that is too long. */
    static final int BEGINNING = 256;

    private final byte[] bytes;
    private final boolean isTooLong;
    private final boolean isEnded;
    private final long number;
    private final Series series;
    private final int file;
    private final int lastFile;

    /**
     * {@code bytes} are those of the line, or its beginning if it is too long to be kept. {@code isEnded} is whether a
     * line feed ends it. {@code number} starts at 1 in each file. {@code file} and {@code lastFile} are the indexes of
     * the files in which it begins and ends.
     */
    Line(byte[] bytes, boolean isTooLong, boolean isEnded, long number, Series series, int file, int lastFile) {
        this.bytes = bytes;
        this.isTooLong = isTooLong;
        this.isEnded = isEnded;
        this.number = number;
        this.series = series;
        this.file = file;
        this.lastFile = lastFile;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isTooLong() {
        return isTooLong;
    }

    boolean isEnded() {
        return isEnded;
    }

    long number() {
        return number;
    }

    /** The place of the line, in the form in which people look for it. */
    String where() {
        return series.isSeveral() ? source() + ", line " + number : "line " + number;
    }

    /** The file that contains the line. */
    String source() {
        return series.name(file);
    }

    /** The file in which the line ends, if it is not the one in which it begins. */
    Optional<String> goesOnIn() {
        return lastFile == file ? Optional.empty() : Optional.of(series.name(lastFile));
    }

    /** The line's text. */
    String text() throws MalformedException {
        if (isTooLong) {
            throw new MalformedException("it is longer than " + Lines.MAX_LINE + " bytes");
        }
        return Utf8.decode(bytes, 0, bytes.length);
    }

    /** The beginning of the line, byte by byte. */
    String beginning() {
        return new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
    }
}
