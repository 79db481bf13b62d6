package io.caregate.auditlog.tree;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * The parts of a tree that are needed to append to it: the roots of the largest perfect subtrees that make it up, one
 * for each bit that is set in its size. Not thread-safe.
 */
public final class CompactRange {
    private static final int HEIGHTS = 63;

    private final TreeHasher hasher;
    /** By height. An element is meaningless if the bit at its height is not set in the size. */
    private final byte[][] peaks = new byte[HEIGHTS][];

    private long size;

    /** The compact range of the empty tree. */
    public CompactRange(TreeHasher hasher) {
        this.hasher = hasher;
    }

    /** The compact range of a tree of this size, whose largest perfect subtrees are known. */
    public static CompactRange of(TreeHasher hasher, long size, Subtrees subtrees) {
        CompactRange compactRange = new CompactRange(hasher);
        compactRange.size = size;
        for (int height = HEIGHTS - 1; height >= 0; height--) {
            if (compactRange.hasPeak(height)) {
                compactRange.peaks[height] = subtrees.root(height, (size >>> height) - 1);
            }
        }
        return compactRange;
    }

    /**
     * The compact range that {@link #toText()} has written for a tree of this size. Throws
     * {@link IllegalArgumentException} if the text does not describe such a tree.
     */
    public static CompactRange parse(TreeHasher hasher, long size, String text) {
        byte[] hashes = Base64.getDecoder().decode(text);
        if (size < 0 || hashes.length != Long.bitCount(size) * TreeHasher.HASH_BYTES) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no frontier of " + hashes.length
                    + " bytes, but of " + Long.bitCount(size) * TreeHasher.HASH_BYTES);
        }
        CompactRange compactRange = new CompactRange(hasher);
        compactRange.size = size;
        int from = 0;
        for (int height = HEIGHTS - 1; height >= 0; height--) {
            if (compactRange.hasPeak(height)) {
                compactRange.peaks[height] = Arrays.copyOfRange(hashes, from, from + TreeHasher.HASH_BYTES);
                from += TreeHasher.HASH_BYTES;
            }
        }
        return compactRange;
    }

    /** Adds a leaf, and reports the perfect subtrees that it completes, lowest first. */
    public void append(byte[] leafHash, Completed completed) {
        byte[] hash = leafHash;
        int height = 0;
        while (hasPeak(height)) {
            hash = hasher.node(peaks[height], hash);
            height++;
            completed.subtree(height, size >>> height, hash);
        }
        peaks[height] = hash;
        size++;
    }

    /** The number of leaves in the tree. */
    public long size() {
        return size;
    }

    /** The root of the tree (RFC 9162, section 2.1.1). */
    public byte[] root() {
        if (size == 0) {
            return hasher.empty();
        }
        int lowest = Long.numberOfTrailingZeros(size);
        byte[] root = peaks[lowest];
        for (int height = lowest + 1; height < HEIGHTS; height++) {
            if (hasPeak(height)) {
                root = hasher.node(peaks[height], root);
            }
        }
        return root.clone();
    }

    /** The roots of the subtrees in Base64, largest first. */
    public String toText() {
        ByteArrayOutputStream hashes = new ByteArrayOutputStream();
        for (int height = HEIGHTS - 1; height >= 0; height--) {
            if (hasPeak(height)) {
                hashes.writeBytes(peaks[height]);
            }
        }
        return Base64.getEncoder().encodeToString(hashes.toByteArray());
    }

    private boolean hasPeak(int height) {
        return (size >>> height & 1) == 1;
    }

    /** Called for a perfect subtree of {@code 2^height} leaves, the {@code position}-th of its height from the left. */
    @FunctionalInterface
    public interface Completed {
        /** Ignores the subtrees. */
        Completed IGNORED = (height, position, hash) -> {};

        void subtree(int height, long position, byte[] hash);
    }
}
