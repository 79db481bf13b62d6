package io.caregate.auditlog.tree;

import java.util.ArrayList;
import java.util.List;

/** A tree as RFC 9162, section 2.1.1, defines it, computed from a list of all leaves each time. */
final class ListedTree implements Subtrees {
    private final TreeHasher hasher = new TreeHasher();
    private final List<byte[]> leaves = new ArrayList<>();

    void add(byte[] leafHash) {
        leaves.add(leafHash);
    }

    byte[] leaf(int index) {
        return leaves.get(index);
    }

    byte[] root(int size) {
        return root(leaves.subList(0, size));
    }

    @Override
    public byte[] root(int height, long position) {
        int from = (int) (position << height);
        return root(leaves.subList(from, from + (1 << height)));
    }

    private byte[] root(List<byte[]> some) {
        if (some.isEmpty()) {
            return hasher.empty();
        }
        if (some.size() == 1) {
            return some.get(0);
        }
        int left = Integer.highestOneBit(some.size() - 1);
        return hasher.node(root(some.subList(0, left)), root(some.subList(left, some.size())));
    }
}
