package io.caregate.auditlog.tree;

import io.caregate.auditlog.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The hashes of the tree: SHA-256 with the prefixes of RFC 9162, section 2.1.1. Not thread-safe.
 *
 * <p>A leaf's data is not the payload but a hash of salt and payload. So the payload and the salt of an entry can be
 * erased and the tree still holds, and a payload cannot be guessed from its hash.
 */
public final class TreeHasher {
    /** The bytes in every hash. */
    public static final int HASH_BYTES = 32;
    /** The bytes in an entry's salt. */
    public static final int SALT_BYTES = 16;

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    /** The prefix of a leaf's data from version 2 on. Its 17th byte is not that of a brace: see the format's page. */
    private static final byte[] DOMAIN = "caregate-audit/entry/v2\0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] FIRST_VERSION = "\"v\":1}".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha256 = Sha256.digest();

    /**
     * The leaf hash of an entry, by the version in the payload: {@code SHA-256(0x00 ‖ data)}, where the data is
     * {@code SHA-256(domain ‖ length of salt ‖ salt ‖ length of payload ‖ payload)}, and
     * {@code SHA-256(salt ‖ payload)} for version 1. The lengths are 8 bytes, big-endian. A text that is not an entry
     * is hashed like one of the newest version.
     */
    public byte[] leaf(byte[] salt, byte[] payload) {
        if (isFirstVersion(payload)) {
            sha256.update(salt);
        } else {
            sha256.update(DOMAIN);
            sha256.update(length(salt));
            sha256.update(salt);
            sha256.update(length(payload));
        }
        sha256.update(payload);
        return leaf(sha256.digest());
    }

    /** The version is the last member of a canonical entry, and a quote inside a text has a backslash before it. */
    private static boolean isFirstVersion(byte[] payload) {
        int from = payload.length - FIRST_VERSION.length;
        return from > 0
                && Arrays.equals(payload, from, payload.length, FIRST_VERSION, 0, FIRST_VERSION.length)
                && (payload[from - 1] == ',' || (from == 1 && payload[0] == '{'));
    }

    private static byte[] length(byte[] bytes) {
        return ByteBuffer.allocate(Long.BYTES).putLong(bytes.length).array();
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
}
