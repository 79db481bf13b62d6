package io.caregate.auditlog.tree;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** C2SP's {@code signed-note}: a text, an empty line, and a line for each signature. */
public record SignedNote(String text, List<Signature> signatures) {
    /** The beginning of every signature line: an em dash and a space. */
    public static final String DASH = "\u2014 ";

    private static final int MAX_SIGNATURES = 64;
    private static final int MAX_LENGTH = 1 << 16;

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** The note in this text. Throws {@link IllegalArgumentException} if there is none. */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || note.length() > MAX_LENGTH || hasControls(note)) {
            throw new IllegalArgumentException("no signed note: a text, an empty line, and signature lines");
        }
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2).lines().toList()) {
            signatures.add(Signature.parse(line));
        }
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw new IllegalArgumentException("a note of " + signatures.size() + " signatures");
        }
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    private static boolean hasControls(String note) {
        return note.chars().anyMatch(c -> c < 0x20 && c != '\n');
    }

    /** The same note with this signature after its own. */
    public SignedNote with(Signature more) {
        List<Signature> all = new ArrayList<>(signatures);
        all.add(more);
        return new SignedNote(text, all);
    }

    /** The written form of the note. */
    @Override
    public String toString() {
        return text + "\n" + signatures.stream().map(Signature::line).collect(Collectors.joining());
    }

    /**
     * One signature: the signer's name, the id of the key, and the signature itself, whose form depends on the key's
     * kind.
     */
    public record Signature(String name, int keyId, String base64) {
        private static final int FIELDS = 3;

        static Signature parse(String line) {
            String[] fields = line.split(" ", -1);
            if (!line.startsWith(DASH) || fields.length != FIELDS || fields[1].isEmpty()) {
                throw new IllegalArgumentException("no signature line: " + SignedNote.DASH + "name base64");
            }
            ByteBuffer signature = ByteBuffer.wrap(Base64.getDecoder().decode(fields[2]));
            if (signature.remaining() <= Integer.BYTES) {
                throw new IllegalArgumentException("a signature line without a signature");
            }
            int keyId = signature.getInt();
            byte[] bytes = new byte[signature.remaining()];
            signature.get(bytes);
            return new Signature(fields[1], keyId, Base64.getEncoder().encodeToString(bytes));
        }

        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        /** The line that a note has for it, with its line feed. */
        public String line() {
            byte[] bytes = bytes();
            ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + bytes.length);
            all.putInt(keyId).put(bytes);
            return DASH + name + " " + Base64.getEncoder().encodeToString(all.array()) + "\n";
        }
    }
}
