package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps rows that the database could not take in time: a directory with one file for each running process. When a
 * process is gone, the next process that looks replays its file. A file of another process that cannot be read is
 * reported once and left where it is. It holds nothing else back.
 */
final class Spill implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(Spill.class);
    private static final String SUFFIX = ".spill";

    private final Path directory;
    private final Path ownPath;
    /** The files that have been reported. Only the thread that replays uses it. */
    private final Set<Path> reported = new HashSet<>();

    private @Nullable SpillFile own;

    Spill(Path directory) {
        this.directory = directory;
        String name = String.format(Locale.ROOT, "%015d-%s%s", System.currentTimeMillis(), UUID.randomUUID(), SUFFIX);
        this.ownPath = directory.resolve(name);
    }

    /** Appends the rows and returns when they are on disk. */
    void append(List<Row> rows) throws IOException {
        own().append(rows);
    }

    /** Whether this process has no waiting rows. */
    synchronized boolean isEmpty() {
        return own == null || own.isEmpty();
    }

    /** How many bytes wait in this process's file. */
    synchronized long bytes() {
        return own == null ? 0 : own.bytes();
    }

    /** Hands over all rows that wait here, those of processes that are gone first. */
    void replay(SpillFile.Sink sink, int batch) throws Exception {
        for (Path path : left()) {
            replayOrphan(path, sink, batch);
        }
        SpillFile mine;
        synchronized (this) {
            mine = own;
        }
        if (mine != null) {
            mine.replay(sink, batch);
        }
    }

    private void replayOrphan(Path path, SpillFile.Sink sink, int batch) throws Exception {
        Watched watched = new Watched(sink);
        try {
            Optional<SpillFile> orphan = SpillFile.adopt(path);
            if (orphan.isPresent()) {
                try (SpillFile file = orphan.get()) {
                    file.replay(watched, batch);
                    LOG.infof("spill=%s of a process that is gone was replayed", file);
                }
                reported.remove(path);
            }
        } catch (IOException | RuntimeException e) {
            if (watched.failed) {
                throw e;
            }
            report(path, e);
        }
    }

    private void report(Path path, Exception e) {
        if (reported.add(path)) {
            LOG.errorf(
                    e,
                    "spill=%s of a process that is gone cannot be replayed: its entries are NOT in the log until"
                            + " an operator"
                            + " sees to it that this process may read, write and delete it",
                    path.getFileName());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (own != null) {
            own.close();
            own = null;
        }
    }

    private synchronized SpillFile own() throws IOException {
        SpillFile mine = own;
        if (mine == null) {
            Files.createDirectories(directory);
            mine = SpillFile.create(ownPath);
            own = mine;
        }
        return mine;
    }

    /** The files of other processes, in the order in which they were begun. */
    private Set<Path> left() {
        Set<Path> files = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                found.forEach(files::add);
                reported.remove(directory);
            } catch (IOException | DirectoryIteratorException e) {
                report(directory, e);
            }
        }
        files.remove(ownPath);
        return files;
    }

    /** Tells apart a sink that does not take rows and a file that cannot be read. */
    private static final class Watched implements SpillFile.Sink {
        private final SpillFile.Sink sink;
        private boolean failed;

        Watched(SpillFile.Sink sink) {
            this.sink = sink;
        }

        @Override
        public void take(List<Row> rows) throws Exception {
            failed = true;
            sink.take(rows);
            failed = false;
        }
    }
}
