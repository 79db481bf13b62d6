package io.caregate.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Data folders in which a stock Keycloak has started once: an H2 database with Keycloak's tables, the realm
 * {@code master} and its administrators. Half of the processor time of a first start goes into making these, so they
 * are made once for each distribution and copied. A server with the pack that starts over a copy is where an operator
 * is who drops the JARs into a Keycloak that is there already.
 */
final class BootstrappedData {
    private static final Object ONE_PER_PROCESS = new Object();

    private final Path folder;

    BootstrappedData(Path folder) {
        this.folder = folder;
    }

    /** Starts a stock Keycloak over an empty folder and stops it again. */
    @FunctionalInterface
    interface FirstStart {
        void over(Path emptyFolder);
    }

    /** Fills an empty data folder; the first time for a distribution by starting a server. */
    void copyTo(Path data, String distribution, FirstStart firstStart) throws IOException {
        Path whole = folder.resolve(distribution);
        Files.createDirectories(folder);
        synchronized (ONE_PER_PROCESS) {
            try (var lock = FileChannel.open(
                    folder.resolve(distribution + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.isDirectory(whole)) {
                    make(whole, firstStart);
                }
            }
        }
        for (Path kept : keptIn(whole)) {
            copy(kept, data.resolve(kept.getFileName()));
        }
    }

    private static void make(Path whole, FirstStart firstStart) throws IOException {
        Path unfinished = whole.resolveSibling(whole.getFileName() + ".unfinished");
        BuiltCopies.delete(unfinished);
        Files.createDirectories(unfinished);
        firstStart.over(unfinished);
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The database and the administrators; all else is the server's that made them. */
    private static List<Path> keptIn(Path whole) {
        return List.of(whole.resolve("h2"), whole.resolve(BootstrapAdmin.FILE));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
