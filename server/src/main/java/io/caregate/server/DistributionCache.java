package io.caregate.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Keeps copies of Keycloak on which {@code kc.sh build} has run, so that a server start does not have to build. A copy
 * is named after its inputs: the distribution, the content of every provider JAR and the build-time options. It is
 * created next to its final place and renamed, under a lock that other processes see too, so a copy is either complete
 * or absent.
 *
 * <p>Servers never run in a built copy but in an instance: a clone made of hard links, with separate folders for
 * everything that Keycloak or its user may write. A copy in turn is a clone of the unpacked distribution.
 */
final class DistributionCache {
    private static final int KEPT = 24;
    private static final String UNPACKED = ".unpacked";
    private static final String UNFINISHED = ".unfinished";
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(5);
    private static final Object ONE_BUILD_PER_PROCESS = new Object();
    /** What Keycloak, its build or its user writes to: never shared through a hard link. */
    private static final List<Path> OWN =
            List.of(Path.of("conf"), Path.of("lib", "quarkus"), Path.of("lib", "quarkus-run.jar"));

    private final Path folder;
    private final Consumer<String> progress;

    DistributionCache(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Creates a new instance at the given place, from a copy that is built first if there is none. */
    void clone(Path instance, Path distribution, List<Path> providers, List<String> buildOptions)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path built = folder.resolve(key(distribution, providers, buildOptions));
        synchronized (ONE_BUILD_PER_PROCESS) {
            boolean done = false;
            while (!done) {
                // Threads that need another copy need not wait until this one is built.
                try (var own = lockFile(built.getFileName() + ".lock")) {
                    own.lock();
                    if (!Files.isDirectory(built)) {
                        build(built, distribution, providers, buildOptions);
                    }
                }
                try (var common = lockFile("lock")) {
                    common.lock();
                    done = Files.isDirectory(built);
                    if (done) {
                        Files.setLastModifiedTime(built, FileTime.from(Instant.now()));
                        link(built, instance);
                        prune();
                    }
                }
            }
        }
    }

    private FileChannel lockFile(String name) throws IOException {
        return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private void build(Path built, Path distribution, List<Path> providers, List<String> options)
            throws IOException, InterruptedException {
        Path unfinished = folder.resolve(built.getFileName() + UNFINISHED);
        Path log = folder.resolve(built.getFileName() + ".log");
        delete(unfinished);
        Files.deleteIfExists(log);
        link(unpacked(distribution), unfinished);
        for (Path provider : providers) {
            Files.copy(
                    provider,
                    unfinished.resolve("providers").resolve(provider.getFileName()),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }
        progress.accept("Building Keycloak with " + providers.size() + " provider JARs (once, about 30 s) …");
        var arguments = new ArrayList<String>();
        arguments.add("build");
        arguments.addAll(options);
        var time = Stopwatch.start(folder.resolveSibling("."), "kc.sh build", String.join(" ", options));
        var process =
                ServerProcess.launch(unfinished, arguments, Map.of("JAVA_OPTS_APPEND", ServerBuilder.QUICK_JAVA), log);
        try {
            if (!process.awaitExit(BUILD_TIMEOUT)) {
                throw new ServerStartException("kc.sh build took more than " + BUILD_TIMEOUT, Files.readString(log));
            }
            if (process.exitCode() != 0) {
                throw new ServerStartException("kc.sh build ended with " + process.exitCode(), Files.readString(log));
            }
        } finally {
            if (process.isAlive()) {
                process.kill();
            }
        }
        Files.move(unfinished, built, StandardCopyOption.ATOMIC_MOVE);
        time.stop();
    }

    /** The distribution as it was shipped, unpacked once for all builds. */
    private Path unpacked(Path distribution) throws IOException {
        Path unpacked = folder.resolve(key(distribution, List.of(), List.of()) + UNPACKED);
        try (var own = lockFile(unpacked.getFileName() + ".lock")) {
            own.lock();
            if (!Files.isDirectory(unpacked)) {
                progress.accept("Unpacking " + distribution.getFileName() + " …");
                Path unfinished = folder.resolve(unpacked.getFileName() + UNFINISHED);
                delete(unfinished);
                unpack(distribution, unfinished);
                Files.move(unfinished, unpacked, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return unpacked;
    }

    private static void unpack(Path distribution, Path target) throws IOException {
        try (var zip = new ZipFile(distribution.toFile())) {
            var entries = zip.entries();
            while (entries.hasMoreElements()) {
                var entry = entries.nextElement();
                // The first segment is keycloak-<version>.
                String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
                Path file = target.resolve(name).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException(distribution + " has an entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(file.resolveSibling("."));
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                if (name.endsWith(".sh")) {
                    file.toFile().setExecutable(true);
                }
            }
        }
        Files.createDirectories(target.resolve("providers"));
    }

    /** Hard links to everything in a folder, except its data and what is {@link #OWN}. */
    private static void link(Path built, Path instance) throws IOException {
        Files.walkFileTree(built, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.equals(built.resolve("data"))) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(instance.resolve(built.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path inside = built.relativize(file);
                Path target = instance.resolve(inside);
                if (OWN.stream().anyMatch(inside::startsWith) || !linked(target, file)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** False if the file system has no hard links. */
    private static boolean linked(Path target, Path file) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private void prune() throws IOException {
        try (var copies = Files.list(folder)) {
            var old = copies.filter(Files::isDirectory)
                    .filter(copy -> Stream.of(UNPACKED, UNFINISHED)
                            .noneMatch(copy.getFileName().toString()::endsWith))
                    .sorted(Comparator.comparing(DistributionCache::lastUse).reversed())
                    .skip(KEPT)
                    .toList();
            for (Path copy : old) {
                delete(copy);
                Files.deleteIfExists(folder.resolve(copy.getFileName() + ".log"));
            }
        }
    }

    private static FileTime lastUse(Path copy) {
        try {
            return Files.getLastModifiedTime(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Path distribution, List<Path> providers, List<String> buildOptions) throws IOException {
        var digest = sha256();
        feed(digest, distribution.getFileName() + ":" + Files.size(distribution));
        for (Path provider : providers.stream()
                .sorted(Comparator.comparing(Path::getFileName))
                .toList()) {
            feed(digest, provider.getFileName() + ":" + HexFormat.of().formatHex(sha256(provider)));
        }
        buildOptions.forEach(option -> feed(digest, option));
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void feed(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static byte[] sha256(Path file) throws IOException {
        return sha256().digest(Files.readAllBytes(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Deletes a folder and everything in it; does not follow links. Something may be gone before this comes to it:
     * processes that start side by side all clear the remains of the same interrupted run.
     */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null && !(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
