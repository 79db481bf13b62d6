package io.caregate.auditlog.tree;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The public key of a witness: Ed25519 or ML-DSA-44, with a name. It verifies cosignatures, each the statement that the
 * witness has seen no larger consistent tree of a log at a certain time (C2SP {@code tlog-cosignature}). Immutable.
 */
public abstract sealed class WitnessKey permits Ed25519WitnessKey, MlDsaWitnessKey {
    private final WrittenKey written;
    private final int id;

    WitnessKey(WrittenKey written) {
        this.written = written;
        this.id = written.id();
    }

    /**
     * The key in a text of the form {@code name+id+base64}, whose type is 0x04 (Ed25519) or 0x06 (ML-DSA-44). Throws
     * {@link IllegalArgumentException} for any other text, and for an ML-DSA-44 key where Java cannot verify with it.
     */
    public static WitnessKey parse(String text) {
        WrittenKey written = WrittenKey.parse(text);
        return switch (written.kind()) {
            case Ed25519WitnessKey.KIND -> new Ed25519WitnessKey(NoteVerifier.of(written.name(), written.bytes()));
            case MlDsaWitnessKey.KIND -> new MlDsaWitnessKey(written.name(), written.bytes());
            default ->
                throw new IllegalArgumentException("the verifier key is not that of a witness: Ed25519 of type 0x04,"
                        + " or ML-DSA-44 of type 0x06");
        };
    }

    /** The time in this signature of this text; empty if the key has not made it. */
    abstract Optional<Instant> signedTime(String text, byte[] signature);

    /** The witness's name, which its signatures have. */
    public String name() {
        return written.name();
    }

    /** Whether the other key has the same bytes, whatever its name is. */
    public boolean isSameKey(WitnessKey other) {
        return Arrays.equals(written.bytes(), other.written.bytes());
    }

    /**
     * The time at which the witness cosigned the note. Empty if it did not, or if any of the signatures that claim to
     * be its own is not.
     */
    public Optional<Instant> cosigned(SignedNote note) {
        Optional<Instant> time = Optional.empty();
        for (SignedNote.Signature signature : note.signatures()) {
            if (isOf(signature)) {
                time = signedTime(note.text(), signature.bytes());
                if (time.isEmpty()) {
                    return time;
                }
            }
        }
        return time.filter(Instant.EPOCH::isBefore);
    }

    /** Whether the signature claims to be a cosignature of this witness. */
    public boolean isOf(SignedNote.Signature signature) {
        return signature.name().equals(name()) && signature.keyId() == id;
    }

    int id() {
        return id;
    }

    /** The written form of the key: {@code name+id+base64}. */
    @Override
    public String toString() {
        return written.toString();
    }
}
