package io.caregate.auditlog.tree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
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
        if (signature.length != Long.BYTES + MlDsa44.SIGNATURE_BYTES || !Checkpoint.isOne(text)) {
            return Optional.empty();
        }
        long seconds = ByteBuffer.wrap(signature).getLong();
        byte[] rest = Arrays.copyOfRange(signature, Long.BYTES, signature.length);
        boolean plausible = seconds >= 0 && seconds <= Instant.MAX.getEpochSecond();
        return plausible && MlDsa44.verifies(key, message(name(), Checkpoint.parse(text), seconds), rest)
                ? Optional.of(Instant.ofEpochSecond(seconds))
                : Optional.empty();
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
