package io.caregate.audit.sink;

import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.format.LogReference;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An item to deliver: an entry, or a checkpoint, which comes after the last entry that it covers. */
public sealed interface Item {
    /** The id, which is the same on every delivery. */
    String id();

    /** The entry's number. A checkpoint has the number of the last entry that it covers. */
    long seq();

    /** What a format renders. */
    EntryView view();

    /** One JSON object on one line, without a line feed. */
    default String render(Format format) {
        return format.render(view());
    }

    /**
     * An entry with the parts of its hash: {@code leaf = SHA-256(0x00 ‖ SHA-256(salt ‖ payload))}, both in Base64.
     *
     * @param salt null when the entry was erased
     * @param intact whether the row is what was sealed; what a damaged one says about itself proves nothing
     * @param columnRealm the realm that the row's column names, which a damaged row may contradict
     * @param origin the name of the log in its checkpoints; empty if it is not known
     */
    record OfEntry(
            SealedEntry entry, String leaf, @Nullable String salt, boolean intact, String columnRealm, String origin)
            implements Item {
        /** An entry that is what was sealed. */
        public OfEntry(SealedEntry entry, String leaf, @Nullable String salt, String origin) {
            this(entry, leaf, salt, true, entry.realmId(), origin);
        }

        /** An entry that is what was sealed, in a log whose name is not known. */
        public OfEntry(SealedEntry entry, String leaf, @Nullable String salt) {
            this(entry, leaf, salt, "");
        }

        /**
         * An entry that is not what was sealed. Its id is {@code damaged-SEQ}: the one in its payload may be that of
         * another entry, and a receiver that has that one would take this one for a repetition.
         */
        public static OfEntry damaged(
                SealedEntry entry, String leaf, @Nullable String salt, String columnRealm, String origin) {
            String id = "damaged-" + entry.seq();
            return new OfEntry(
                    new SealedEntry(entry.seq(), id, entry.realmId(), entry.payload()),
                    leaf,
                    salt,
                    false,
                    columnRealm,
                    origin);
        }

        @Override
        public String id() {
            return entry.id();
        }

        @Override
        public long seq() {
            return entry.seq();
        }

        @Override
        public EntryView view() {
            return EntryView.of(entry, new LogReference(leaf, origin));
        }
    }

    /** A signed head of the log's tree. */
    record OfCheckpoint(StoredCheckpoint checkpoint) implements Item {
        @Override
        public String id() {
            return UUID.nameUUIDFromBytes(checkpoint.note().getBytes(StandardCharsets.UTF_8))
                    .toString();
        }

        @Override
        public long seq() {
            return checkpoint.size();
        }

        @Override
        public EntryView view() {
            return EntryView.of(checkpoint);
        }
    }
}
