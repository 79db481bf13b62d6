package io.caregate.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of the tree: SHA-256 with the prefixes of RFC 9162, section 2.1.1. One instance serves one thread.
 *
 * <p>A leaf's data is not the payload but {@code SHA-256(salt ‖ payload)}. So payload and salt of an entry can be erased
 * and the tree still holds, and nobody can guess a payload from its hash.
 */
public final class TreeHasher {
    /** Bytes of every hash. */
    public static final int HASH_BYTES = 32;
    /** Bytes of an entry's salt. */
    public static final int SALT_BYTES = 16;

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final MessageDigest sha256 = sha256();

    /** The leaf hash of an entry: {@code SHA-256(0x00 ‖ SHA-256(salt ‖ payload))}. */
    public byte[] leaf(byte[] salt, byte[] payload) {
        sha256.update(salt);
        sha256.update(payload);
        return leaf(sha256.digest());
    }

    /** The leaf hash of this data: {@code SHA-256(0x00 ‖ data)}. */
    public byte[] leaf(byte[] data) {
        sha256.update(LEAF);
        return sha256.digest(data);
    }

    /** The hash of an inner node: {@code SHA-256(0x01 ‖ left ‖ right)}. */
    public byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The root of the tree without leaves: the hash of nothing. */
    public byte[] empty() {
        return sha256.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
