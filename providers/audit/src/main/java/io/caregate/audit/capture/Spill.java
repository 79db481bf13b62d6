package io.caregate.audit.capture;

import io.caregate.audit.record.Row;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where rows wait that the database could not take in time: a directory with one file for each process that runs. What a
 * process left behind that is no longer there is replayed by the next one that looks.
 */
final class Spill implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Spill.class);
    private static final String SUFFIX = ".spill";

    private final Path directory;
    private final Path ownPath;
    private @Nullable SpillFile own;

    Spill(Path directory) {
        this.directory = directory;
        String name = String.format("%015d-%s%s", System.currentTimeMillis(), UUID.randomUUID(), SUFFIX);
        this.ownPath = directory.resolve(name);
    }

    /** Appends the rows and returns when they are on disk. */
    void append(List<Row> rows) throws IOException {
        own().append(rows);
    }

    /** Whether this process has nothing waiting. */
    synchronized boolean isEmpty() {
        return own == null || own.isEmpty();
    }

    /** How many bytes wait in this process's file. */
    synchronized long bytes() {
        return own == null ? 0 : own.bytes();
    }

    /** Hands over all that waits here, of processes that are gone first. */
    void replay(SpillFile.Sink sink, int batch) throws Exception {
        for (Path path : left()) {
            Optional<SpillFile> orphan = SpillFile.adopt(path);
            if (orphan.isPresent()) {
                try (SpillFile file = orphan.get()) {
                    file.replay(sink, batch);
                    LOG.infof("spill=%s of a process that is gone was replayed", file);
                }
            }
        }
        SpillFile mine;
        synchronized (this) {
            mine = own;
        }
        if (mine != null) {
            mine.replay(sink, batch);
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
    private Set<Path> left() throws IOException {
        Set<Path> files = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                found.forEach(files::add);
            }
        }
        files.remove(ownPath);
        return files;
    }
}
