package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Selection;
import io.caregate.auditlog.entry.EntryText;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The matching entries, kept in a temporary file that only its owner may read until it is known whether they are
 * proved. None is shown before that. Closing deletes them.
 */
final class Matches implements OpenEntries, AutoCloseable {
    private final Selection selection;
    private @Nullable Path file;
    private @Nullable DataOutputStream kept;
    private long hidden;

    Matches(Selection selection) {
        this.selection = selection;
    }

    @Override
    public void open(long seq, EntryText entry, String text) throws IOException {
        hidden += selection.hides(entry) ? 1 : 0;
        if (selection.takes(entry)) {
            DataOutputStream out = file();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeLong(seq);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    /** The number of open entries that have a name as a keyed hash, which a search for the name does not find. */
    long hidden() {
        return hidden;
    }

    private DataOutputStream file() throws IOException {
        DataOutputStream out = kept;
        if (out == null) {
            // Java makes it accessible to its owner only.
            Path made = Files.createTempFile("caregate-audit-verify-", ".tmp");
            file = made;
            // Also if the program ends before it closes this.
            made.toFile().deleteOnExit();
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(made)));
            kept = out;
        }
        return out;
    }

    /** Prints the entries up to this number. Answers how many there are. */
    long print(PrintWriter out, long last, ReportFormat format) throws IOException {
        Path made = file;
        out.print(format.header());
        out.flush();
        if (made == null || kept == null) {
            return 0;
        }
        kept.close();
        long printed = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(made)))) {
            long left = Files.size(made);
            while (left > 0) {
                long seq = in.readLong();
                byte[] bytes = in.readNBytes(in.readInt());
                left -= Long.BYTES + Integer.BYTES + bytes.length;
                if (seq <= last) {
                    out.print(format.line(seq, new String(bytes, StandardCharsets.UTF_8)));
                    printed++;
                }
            }
        }
        out.flush();
        return printed;
    }

    @Override
    public void close() throws IOException {
        if (kept != null) {
            kept.close();
        }
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
