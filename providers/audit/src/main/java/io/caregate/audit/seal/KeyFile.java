package io.caregate.audit.seal;

import io.caregate.auditlog.tree.NoteSigner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The file with the key that a node made for itself, {@value #NAME}: an Ed25519 private key in PKCS#8 PEM (RFC 8410),
 * in a folder that only Keycloak's user may enter. The file is there whole or not at all, and it is never replaced: of
 * two processes that start at once, both use the key of the one that was first.
 */
final class KeyFile {
    static final String NAME = "signing-key.pem";

    private static final int MOST_BYTES = 16 * 1024;

    private final Path folder;
    private final Path file;

    KeyFile(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    Path path() {
        return file;
    }

    /** Whether there is a file with this name, whatever it holds. */
    boolean isThere() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** The text of the file. */
    String read() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("the file is too long for a key");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Makes the file with a new key, on disk when this returns; false if another process was faster. */
    boolean make() throws IOException {
        makeFolder();
        // Java gives a temporary file to its owner alone, from its creation on.
        Path unfinished = Files.createTempFile(folder, NAME + ".", ".new");
        boolean made;
        try {
            write(unfinished);
            made = publish(unfinished);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        forceFolder();
        return made;
    }

    /** Whether users other than Keycloak's, and those of its group, can read the key or replace it. */
    boolean isOpenToOthers() throws IOException {
        if (!isPosix(folder)) {
            return false;
        }
        Set<PosixFilePermission> ofFile = Files.getPosixFilePermissions(file);
        return ofFile.contains(PosixFilePermission.OTHERS_READ)
                || ofFile.contains(PosixFilePermission.OTHERS_WRITE)
                || Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        try {
            if (parent != null && isPosix(parent)) {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(folder);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void write(Path unfinished) throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer pem = ByteBuffer.wrap(NoteSigner.newPem().getBytes(StandardCharsets.US_ASCII));
            while (pem.hasRemaining()) {
                channel.write(pem);
            }
            channel.force(true);
        }
    }

    /** A link is made only if the name is free, in one step. Renaming would replace what another process has made. */
    private boolean publish(Path unfinished) throws IOException {
        try {
            Files.createLink(file, unfinished);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException | UnsupportedOperationException e) {
            return publishWithoutLinks(unfinished);
        }
    }

    /** Some file systems have no links. The name is then checked first, and the file moved in a second step. */
    private boolean publishWithoutLinks(Path unfinished) throws IOException {
        try {
            Files.move(unfinished, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Without it, the file itself is on disk and its name perhaps not. Not every system can do it for a folder. */
    private void forceFolder() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folder; its file system records the name with the file.
            return;
        }
    }

    private static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }
}
