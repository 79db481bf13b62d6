package io.caregate.audit.verify.cli;

import io.caregate.audit.tree.EntryText;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Selection;
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
 * The entries that fit, kept in a temporary file that only its owner may read until it is known whether they are proved.
 * None is shown before. Closing deletes them.
 */
final class Matches implements OpenEntries, AutoCloseable {
    private final Selection selection;
    private @Nullable Path file;
    private @Nullable DataOutputStream kept;

    Matches(Selection selection) {
        this.selection = selection;
    }

    @Override
    public void open(long seq, EntryText entry, String text) throws IOException {
        if (selection.takes(entry)) {
            DataOutputStream out = file();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeLong(seq);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private DataOutputStream file() throws IOException {
        DataOutputStream out = kept;
        if (out == null) {
            // Java gives it to its owner alone.
            Path made = Files.createTempFile("caregate-audit-verify-", ".tmp");
            file = made;
            out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(made)));
            kept = out;
        }
        return out;
    }

    /** Prints those up to this number, each as a JSON object with its {@code seq}; answers how many there are. */
    long print(PrintWriter out, long last) throws IOException {
        Path made = file;
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
                    out.print("{\"seq\":" + seq + ",\"entry\":" + shown(new String(bytes, StandardCharsets.UTF_8))
                            + "}\n");
                    printed++;
                }
            }
        }
        out.flush();
        return printed;
    }

    /** The same JSON, with escapes for what a terminal would not show as it is. */
    private static String shown(String json) {
        StringBuilder shown = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (isShown(c)) {
                shown.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
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
