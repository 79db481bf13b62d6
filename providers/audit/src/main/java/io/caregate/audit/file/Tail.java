package io.caregate.audit.file;

import io.caregate.audit.sink.SinkSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The last lines that are on disk, at least as many as one batch has: what was written before a crash comes again, and is
 * told by being the same line. So a line that differs is never taken for one that is there: if the database was set back
 * and other entries now have the numbers, they are written too, and the verifier finds them. Of each line its SHA-256 is kept:
 * the lines themselves may be hundreds of megabytes.
 */
final class Tail {
    private static final int BLOCK = 1 << 20;

    private final MessageDigest sha256;
    private final Set<ByteBuffer> lines = new HashSet<>();

    private Tail() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The last lines of these files, which end in whole lines. */
    static Tail of(NavigableSet<Path> files) throws IOException {
        Tail tail = new Tail();
        for (Path file : files.descendingSet()) {
            if (tail.lines.size() < SinkSettings.MAX_BATCH) {
                tail.read(file);
            }
        }
        return tail;
    }

    /** Whether this line is among them. Lines come in their order, so the first that is not is new, as is all after it. */
    boolean has(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (!lines.isEmpty() && lines.contains(hash(bytes, 0, bytes.length))) {
            return true;
        }
        lines.clear();
        return false;
    }

    /** Reads backwards, block by block; each line is looked for in the block where it begins. */
    private void read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long end = file.length();
            byte[] rest = new byte[0];
            while (end > 0 && lines.size() < SinkSettings.MAX_BATCH) {
                int length = (int) Math.min(BLOCK, end);
                byte[] block = new byte[length + rest.length];
                file.seek(end - length);
                file.readFully(block, 0, length);
                System.arraycopy(rest, 0, block, length, rest.length);
                end -= length;
                rest = split(block, end == 0);
            }
        }
    }

    /** Adds the whole lines of the block; answers its beginning, which belongs to a line that begins before it. */
    private byte[] split(byte[] block, boolean first) {
        int to = block.length;
        for (int i = block.length - 1; i >= 0; i--) {
            if (block[i] == '\n') {
                add(block, i + 1, to);
                to = i;
            }
        }
        if (first) {
            add(block, 0, to);
        }
        return Arrays.copyOf(block, first ? 0 : to);
    }

    private void add(byte[] block, int from, int to) {
        if (to > from) {
            lines.add(hash(block, from, to));
        }
    }

    private ByteBuffer hash(byte[] bytes, int from, int to) {
        sha256.update(bytes, from, to - from);
        return ByteBuffer.wrap(sha256.digest());
    }
}
