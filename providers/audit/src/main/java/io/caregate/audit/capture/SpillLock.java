package io.caregate.audit.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Says which process a spill file belongs to. The lock is on a separate file that is opened for nothing else: POSIX
 * drops a process's lock when the process closes any handle of the locked file, even one that it only read from.
 */
final class SpillLock implements AutoCloseable {
    private static final String SUFFIX = ".lock";

    private final Path path;
    private final FileChannel held;

    private SpillLock(Path path, FileChannel held) {
        this.path = path;
        this.held = held;
    }

    /** The lock of this spill file, if no process holds it. */
    static Optional<SpillLock> of(Path spill) throws IOException {
        Path path = spill.resolveSibling(spill.getFileName() + SUFFIX);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel)) {
            return Optional.of(new SpillLock(path, channel));
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        held.close();
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
