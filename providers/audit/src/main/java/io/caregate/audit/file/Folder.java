package io.caregate.audit.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of the log's files, {@code audit-<number of the file>-<number of its first entry>.jsonl}. In the order of
 * their names they are the log, whatever the clock and the database say.
 */
record Folder(Path path, Set<PosixFilePermission> permissions, Rotation rotation, InstantSource clock) {
    private static final String GLOB = "audit-*.jsonl";
    private static final Pattern NAME = Pattern.compile("audit-(\\d{9,18})-\\d{15,19}\\.jsonl");

    Folder {
        permissions = Set.copyOf(permissions);
    }

    /** The existing files, the newest last. A file with another name, however similar, belongs to someone else. */
    TreeSet<Path> files() throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        if (Files.isDirectory(path)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(path, GLOB)) {
                found.forEach(file -> {
                    if (name(file).matches()) {
                        files.add(file);
                    }
                });
            }
        }
        return files;
    }

    /** Begins the file whose first entry has this number. When it returns, the file's name is on disk too. */
    OpenFile begin(long seq) throws IOException {
        createFolder();
        Path file = path.resolve(String.format(Locale.ROOT, "audit-%09d-%015d.jsonl", next(), seq));
        Set<StandardOpenOption> how = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, how, PosixFilePermissions.asFileAttribute(permissions));
        Files.setPosixFilePermissions(file, permissions);
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
        return new OpenFile(file, channel, clock.instant());
    }

    private static Matcher name(Path file) {
        return NAME.matcher(file.getFileName().toString());
    }

    private long next() throws IOException {
        long last = 0;
        for (Path file : files()) {
            Matcher name = name(file);
            last = name.matches() ? Math.max(last, Long.parseLong(name.group(1))) : last;
        }
        return last + 1;
    }

    /** Continues a file after its last whole line. A partial line that a crash has left is cut off. */
    OpenFile resume(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        OpenFile open = new OpenFile(file, channel, attributes.creationTime().toInstant());
        open.cutTornLine();
        return open;
    }

    /** Whether a file gets no further lines. */
    boolean isFull(OpenFile file) throws IOException {
        return file.size() > 0 && rotation.isDue(file.size(), Duration.between(file.begun(), clock.instant()));
    }

    private void createFolder() throws IOException {
        if (!Files.isDirectory(path)) {
            boolean group = permissions.contains(PosixFilePermission.GROUP_READ);
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(group ? "rwxr-x---" : "rwx------")));
        }
    }
}
