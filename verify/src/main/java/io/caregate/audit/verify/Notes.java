package io.caregate.audit.verify;

import io.caregate.auditlog.tree.SignedNote;
import java.util.ArrayList;
import java.util.List;

/** Consecutive signed notes in a text, with any number of empty lines between them. */
final class Notes {
    private Notes() {}

    static List<String> of(String text) {
        List<String> notes = new ArrayList<>();
        StringBuilder note = new StringBuilder();
        boolean signed = false;
        for (String line : text.split("\n", -1)) {
            boolean signature = line.startsWith(SignedNote.DASH);
            if (signed && !signature) {
                notes.add(note.toString());
                note.setLength(0);
                signed = false;
            }
            if (!line.isEmpty() || !note.isEmpty()) {
                note.append(line).append('\n');
            }
            signed |= signature;
        }
        if (!note.isEmpty()) {
            notes.add(note.toString());
        }
        return notes;
    }
}
