package io.caregate.auditlog.tree;

import java.time.Instant;
import java.util.Optional;

/** The key of a witness that signs with Ed25519 (C2SP {@code tlog-cosignature}, section "Ed25519 signed message"). */
final class Ed25519WitnessKey extends WitnessKey {
    static final byte KIND = NoteVerifier.TIMED;

    private final NoteVerifier key;

    Ed25519WitnessKey(NoteVerifier key) {
        super(key.written(KIND));
        this.key = key;
    }

    @Override
    Optional<Instant> signedTime(String text, byte[] signature) {
        return key.signedTime(text, signature);
    }
}
