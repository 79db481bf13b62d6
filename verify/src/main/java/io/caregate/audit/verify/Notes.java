package io.caregate.audit.verify;

import io.caregate.auditlog.tree.SignedNote;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Consecutive signed notes in a text, with any number of empty lines between them, read one at a time. */
public final class Notes {
    private final Reader text;
    private final char[] buffer = new char[1 << 13];
    private int from;
    private int to;
    private boolean ended;
    private String line = "";
    private final StringBuilder note = new StringBuilder();

    /** Reads the notes in this text, which the caller closes. */
    public Notes(Reader text) throws IOException {
        this.text = text;
        nextLine();
    }

    /** The next note; null after the last one. */
    public @Nullable String next() throws IOException {
        note.setLength(0);
        boolean signed = false;
        for (; !ended; nextLine()) {
            boolean signature = line.startsWith(SignedNote.DASH);
            if (signed && !signature) {
                return note.toString();
            }
            if (!line.isEmpty() || !note.isEmpty()) {
                note.append(line).append('\n');
            }
            signed |= signature;
        }
        return note.isEmpty() ? null : note.toString();
    }

    /** Goes to the next line. The last one is that after the last line feed, so it may be empty. */
    private void nextLine() throws IOException {
        if (to < 0) {
            ended = true;
            return;
        }
        StringBuilder begun = new StringBuilder();
        while (to >= 0) {
            for (int i = from; i < to; i++) {
                if (buffer[i] == '\n') {
                    line = begun.append(buffer, from, i - from).toString();
                    from = i + 1;
                    return;
                }
            }
            begun.append(buffer, from, to - from);
            from = 0;
            to = text.read(buffer);
        }
        line = begun.toString();
    }
}
