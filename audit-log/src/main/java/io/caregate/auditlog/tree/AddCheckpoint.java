package io.caregate.auditlog.tree;

import java.util.Arrays;
import java.util.List;

/**
 * The request by which a log has a checkpoint cosigned (C2SP {@code tlog-witness}, section "add-checkpoint").
 *
 * @param oldSize the size that the witness has cosigned last, 0 if it has cosigned nothing
 * @param proof proves that the tree of that size is the beginning of the checkpoint's (RFC 9162, section 2.1.4)
 * @param checkpoint the new checkpoint as a signed note
 */
public record AddCheckpoint(long oldSize, List<byte[]> proof, String checkpoint) {
    /** What is appended to the witness's submission prefix. */
    public static final String PATH = "/add-checkpoint";
    /** The media type of the answer 409, which names the size that the witness has. */
    public static final String SIZE_TYPE = "text/x.tlog.size";

    private static final String OLD = "old ";

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    /** The request in this body. Throws {@link IllegalArgumentException} if there is none. */
    public static AddCheckpoint parse(String body) {
        int end = body.indexOf("\n\n");
        if (!body.startsWith(OLD) || end < 0) {
            throw new IllegalArgumentException(
                    "the body is a line `old SIZE`, the proof, an empty line and a checkpoint");
        }
        List<String> lines = Arrays.asList(body.substring(0, end).split("\n", -1));
        return new AddCheckpoint(
                Decimal.parse(lines.get(0).substring(OLD.length())),
                HashLines.parse(lines.subList(1, lines.size())),
                body.substring(end + 2));
    }

    /** The body. */
    @Override
    public String toString() {
        StringBuilder body = new StringBuilder(OLD).append(oldSize).append('\n');
        HashLines.append(body, proof);
        return body.append('\n').append(checkpoint).toString();
    }

    /** The size in the body of an answer 409. Throws {@link IllegalArgumentException} if there is none. */
    public static long sizeIn(String body) {
        if (!body.endsWith("\n")) {
            throw new IllegalArgumentException("the answer is not a size and a line feed");
        }
        return Decimal.parse(body.substring(0, body.length() - 1));
    }
}
