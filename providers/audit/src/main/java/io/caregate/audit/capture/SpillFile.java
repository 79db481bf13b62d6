package io.caregate.audit.capture;

import io.caregate.audit.record.Row;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One file of spilled rows, locked by the process that holds it. Appending returns when the bytes are on disk; threads
 * that append at the same time share one flush. Reading skips what is damaged, which after a crash is at most the frame
 * that nobody had been answered for.
 */
final class SpillFile implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SpillFile.class);

    private final Path path;
    // Not a FileChannel: an interrupt of a thread that uses one closes it for all.
    private final RandomAccessFile file;
    private final FileLock lock;
    private final Object flushing = new Object();
    private volatile long end;
    private long replayed;
    private long flushed;

    private SpillFile(Path path, RandomAccessFile file, FileLock lock) throws IOException {
        this.path = path;
        this.file = file;
        this.lock = lock;
        this.end = file.length();
        this.flushed = end;
    }

    /** Opens the file if no other process and nobody here holds it. */
    static Optional<SpillFile> open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            FileLock lock = file.getChannel().tryLock();
            if (lock != null && Files.exists(path)) {
                return Optional.of(new SpillFile(path, file, lock));
            }
        } catch (OverlappingFileLockException e) {
            LOG.debugf("spill=%s is ours", path.getFileName());
        }
        file.close();
        return Optional.empty();
    }

    /** Appends the rows and returns when they are on disk. */
    void append(List<Row> rows) throws IOException {
        byte[] frames = SpillFrame.encode(rows);
        long mine;
        synchronized (this) {
            long before = end;
            try {
                file.seek(before);
                file.write(frames);
                end = before + frames.length;
            } catch (IOException e) {
                file.setLength(before);
                throw e;
            }
            mine = end;
        }
        flush(mine);
    }

    synchronized boolean isEmpty() {
        return replayed == end;
    }

    /** Hands over every row that was not handed over yet, in order; empties the file when the sink has taken all. */
    void replay(Sink sink, int batch) throws Exception {
        long upTo;
        long from;
        synchronized (this) {
            from = replayed;
            upTo = end;
        }
        long damaged = read(from, upTo, sink, batch);
        synchronized (this) {
            replayed = upTo;
            if (damaged > 0) {
                keepDamaged(damaged);
            }
            if (isEmpty()) {
                truncate();
            }
        }
    }

    /** Closes the file, and removes it when nothing is left in it. */
    @Override
    public synchronized void close() throws IOException {
        if (isEmpty()) {
            Files.deleteIfExists(path);
        }
        lock.release();
        file.close();
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }

    private void flush(long upTo) throws IOException {
        synchronized (flushing) {
            if (flushed >= upTo) {
                return;
            }
            long written = end;
            file.getFD().sync();
            flushed = written;
        }
    }

    private void keepDamaged(long damaged) throws IOException {
        Path copy = path.resolveSibling(path.getFileName() + ".damaged");
        Files.copy(path, copy, StandardCopyOption.REPLACE_EXISTING);
        LOG.errorf("spill=%s damaged_bytes=%d were skipped; a copy is in %s", this, damaged, copy.getFileName());
    }

    private void truncate() throws IOException {
        file.setLength(0);
        end = 0;
        replayed = 0;
        synchronized (flushing) {
            flushed = 0;
        }
    }

    private long read(long from, long upTo, Sink sink, int batch) throws Exception {
        List<Row> rows = new ArrayList<>(batch);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            in.skipNBytes(from);
            SpillFrame.Reader frames = new SpillFrame.Reader(in, upTo - from);
            for (Optional<Row> row = frames.next(); row.isPresent(); row = frames.next()) {
                rows.add(row.get());
                if (rows.size() == batch) {
                    sink.take(rows);
                    rows.clear();
                }
            }
            if (!rows.isEmpty()) {
                sink.take(rows);
            }
            return frames.damaged();
        }
    }

    /** Takes rows and keeps them, or throws. */
    @FunctionalInterface
    interface Sink {
        void take(List<Row> rows) throws Exception;
    }
}
