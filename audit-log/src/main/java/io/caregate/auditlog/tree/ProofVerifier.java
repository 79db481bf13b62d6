package io.caregate.auditlog.tree;

import java.security.MessageDigest;
import java.util.List;

/** Checks the proofs of RFC 9162, step by step as in its sections 2.1.3.2 and 2.1.4.2. */
public final class ProofVerifier {
    private final TreeHasher hasher;

    public ProofVerifier(TreeHasher hasher) {
        this.hasher = hasher;
    }

    /** Whether the proof shows that the leaf with this index and hash is in the tree with this size and root. */
    public boolean includes(long index, byte[] leafHash, long size, byte[] root, List<byte[]> proof) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leafHash;
        for (byte[] step : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = hasher.node(step, hash);
                int shift = (fn & 1) == 1 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>>= shift;
                sn >>>= shift;
            } else {
                hash = hasher.node(hash, step);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(hash, root);
    }

    /**
     * Whether the proof shows that the root of the perfect subtree of {@code 2^height} leaves, the {@code position}-th
     * from the left, is in the tree with this size and root. Above such a subtree, the tree has the shape of one whose
     * leaves are subtrees of that height.
     */
    public boolean contains(int height, long position, byte[] subtree, long size, byte[] root, List<byte[]> proof) {
        return position >= 0
                && position < size >>> height
                && includes(position, subtree, ((size - 1) >>> height) + 1, root, proof);
    }

    /** Whether the proof shows that the older tree is the beginning of the newer one. */
    public boolean consistent(long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> proof) {
        if (older < 0 || older > newer) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && MessageDigest.isEqual(olderRoot, newerRoot);
        }
        if (older == 0) {
            return proof.isEmpty() && MessageDigest.isEqual(olderRoot, hasher.empty());
        }
        boolean perfect = Long.bitCount(older) == 1;
        if (!perfect && proof.isEmpty()) {
            return false;
        }
        int trailing = Long.numberOfTrailingZeros(older);
        long fn = (older - 1) >>> trailing;
        long sn = (newer - 1) >>> trailing;
        byte[] first = perfect ? olderRoot : proof.get(0);
        return climb(fn, sn, first, perfect ? proof : proof.subList(1, proof.size()), olderRoot, newerRoot);
    }

    private boolean climb(
            long fromFn, long fromSn, byte[] first, List<byte[]> steps, byte[] olderRoot, byte[] newerRoot) {
        long fn = fromFn;
        long sn = fromSn;
        byte[] old = first;
        byte[] now = first;
        for (byte[] step : steps) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                old = hasher.node(step, old);
                now = hasher.node(step, now);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                now = hasher.node(now, step);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(old, olderRoot) && MessageDigest.isEqual(now, newerRoot);
    }
}
