package io.caregate.audit.verify.siem;

import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Selection;
import io.caregate.auditlog.entry.EntryText;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a log in temporary files that only their owner may read, so that each can be found by its number
 * without being kept in memory: two bits an entry are. Filled while the log is verified, and read only if it is proved.
 * Closing deletes the files. Not thread-safe.
 */
public final class LogCopy implements OpenEntries, AutoCloseable {
    private static final int HASH_BYTES = 32;

    private final Selection selection;
    private final Path entries;
    private final Path index;
    private final DataOutputStream toEntries;
    private final DataOutputStream toIndex;
    private final BitSet selected = new BitSet();
    private long first;
    private long count;
    private long length;
    private byte @Nullable [] leaf;
    private byte @Nullable [] payload;

    /** A copy that remembers which open entries are selected. */
    public LogCopy(Selection selection) throws IOException {
        this.selection = selection;
        this.entries = file();
        this.index = file();
        this.toEntries = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(entries)));
        this.toIndex = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(index)));
    }

    /** Java makes it accessible to its owner only. */
    private static Path file() throws IOException {
        Path file = Files.createTempFile("caregate-audit-verify-", ".tmp");
        // Also if the program ends before it closes this.
        file.toFile().deleteOnExit();
        return file;
    }

    @Override
    public void sealed(long seq, byte[] hash) throws IOException {
        write();
        first = count == 0 ? seq : first;
        // Numbers that do not follow one another are a finding, after which nothing is read from here.
        if (seq == first + count && count < Integer.MAX_VALUE) {
            leaf = hash.clone();
        }
    }

    @Override
    public void open(long seq, EntryText entry, String text) {
        if (leaf != null && seq == first + count) {
            payload = text.getBytes(StandardCharsets.UTF_8);
            if (selection.takes(entry)) {
                selected.set((int) count);
            }
        }
    }

    private void write() throws IOException {
        byte[] hash = leaf;
        byte[] text = payload;
        if (hash != null) {
            toIndex.writeLong(length);
            toEntries.write(hash);
            toEntries.writeInt(text == null ? -1 : text.length);
            length += hash.length + Integer.BYTES;
            if (text != null) {
                toEntries.write(text);
                length += text.length;
            }
            count++;
        }
        leaf = null;
        payload = null;
    }

    /** Ends the copy, and opens it for reading. */
    Reader read() throws IOException {
        write();
        toEntries.close();
        toIndex.close();
        return new Reader();
    }

    @Override
    public void close() throws IOException {
        try (toEntries;
                toIndex) {
            Files.deleteIfExists(entries);
        } finally {
            Files.deleteIfExists(index);
        }
    }

    /** An entry of the log with its leaf hash in Base64; closed if its text is null. */
    record Sealed(String leaf, @Nullable EntryText entry) {}

    /** Finds entries by their numbers. */
    final class Reader implements AutoCloseable {
        private final RandomAccessFile fromEntries;
        private final RandomAccessFile fromIndex;

        private Reader() throws IOException {
            fromEntries = new RandomAccessFile(entries.toFile(), "r");
            fromIndex = new RandomAccessFile(index.toFile(), "r");
        }

        /** The entry with this number; null if the log has none. */
        @Nullable
        Sealed find(long seq) throws IOException {
            if (seq < first || seq - first >= count) {
                return null;
            }
            fromIndex.seek((seq - first) * Long.BYTES);
            fromEntries.seek(fromIndex.readLong());
            byte[] hash = new byte[HASH_BYTES];
            fromEntries.readFully(hash);
            int size = fromEntries.readInt();
            if (size < 0) {
                return new Sealed(Base64.getEncoder().encodeToString(hash), null);
            }
            byte[] text = new byte[size];
            fromEntries.readFully(text);
            return new Sealed(
                    Base64.getEncoder().encodeToString(hash),
                    EntryText.parse(new String(text, StandardCharsets.UTF_8)));
        }

        /** The number of the first entry. */
        long first() {
            return first;
        }

        /** Which open entries are selected, counted from the first one. */
        BitSet selected() {
            return (BitSet) selected.clone();
        }

        @Override
        public void close() throws IOException {
            try (fromEntries) {
                fromIndex.close();
            }
        }
    }
}
