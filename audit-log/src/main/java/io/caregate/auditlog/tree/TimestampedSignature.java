package io.caregate.auditlog.tree;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The {@code timestamped_signature} of C2SP {@code tlog-cosignature}, section "Format": a time and a signature over it
 * and more, whatever the algorithm.
 */
final class TimestampedSignature {
    private final long seconds;
    private final byte[] signature;

    TimestampedSignature(long seconds, byte[] signature) {
        this.seconds = seconds;
        this.signature = signature.clone();
    }

    /** The one in these bytes; empty if they are too few, or the time is none that {@link Instant} can tell. */
    static Optional<TimestampedSignature> parse(byte[] bytes) {
        if (bytes.length <= Long.BYTES) {
            return Optional.empty();
        }
        long seconds = ByteBuffer.wrap(bytes).getLong();
        return seconds >= 0 && seconds <= Instant.MAX.getEpochSecond()
                ? Optional.of(new TimestampedSignature(seconds, Arrays.copyOfRange(bytes, Long.BYTES, bytes.length)))
                : Optional.empty();
    }

    /** The time, in seconds since 1970. */
    long seconds() {
        return seconds;
    }

    Instant time() {
        return Instant.ofEpochSecond(seconds);
    }

    byte[] signature() {
        return signature.clone();
    }

    /** The signature of a note by the key with this name and id. */
    SignedNote.Signature of(String name, int keyId) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES + signature.length)
                .putLong(seconds)
                .put(signature)
                .array();
        return new SignedNote.Signature(name, keyId, Base64.getEncoder().encodeToString(bytes));
    }
}
