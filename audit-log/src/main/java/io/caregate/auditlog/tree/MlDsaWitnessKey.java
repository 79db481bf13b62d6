package io.caregate.auditlog.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The key of a witness that signs with ML-DSA-44 (C2SP {@code tlog-cosignature}, section "ML-DSA-44 signed message").
 * What is signed is the name of the witness, the time, and the first three lines of a checkpoint.
 */
final class MlDsaWitnessKey extends WitnessKey {
    static final byte KIND = 0x06;

    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
    private static final long FIRST_LEAF = 0;

    private final PublicKey key;

    /** Throws {@link IllegalArgumentException} if these bytes are no key, or this Java has no ML-DSA-44. */
    MlDsaWitnessKey(String name, byte[] bytes) {
        super(new WrittenKey(name, KIND, bytes));
        if (!Checkpoint.isOrigin(name)) {
            throw new IllegalArgumentException(
                    "the name of a key has printable ASCII characters without space and plus");
        }
        this.key = MlDsa44.publicKey(bytes);
    }

    @Override
    Optional<Instant> signedTime(String text, byte[] signature) {
        return TimestampedSignature.parse(signature)
                .filter(timed -> Checkpoint.isOne(text))
                .filter(timed -> MlDsa44.verifies(
                        key, message(name(), Checkpoint.parse(text), timed.seconds()), timed.signature()))
                .map(TimestampedSignature::time);
    }

    /** The {@code cosigned_message} for a whole tree. */
    static byte[] message(String name, Checkpoint checkpoint, long seconds) {
        byte[] cosigner = name.getBytes(StandardCharsets.US_ASCII);
        byte[] origin = checkpoint.origin().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(LABEL.length
                        + 2 * Byte.BYTES
                        + cosigner.length
                        + origin.length
                        + 3 * Long.BYTES
                        + TreeHasher.HASH_BYTES)
                .put(LABEL)
                .put((byte) cosigner.length)
                .put(cosigner)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(FIRST_LEAF)
                .putLong(checkpoint.size())
                .put(checkpoint.rootBytes())
                .array();
    }
}
