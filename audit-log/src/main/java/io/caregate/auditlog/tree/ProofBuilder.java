package io.caregate.auditlog.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the proofs of RFC 9162 from the roots of perfect subtrees. It asks for as many roots as a proof has hashes, and
 * a few more at the ragged right edge.
 */
public final class ProofBuilder {
    private final TreeHasher hasher;
    private final Subtrees subtrees;

    public ProofBuilder(TreeHasher hasher, Subtrees subtrees) {
        this.hasher = hasher;
        this.subtrees = subtrees;
    }

    /** Proves that the leaf with this index, starting at 0, is in the tree of this size (RFC 9162, section 2.1.3.1). */
    public List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        return inclusion(0, index, size);
    }

    /**
     * Proves that the perfect subtree of {@code 2^height} leaves, the {@code position}-th from the left, is in the tree
     * of this size: the hashes from its sibling up. {@link ProofVerifier#contains} checks it.
     */
    public List<byte[]> inclusion(int height, long position, long size) {
        long length = 1L << height;
        if (position < 0 || position >= size >>> height) {
            throw new IllegalArgumentException("no subtree " + height + "/" + position + " in a tree of " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        addPath(proof, position << height, length, 0, size);
        return proof;
    }

    /** Proves that the tree of {@code older} leaves is the beginning of that of {@code newer} (section 2.1.4.1). */
    public List<byte[]> consistency(long older, long newer) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("a tree of " + older + " does not come before one of " + newer);
        }
        List<byte[]> proof = new ArrayList<>();
        if (older > 0) {
            addSubproof(proof, older, 0, newer, true);
        }
        return proof;
    }

    private void addPath(List<byte[]> proof, long index, long length, long start, long size) {
        if (size == length) {
            return;
        }
        long left = largestPowerBelow(size);
        if (index < start + left) {
            addPath(proof, index, length, start, left);
            proof.add(root(start + left, size - left));
        } else {
            addPath(proof, index, length, start + left, size - left);
            proof.add(root(start, left));
        }
    }

    private void addSubproof(List<byte[]> proof, long older, long start, long size, boolean known) {
        if (older == size) {
            if (!known) {
                proof.add(root(start, size));
            }
            return;
        }
        long left = largestPowerBelow(size);
        if (older <= left) {
            addSubproof(proof, older, start, left, known);
            proof.add(root(start + left, size - left));
        } else {
            addSubproof(proof, older - left, start + left, size - left, false);
            proof.add(root(start, left));
        }
    }

    private byte[] root(long start, long size) {
        if (Long.bitCount(size) == 1) {
            int height = Long.numberOfTrailingZeros(size);
            return subtrees.root(height, start >>> height);
        }
        long left = largestPowerBelow(size);
        return hasher.node(root(start, left), root(start + left, size - left));
    }

    private static long largestPowerBelow(long size) {
        return Long.highestOneBit(size - 1);
    }
}
