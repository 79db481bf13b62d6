package io.caregate.audit.verify;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.SignedNote;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint that is followed by the cosignatures of witnesses, as a server publishes it (C2SP
 * {@code tlog-checkpoint}, section "Signatures"). Who has made a cosignature, only the key of that witness shows.
 *
 * @param text the whole note
 * @param checkpoint the note without the cosignatures, which is one that the server lists
 */
public record CosignedNote(String text, String checkpoint) {
    /** The log's own signatures come first. */
    private static final int OWN = 2;

    /** The note in this text. Throws {@link MalformedException} if it is not one, or nobody has cosigned it. */
    public static CosignedNote parse(String text) throws MalformedException {
        return find(text).orElseThrow(() -> new MalformedException("nobody has cosigned it"));
    }

    /** The same, but empty for a checkpoint that nobody has cosigned. */
    public static Optional<CosignedNote> find(String text) throws MalformedException {
        SignedNote note;
        try {
            note = SignedNote.parse(text);
            if (!Checkpoint.parse(note.text()).text().equals(note.text())
                    || note.signatures().size() < OWN) {
                throw new IllegalArgumentException("it has other lines than a server writes");
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedException("it is not a checkpoint: " + e.getMessage());
        }
        if (!note.toString().equals(text)) {
            throw new MalformedException("it is not written as a server writes it");
        }
        List<SignedNote.Signature> own = note.signatures().subList(0, OWN);
        return note.signatures().size() == OWN
                ? Optional.empty()
                : Optional.of(new CosignedNote(text, new SignedNote(note.text(), own).toString()));
    }

    /** The size of the tree. */
    public long size() {
        return Checkpoint.parse(signed().text()).size();
    }

    /** The whole note. */
    public SignedNote signed() {
        return SignedNote.parse(text);
    }

    /** The names that the cosignatures give, in their order, each once. */
    public List<String> names() {
        List<SignedNote.Signature> all = signed().signatures();
        return all.subList(OWN, all.size()).stream()
                .map(SignedNote.Signature::name)
                .distinct()
                .toList();
    }
}
