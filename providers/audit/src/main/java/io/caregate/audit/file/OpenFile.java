package io.caregate.audit.file;

import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A file that is open for writing. It gets whole batches of whole lines, each flushed to the disk, or nothing of a
 * batch.
 */
final class OpenFile implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(OpenFile.class);
    private static final int BLOCK = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final Instant begun;

    OpenFile(Path path, FileChannel channel, Instant begun) throws IOException {
        this.path = path;
        this.channel = channel;
        this.begun = begun;
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            LOG.debugf(e, "file=%s is written by this process already", path.getFileName());
        }
        if (!locked) {
            channel.close();
            throw new LockedException();
        }
    }

    Path path() {
        return path;
    }

    /** For reading. Closing it gives up the lock. */
    FileChannel channel() {
        return channel;
    }

    Instant begun() {
        return begun;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Whether the name still leads to this file, which may have been moved or deleted. */
    boolean isInPlace() {
        try {
            return Files.exists(path) && Files.size(path) == channel.size();
        } catch (IOException e) {
            return false;
        }
    }

    /** Appends all of it and flushes it, or throws and leaves the file as it was. */
    void append(ByteBuffer bytes) throws IOException {
        long end = channel.size();
        try {
            channel.position(end);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    void cutTornLine() throws IOException {
        long end = channel.size();
        long whole = end;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (whole > 0) {
            long from = Math.max(0, whole - BLOCK);
            int length = (int) (whole - from);
            block.clear().limit(length);
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {
                // A read may return less than was asked for.
            }
            int last = length - 1;
            while (last >= 0 && block.get(last) != '\n') {
                last--;
            }
            whole = from + last + 1;
            if (last >= 0) {
                break;
            }
        }
        if (whole < end) {
            LOG.warnf("file=%s torn_bytes=%d are cut off; the entry comes again", path.getFileName(), end - whole);
            channel.truncate(whole);
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Another process, or another sink of this one, holds the file's lock. */
    static final class LockedException extends IOException {
        private static final long serialVersionUID = 1L;

        LockedException() {
            super("another process writes to the file");
        }
    }
}
