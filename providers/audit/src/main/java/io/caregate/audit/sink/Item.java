package io.caregate.audit.sink;

import io.caregate.audit.format.Format;
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

    /** One JSON object on one line, without a line feed. */
    String render(Format format);

    /**
     * An entry with the parts of its hash: {@code leaf = SHA-256(0x00 ‖ SHA-256(salt ‖ payload))}, both in Base64.
     *
     * @param salt null when the entry was erased
     */
    record OfEntry(SealedEntry entry, String leaf, @Nullable String salt) implements Item {
        @Override
        public String id() {
            return entry.id();
        }

        @Override
        public long seq() {
            return entry.seq();
        }

        @Override
        public String render(Format format) {
            return format.render(entry);
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
        public String render(Format format) {
            return format.render(checkpoint);
        }
    }
}
