package io.caregate.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of entries that {@link Verifier} has found to be in order, read once more: to know their places in the
 * tree, and to copy them. It verifies nothing itself. Not thread-safe.
 */
public final class EntryLines {
    private static final Pattern BEGINNING =
            Pattern.compile("\\{\"seq\":([1-9][0-9]{0,15}),\"leaf\":\"([A-Za-z0-9+/]{43}=)\"[,}]");

    private final Lines lines;
    private byte[] bytes = new byte[0];
    private long seq;
    private String leaf = "";

    /** Reads the entries' lines in this stream, without a header. The caller closes it. */
    public EntryLines(InputStream in) {
        this.lines = new Lines(in);
    }

    /** Goes to the next line; false at the end. Throws if it is not that of an entry: the file has changed. */
    public boolean next() throws IOException, UnreadableException {
        if (!lines.next()) {
            return false;
        }
        Line line = lines.line();
        Matcher beginning = BEGINNING.matcher(line.beginning());
        if (line.isTooLong() || !line.isEnded() || !beginning.lookingAt()) {
            throw new UnreadableException(line.where() + " was changed after it was verified: start again");
        }
        bytes = line.bytes();
        seq = Long.parseLong(beginning.group(1));
        leaf = beginning.group(2);
        return true;
    }

    /** The entry's number. */
    public long seq() {
        return seq;
    }

    /** The entry's hash. */
    public byte[] leaf() {
        return Base64.getDecoder().decode(leaf);
    }

    /** The line as it is, with its line feed. */
    public String line() {
        return new String(bytes, StandardCharsets.UTF_8) + "\n";
    }

    /** The line of the same entry with its hash alone, and a line feed. */
    public String closedLine() {
        return "{\"seq\":" + seq + ",\"leaf\":\"" + leaf + "\"}\n";
    }
}
