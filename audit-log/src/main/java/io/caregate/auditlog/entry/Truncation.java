package io.caregate.auditlog.entry;

import io.caregate.auditlog.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Shortens a value to a number of UTF-8 bytes, never in the middle of a character. A mark at the end gives the length
 * of the part that was cut off, and its SHA-256, so that the holder of the original can prove that it was this one.
 */
final class Truncation {
    private static final int MARK_BYTES = 110;

    private Truncation() {}

    /** The value itself if it fits. Otherwise its beginning and a mark, together at most {@code maxBytes} long. */
    static String toBytes(String clean, int maxBytes) {
        if (clean.length() * 3L <= maxBytes) {
            return clean;
        }
        byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return clean;
        }
        int kept = Math.max(0, maxBytes - MARK_BYTES);
        while (kept > 0 && (bytes[kept] & 0xC0) == 0x80) {
            kept--;
        }
        return new String(bytes, 0, kept, StandardCharsets.UTF_8) + mark(bytes, kept);
    }

    private static String mark(byte[] bytes, int kept) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update(bytes, kept, bytes.length - kept);
        return "…[cut " + (bytes.length - kept) + " bytes, sha256 "
                + HexFormat.of().formatHex(sha256.digest()) + "]";
    }
}
