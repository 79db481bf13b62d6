package io.caregate.audit.verify;

import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.TreeHasher;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * The first entries of a log, which were verified before: all that is needed to verify the next ones without them.
 * Immutable.
 *
 * @param size the number of entries
 * @param tree the roots of the largest perfect subtrees over them, largest first, in Base64. Throws
 *     {@link IllegalArgumentException} if a tree of that size has others
 */
public record Beginning(long size, String tree) {
    /** For a log of which nothing is known. */
    public static final Beginning NONE = new Beginning(0, "");

    public Beginning {
        CompactRange.parse(new TreeHasher(), size, tree);
    }

    /** Whether the tree has this root, in Base64 (RFC 9162, section 2.1.1). */
    public boolean hasRoot(String root) {
        return MessageDigest.isEqual(
                range(new TreeHasher()).root(), Base64.getDecoder().decode(root));
    }

    CompactRange range(TreeHasher hasher) {
        return CompactRange.parse(hasher, size, tree);
    }
}
