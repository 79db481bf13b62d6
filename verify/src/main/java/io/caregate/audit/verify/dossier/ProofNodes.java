package io.caregate.audit.verify.dossier;

import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.TreeHasher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few roots of subtrees that some proofs need, out of a tree that is built once from its leaves. First name the
 * proofs, then add all leaves, then ask for the proofs. Not thread-safe.
 */
final class ProofNodes {
    private static final byte[] UNKNOWN = new byte[TreeHasher.HASH_BYTES];

    private final TreeHasher hasher = new TreeHasher();
    private final CompactRange tree = new CompactRange(hasher);
    private final Map<Place, byte[]> roots = new HashMap<>();

    private record Place(int height, long position) {}

    /** Names the proof that an entry is in the tree of this size. */
    void wantInclusion(long seq, long size) {
        wanting().inclusion(seq - 1, size);
    }

    /** Names the proof that one tree is the beginning of another. */
    void wantConsistency(long older, long newer) {
        wanting().consistency(older, newer);
    }

    private ProofBuilder wanting() {
        return new ProofBuilder(hasher, (height, position) -> {
            roots.put(new Place(height, position), UNKNOWN);
            return UNKNOWN;
        });
    }

    /** Adds the next leaf. */
    void append(byte[] leaf) {
        found(0, tree.size(), leaf);
        tree.append(leaf, this::found);
    }

    private void found(int height, long position, byte[] root) {
        roots.computeIfPresent(new Place(height, position), (place, unknown) -> root);
    }

    /** The roots of the largest perfect subtrees over the leaves so far. */
    String text() {
        return tree.toText();
    }

    List<byte[]> inclusion(long seq, long size) {
        return known().inclusion(seq - 1, size);
    }

    List<byte[]> consistency(long older, long newer) {
        return known().consistency(older, newer);
    }

    private ProofBuilder known() {
        return new ProofBuilder(hasher, (height, position) -> {
            byte @Nullable [] root = roots.get(new Place(height, position));
            if (root == null) {
                throw new IllegalStateException("a proof was not named before");
            }
            return root;
        });
    }
}
