package io.caregate.audit.verify.dossier;

import io.caregate.audit.verify.dossier.Manifest.FileHash;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Computes the SHA-256, the length and the CRC of what is written, and keeps none of it. */
final class Digesting extends OutputStream {
    private final MessageDigest sha256 = sha256();
    private final CRC32 crc = new CRC32();
    private long size;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Those of these bytes. */
    static Digesting of(byte[] bytes) {
        Digesting digesting = new Digesting();
        digesting.write(bytes, 0, bytes.length);
        return digesting;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
        crc.update(bytes, offset, length);
        size += length;
    }

    /** The file with this content, which ends here. */
    FileHash file(String path) {
        return new FileHash(path, HexFormat.of().formatHex(sha256.digest()), size);
    }

    long size() {
        return size;
    }

    /** The CRC-32, as a ZIP has it. */
    long crc() {
        return crc.getValue();
    }
}
