package io.caregate.auditlog.tree;

import java.time.Instant;
import java.util.Optional;

/**
 * The public key of a witness: Ed25519 with a name. It verifies a {@code cosignature/v1}, the statement that the
 * witness has seen no larger consistent tree of a log at a certain time (C2SP {@code tlog-cosignature}, section
 * "Ed25519 signed message"). Immutable.
 */
public final class WitnessKey {
    private final NoteVerifier key;

    WitnessKey(NoteVerifier key) {
        this.key = key;
    }

    /**
     * The key in a text of the form {@code name+id+base64}, whose type is 0x04. Throws
     * {@link IllegalArgumentException} for any other text.
     */
    public static WitnessKey parse(String text) {
        return new WitnessKey(NoteVerifier.parse(text, NoteVerifier.TIMED));
    }

    /** The witness's name, which its signatures have. */
    public String name() {
        return key.name();
    }

    /** Whether the other key has the same bytes, whatever its name is. */
    public boolean isSameKey(WitnessKey other) {
        return key.isSameKey(other.key);
    }

    /**
     * The time at which the witness cosigned the note. Empty if it did not, or if any of the signatures that claim to
     * be its own is not.
     */
    public Optional<Instant> cosigned(SignedNote note) {
        Optional<Instant> time = Optional.empty();
        for (SignedNote.Signature signature : note.signatures()) {
            if (isOf(signature)) {
                time = key.signedTime(note.text(), signature.bytes());
                if (time.isEmpty()) {
                    return time;
                }
            }
        }
        return time.filter(Instant.EPOCH::isBefore);
    }

    /** Whether the signature claims to be a cosignature of this witness. */
    public boolean isOf(SignedNote.Signature signature) {
        return signature.name().equals(key.name()) && signature.keyId() == key.id(NoteVerifier.TIMED);
    }

    /** The written form of the key: {@code name+id+base64}, of type 0x04. */
    @Override
    public String toString() {
        return key.written(NoteVerifier.TIMED);
    }
}
