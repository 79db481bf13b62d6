package io.caregate.auditlog.tree;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Hashes of a proof in C2SP's texts: one in Base64 on each line. */
final class HashLines {
    /** The most that one proof of any tree has. */
    static final int MOST = 63;

    private HashLines() {}

    static void append(StringBuilder text, List<byte[]> hashes) {
        for (byte[] hash : hashes) {
            text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
    }

    /**
     * The hashes on these lines. Throws {@link IllegalArgumentException} if one is not a hash, or there are too many.
     */
    static List<byte[]> parse(List<String> lines) {
        if (lines.size() > MOST) {
            throw new IllegalArgumentException("a proof of " + lines.size() + " hashes; none has more than " + MOST);
        }
        List<byte[]> hashes = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length != TreeHasher.HASH_BYTES
                    || !Base64.getEncoder().encodeToString(hash).equals(line)) {
                throw new IllegalArgumentException("a proof has a line that is not a hash in Base64");
            }
            hashes.add(hash);
        }
        return hashes;
    }
}
