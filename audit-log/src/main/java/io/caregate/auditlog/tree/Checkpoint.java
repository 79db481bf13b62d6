package io.caregate.auditlog.tree;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The head of the tree at one size, in the form of C2SP's {@code tlog-checkpoint}: origin, size and root in Base64, a
 * line each. The specification allows further lines. They are ignored here.
 */
public record Checkpoint(String origin, long size, String root) {
    private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,255}");
    private static final Pattern SIZE = Pattern.compile("0|[1-9]\\d{0,17}");
    private static final int LINES = 3;

    public Checkpoint {
        if (!isOrigin(origin) || size < 0 || Base64.getDecoder().decode(root).length != TreeHasher.HASH_BYTES) {
            throw new IllegalArgumentException("no checkpoint: origin " + origin + ", size " + size);
        }
    }

    /** The checkpoint of a tree with this size and root. */
    public static Checkpoint of(String origin, long size, byte[] root) {
        return new Checkpoint(origin, size, Base64.getEncoder().encodeToString(root));
    }

    /** Whether this can name a log: 1 to 255 printable ASCII characters, no space and no plus. */
    public static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches();
    }

    /** The checkpoint in a note's text. Throws {@link IllegalArgumentException} if there is none. */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES || !SIZE.matcher(lines[1]).matches()) {
            throw new IllegalArgumentException("no checkpoint: its lines are origin, size and root");
        }
        return of(lines[0], Long.parseLong(lines[1]), Base64.getDecoder().decode(lines[2]));
    }

    /** Whether this text has the form of a checkpoint. */
    static boolean isOne(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + root + "\n";
    }

    /** The root's bytes. */
    public byte[] rootBytes() {
        return Base64.getDecoder().decode(root);
    }
}
