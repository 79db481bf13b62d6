package io.caregate.auditlog.tree;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The proof that an entry is in a log, in the form of C2SP's {@code tlog-proof}: the entry's index, starting at 0, the
 * hashes from its sibling up to the root (RFC 9162, section 2.1.3), and the checkpoint as a signed note.
 *
 * @param extra data from which the leaf can be computed; nothing authenticates it before that was done
 */
public record TlogProof(Optional<byte[]> extra, long index, List<byte[]> hashes, String checkpoint) {
    private static final String BEGIN = "c2sp.org/tlog-proof@v1\n";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        hashes = List.copyOf(hashes);
        if (index < 0) {
            throw new IllegalArgumentException("no proof: index " + index);
        }
    }

    /** The proof in this text. Throws {@link IllegalArgumentException} if there is none. */
    public static TlogProof parse(String text) {
        int end = text.indexOf("\n\n");
        if (!text.startsWith(BEGIN) || end < BEGIN.length()) {
            throw new IllegalArgumentException("no proof: it begins with " + BEGIN.strip());
        }
        List<String> lines = Arrays.asList(text.substring(BEGIN.length(), end).split("\n", -1));
        Optional<byte[]> extra = Optional.empty();
        if (lines.get(0).startsWith(EXTRA)) {
            extra = Optional.of(Base64.getDecoder().decode(lines.get(0).substring(EXTRA.length())));
            lines = lines.subList(1, lines.size());
        }
        if (lines.isEmpty() || !lines.get(0).startsWith(INDEX)) {
            throw new IllegalArgumentException("no proof: it has no line `index`");
        }
        long index = Decimal.parse(lines.get(0).substring(INDEX.length()));
        return new TlogProof(extra, index, HashLines.parse(lines.subList(1, lines.size())), text.substring(end + 2));
    }

    /** The written form. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(BEGIN);
        extra.ifPresent(bytes -> text.append(EXTRA)
                .append(Base64.getEncoder().encodeToString(bytes))
                .append('\n'));
        text.append(INDEX).append(index).append('\n');
        HashLines.append(text, hashes);
        return text.append('\n').append(checkpoint).toString();
    }
}
