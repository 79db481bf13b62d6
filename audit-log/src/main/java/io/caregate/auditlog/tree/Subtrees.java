package io.caregate.auditlog.tree;

/** Finds the roots of the perfect subtrees of a tree. */
@FunctionalInterface
public interface Subtrees {
    /**
     * The distance between heights at which roots are worth storing. A subtree in between consists of at most 2^7 of
     * those below it, so a proof reads at most that many for each of its hashes, and the stored roots are a 255th of
     * the leaves.
     */
    int STRIDE = 8;

    /** The root of the perfect subtree of {@code 2^height} leaves, the {@code position}-th from the left. */
    byte[] root(int height, long position);
}
