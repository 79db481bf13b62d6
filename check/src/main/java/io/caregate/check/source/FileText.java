package io.caregate.check.source;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text of a file in UTF-8, in which values have offsets. Lines are counted only if they are needed. */
final class FileText {

    private static final int BYTE_ORDER_MARK = 0xfeff;
    private static final byte[] MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final byte[] bytes;
    private final boolean asRead;
    private int @Nullable [] lines;

    private FileText(String name, byte[] bytes, boolean asRead) {
        this.name = name;
        this.bytes = bytes;
        this.asRead = asRead;
    }

    /** A file as it was read. UTF-16, which some shells write, is converted to UTF-8. */
    static FileText of(String name, byte[] read) {
        Charset wide = wide(read);
        return wide == null
                ? new FileText(name, read, true)
                : new FileText(name, new String(read, wide).getBytes(StandardCharsets.UTF_8), false);
    }

    // No relevant text begins with a character beyond ASCII, other than the byte order mark.
    private static @Nullable Charset wide(byte[] read) {
        if (read.length < 2) {
            return null;
        }
        int first = (read[0] & 0xff) << 8 | (read[1] & 0xff);
        if (first == BYTE_ORDER_MARK || read[0] == 0) {
            return StandardCharsets.UTF_16BE;
        }
        return first == Character.reverseBytes((char) BYTE_ORDER_MARK) || read[1] == 0
                ? StandardCharsets.UTF_16LE
                : null;
    }

    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether these are the bytes of the file, which is then in UTF-8. */
    boolean isAsRead() {
        return asRead;
    }

    /** The location of a byte. */
    Place place(int offset) {
        int[] starts = lines();
        int found = Arrays.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        int column = 1;
        for (int i = starts[line]; i < offset; i++) {
            column += isContinued(bytes[i]) ? 0 : 1;
        }
        return new Place(name, line + 1, column);
    }

    private int[] lines() {
        if (lines == null) {
            lines = findLines();
        }
        return lines;
    }

    // The offset at which each line begins. A byte order mark has no column.
    private int[] findLines() {
        int[] found = new int[16];
        int count = 1;
        found[0] = Arrays.mismatch(bytes, MARK) == MARK.length ? MARK.length : 0;
        for (int i = 0; i < bytes.length; i++) {
            boolean ends = bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n'));
            if (ends) {
                found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
                found[count++] = i + 1;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** Whether a byte of UTF-8 does not start a character. */
    static boolean isContinued(byte unit) {
        return (unit & 0xc0) == 0x80;
    }
}
