package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of spilled rows, locked by the process that holds it. Appending returns when the bytes are on disk. Threads
 * that append at the same time share one flush. Reading skips damaged bytes, which after a crash are at most the frame
 * whose request was not yet answered.
 */
final class SpillFile implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(SpillFile.class);

    private final Path path;
    private final SpillLock lock;
    // Not a FileChannel: an interrupt of one thread that uses it would close it for all.
    private final RandomAccessFile file;
    private final Object flushing = new Object();
    private volatile long end;
    private long replayed;
    private long flushed;

    private SpillFile(Path path, SpillLock lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.end = file.length();
        this.flushed = end;
    }

    /**
     * Makes a file of this process. It is locked before it appears, so that no process mistakes it for one left behind.
     */
    static SpillFile create(Path path) throws IOException {
        return open(path, SpillLock.of(path).orElseThrow(() -> new IOException(path.getFileName() + " is taken")));
    }

    /** Takes over a file, unless the process that made it still runs or another has taken it over. */
    static Optional<SpillFile> adopt(Path path) throws IOException {
        Optional<SpillLock> lock = SpillLock.of(path);
        if (lock.isPresent() && Files.exists(path)) {
            return Optional.of(open(path, lock.get()));
        }
        if (lock.isPresent()) {
            lock.get().close();
        }
        return Optional.empty();
    }

    /** If a file cannot be opened, for example on a full disk, its lock is released so that it can be tried again. */
    private static SpillFile open(Path path, SpillLock lock) throws IOException {
        try {
            return new SpillFile(path, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
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

    synchronized long bytes() {
        return end - replayed;
    }

    synchronized boolean isEmpty() {
        return replayed == end;
    }

    /** Hands over every row that was not handed over yet, in order. Empties the file when the sink has taken all. */
    void replay(Sink sink, int batch) throws Exception {
        long upTo;
        long from;
        synchronized (this) {
            from = replayed;
            upTo = end;
        }
        long damaged = read(from, upTo, sink, batch);
        synchronized (this) {
            if (damaged > 0) {
                // Before the file counts as done: without room for the copy, the damaged bytes stay where they are.
                keepDamaged(damaged);
            }
            replayed = upTo;
            if (isEmpty()) {
                truncate();
            }
        }
    }

    /** Closes the file, and removes it if it is empty. */
    @Override
    public synchronized void close() throws IOException {
        file.close();
        if (isEmpty()) {
            Files.deleteIfExists(path);
        }
        lock.close();
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
