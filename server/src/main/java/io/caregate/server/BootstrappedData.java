package io.caregate.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Databases in which a stock Keycloak has started once: Keycloak's tables, the realm {@code master} and its
 * administrators. Half of the processor time of a first start goes into creating these, so they are created once for
 * each distribution and copied. A server with the pack that starts on a copy is in the situation of an operator who
 * adds the JARs to an existing Keycloak. Several processes may request the same database at once.
 */
public final class BootstrappedData {
    private static final Object ONE_PER_PROCESS = new Object();

    private final Path folder;

    private BootstrappedData(Path folder) {
        this.folder = folder;
    }

    /** The databases that are kept in the target folder of the module {@code server}. */
    public static BootstrappedData in(Path serverTarget) {
        return new BootstrappedData(serverTarget.resolve("bootstrapped"));
    }

    /** Starts a stock Keycloak on an empty folder and stops it again. */
    @FunctionalInterface
    public interface FirstStart {
        void over(Path emptyFolder) throws IOException;
    }

    /** Fills an empty data folder with an H2 database; the first time for a distribution, by starting a server. */
    void copyTo(Path data, String distribution, FirstStart firstStart) throws IOException {
        Path whole = made(distribution, firstStart);
        for (Path kept : keptIn(whole)) {
            copy(kept, data.resolve(kept.getFileName()));
        }
    }

    /**
     * The folder with this name, for copying only; never write to it. The first request starts the server that fills
     * it.
     */
    public Path made(String name, FirstStart firstStart) throws IOException {
        Path whole = folder.resolve(name);
        Files.createDirectories(folder);
        synchronized (ONE_PER_PROCESS) {
            try (var lock = FileChannel.open(
                    folder.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                if (!Files.isDirectory(whole)) {
                    make(whole, firstStart);
                }
            }
        }
        return whole;
    }

    private static void make(Path whole, FirstStart firstStart) throws IOException {
        Path unfinished = whole.resolveSibling(whole.getFileName() + ".unfinished");
        DistributionCache.delete(unfinished);
        Files.createDirectories(unfinished);
        firstStart.over(unfinished);
        Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The database and the administrators; everything else belongs to the server that created them. */
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
