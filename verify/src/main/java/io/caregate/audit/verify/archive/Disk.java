package io.caregate.audit.verify.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that only their owner may read, and waits until the disk has them. If the program or the machine stops
 * at any moment, a replaced file is the old or the new one, and an appended one has its old content and perhaps a part
 * of the new. Tests stop it at each of its steps.
 */
class Disk {
    private static final String TEMPORARY = ".tmp";
    private static final int CHUNK = 1 << 16;

    /** Comes before each step that changes a file. */
    void before(String step) throws IOException {}

    /** Waits until the disk has the content. */
    void force(FileChannel file) throws IOException {
        file.force(true);
    }

    /** The number of bytes that there is room for. */
    long usable(Path folder) throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    /** The temporary file in which a file's new content is written. */
    static Path temporary(Path file) {
        return file.resolveSibling(file.getFileName() + TEMPORARY);
    }

    /** Puts this content in the place of what is there. */
    final void replace(Path file, byte[] content) throws IOException {
        Path made = temporary(file);
        before("write " + made.getFileName());
        Files.deleteIfExists(made);
        try (FileChannel out = open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            write(out, content, content.length);
            before("flush " + made.getFileName());
            force(out);
        }
        before("move " + made.getFileName());
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(file);
    }

    /** Puts the content behind the first bytes of a file, in the place of what is behind them. */
    final void append(Path file, long length, InputStream content) throws IOException {
        try (FileChannel out = open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            before("cut " + file.getFileName());
            out.truncate(length);
            out.position(length);
            byte[] chunk = new byte[CHUNK];
            for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
                before("append to " + file.getFileName());
                write(out, chunk, read);
            }
            before("flush " + file.getFileName());
            force(out);
        }
        forceFolder(file);
    }

    /** Moves a file within the folder. */
    final void move(Path from, Path to) throws IOException {
        before("move " + from.getFileName());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder(to);
    }

    private static void write(FileChannel out, byte[] bytes, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    /** Opens a file that, if it is made, only its owner may read. */
    static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), ownerOnly(file, "rw-------"));
    }

    /** Makes a folder for its owner only, unless it exists. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        return isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** A new name is on the disk once its folder is. Only POSIX systems let a program wait for that. */
    private void forceFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && isPosix(file) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel opened = FileChannel.open(folder, StandardOpenOption.READ)) {
                force(opened);
            }
        }
    }
}
