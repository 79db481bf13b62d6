package io.caregate.audit.file;

import io.caregate.audit.sink.SinkSettings;
import io.caregate.foundation.digest.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * The last lines on disk, at least one batch of them. Lines that were written before a crash come again, and are
 * recognised because they are identical. So a line that differs is never taken for an existing one: if the database was
 * set back and other entries now have the numbers, they are written too, and the verifier finds them. Only the SHA-256
 * of each line is kept: the lines themselves may be hundreds of megabytes.
 */
final class Tail {
    private static final int BLOCK = 1 << 20;
    /** After the last entry there may be some checkpoints, one a minute while nothing happens. */
    private static final int NEWEST = 2000;

    private final MessageDigest sha256 = Sha256.digest();
    private final Set<ByteBuffer> lines = new HashSet<>();
    private final List<String> newest = new ArrayList<>();

    private Tail() {}

    /** For a folder without files. */
    static Tail empty() {
        return new Tail();
    }

    /**
     * The last lines of the newest file and of those before it, which end in whole lines. The newest is read by the
     * channel that holds its lock: with POSIX locks, closing any other channel of the file would release it.
     */
    static Tail of(FileChannel newest, NavigableSet<Path> before) throws IOException {
        Tail tail = new Tail();
        tail.read(newest);
        for (Path file : before.descendingSet()) {
            if (tail.lines.size() < SinkSettings.MAX_BATCH) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                    tail.read(channel);
                }
            }
        }
        return tail;
    }

    /** Whether this line is among them. */
    boolean has(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return !lines.isEmpty() && lines.contains(hash(bytes, 0, bytes.length));
    }

    /** Entries come in order, so the first that is missing is new, and so is all after it. */
    void forget() {
        lines.clear();
    }

    /** The last few lines, the last one first. */
    List<String> newest() {
        return newest;
    }

    /** Reads backwards, block by block. Each line is looked for in the block where it begins. */
    private void read(FileChannel file) throws IOException {
        long end = file.size();
        byte[] rest = new byte[0];
        while (end > 0 && lines.size() < SinkSettings.MAX_BATCH) {
            int length = (int) Math.min(BLOCK, end);
            byte[] block = new byte[length + rest.length];
            read(file, end - length, ByteBuffer.wrap(block, 0, length));
            System.arraycopy(rest, 0, block, length, rest.length);
            end -= length;
            rest = split(block, end == 0);
        }
    }

    private static void read(FileChannel file, long from, ByteBuffer block) throws IOException {
        while (block.hasRemaining()) {
            if (file.read(block, from + block.position()) < 0) {
                throw new EOFException("the file was cut off while it was read");
            }
        }
    }

    /** Adds the whole lines of the block. Answers its beginning, which belongs to a line that begins before it. */
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
            if (newest.size() < NEWEST) {
                newest.add(new String(block, from, to - from, StandardCharsets.UTF_8));
            }
            lines.add(hash(block, from, to));
        }
    }

    private ByteBuffer hash(byte[] bytes, int from, int to) {
        sha256.update(bytes, from, to - from);
        return ByteBuffer.wrap(sha256.digest());
    }
}
