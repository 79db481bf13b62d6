package io.caregate.audit.verify;

import io.caregate.auditlog.entry.EntryText;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of an export: open with salt and payload, or closed with only its hash. */
final class EntryLine {
    static final Set<String> CLOSED = Set.of("seq", "leaf");
    static final Set<String> OPEN = Set.of("seq", "leaf", "salt", "payload");

    private final long seq;
    private final byte[] leaf;
    private final byte @Nullable [] salt;
    private final @Nullable String payload;
    private final @Nullable EntryText entry;

    private EntryLine(
            long seq, byte[] leaf, byte @Nullable [] salt, @Nullable String payload, @Nullable EntryText entry) {
        this.seq = seq;
        this.leaf = leaf;
        this.salt = salt;
        this.payload = payload;
        this.entry = entry;
    }

    /** The number of an entry. */
    static long seq(Members members) throws MalformedException {
        long seq = members.number("seq");
        if (seq == 0) {
            throw new MalformedException("its seq is 0, and the first entry is 1");
        }
        return seq;
    }

    static byte[] leaf(Members members) throws MalformedException {
        return members.bytes("leaf", TreeHasher.HASH_BYTES);
    }

    /** The entry with exactly these members. */
    static EntryLine of(Members members) throws MalformedException {
        boolean open = members.has("salt") || members.has("payload");
        members.demand(open ? OPEN : CLOSED);
        return of(members, open);
    }

    /** The entry with the members that it has in a line, whatever other members there are. */
    static EntryLine of(Members members, boolean open) throws MalformedException {
        if (!open) {
            return closed(seq(members), leaf(members));
        }
        String payload = members.text("payload");
        return open(seq(members), leaf(members), members.bytes("salt", TreeHasher.SALT_BYTES), payload);
    }

    static EntryLine closed(long seq, byte[] leaf) {
        return new EntryLine(seq, leaf, null, null, null);
    }

    static EntryLine open(long seq, byte[] leaf, byte[] salt, String payload) throws MalformedException {
        try {
            return new EntryLine(seq, leaf, salt, payload, EntryText.parse(payload));
        } catch (IllegalArgumentException e) {
            throw new MalformedException("its payload is not an entry: " + e.getMessage());
        }
    }

    long seq() {
        return seq;
    }

    byte[] leaf() {
        return leaf;
    }

    /** The text of an open entry as it was sealed. */
    @Nullable
    String payload() {
        return payload;
    }

    /** The content of an open entry. */
    @Nullable
    EntryText entry() {
        return entry;
    }

    /** The hash of salt and payload. For a closed entry, the hash in its line. */
    byte[] computed(TreeHasher hasher) {
        return salt == null || payload == null ? leaf : hasher.leaf(salt, payload.getBytes(StandardCharsets.UTF_8));
    }
}
