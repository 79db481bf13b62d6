package io.caregate.check.cli;

import io.caregate.check.source.UnreadableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;

/** A file whose content is replaced as a whole, or not at all. */
final class WrittenFile {

    private WrittenFile() {}

    /**
     * Replaces the content of a file. Its permissions, owner and group stay; if it is a symbolic link, its target is
     * replaced.
     *
     * @param before the expected content of the file; otherwise it has changed since it was read
     * @throws UnreadableException if it cannot be replaced; then it is unchanged
     */
    static void replace(Path named, byte[] before, byte[] after) throws UnreadableException {
        try {
            Path file = named.toRealPath();
            if (!Files.isWritable(file)) {
                throw new UnreadableException(named + ": it is write-protected");
            }
            if (!Arrays.equals(Files.readAllBytes(file), before)) {
                throw new UnreadableException(named + ": it has changed while it was checked; run again");
            }
            Path beside = Files.createTempFile(file.getParent(), ".caregate-check-", ".tmp");
            try {
                copyAttributes(file, beside);
                try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                    ByteBuffer left = ByteBuffer.wrap(after);
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                    channel.force(true);
                }
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException unwritable) {
            throw new UnreadableException(named + ": it cannot be written: " + unwritable.getMessage());
        }
    }

    private static void copyAttributes(Path from, Path to) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(from, PosixFileAttributes.class);
        PosixFileAttributes given = view.readAttributes();
        if (!given.group().equals(wanted.group())) {
            view.setGroup(wanted.group());
        }
        if (!given.owner().equals(wanted.owner())) {
            view.setOwner(wanted.owner());
        }
        view.setPermissions(wanted.permissions());
    }
}
