package io.caregate.audit.verify.witness;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.WitnessKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The last checkpoint of each log, one file each, in a folder that only one process uses. A file is replaced as a whole
 * and is on the disk before {@link #write} returns, so that a crash at any moment leaves the old or the new one. Each
 * has the witness's own cosignature, by which it is recognized when it is read.
 */
final class CheckpointStore implements AutoCloseable {
    private static final String SUFFIX = ".checkpoint";
    private static final int MOST_EVIDENCE = 100;

    private final Path folder;
    private final WitnessKey key;
    private final FileChannel lock;

    private CheckpointStore(Path folder, WitnessKey key, FileChannel lock) {
        this.folder = folder;
        this.key = key;
        this.lock = lock;
    }

    /** Opens the folder, and creates it if it is missing. */
    static CheckpointStore open(Path folder, WitnessKey key) throws IOException, UnreadableException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isAlone(lock)) {
            lock.close();
            throw new UnreadableException("--state " + folder + ": another witness uses this folder");
        }
        CheckpointStore store = new CheckpointStore(folder, key, lock);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                store.read(String.valueOf(file.getFileName()).replace(SUFFIX, ""));
            }
        } catch (IllegalStateException e) {
            lock.close();
            throw new UnreadableException("--state " + folder + ": " + e.getMessage(), e);
        }
        return store;
    }

    /** The lock is held until the channel is closed. */
    private static boolean isAlone(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null && held.isValid();
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * The last checkpoint of the log with this name. Throws {@link IllegalStateException} if the file is not what this
     * witness has written: to take it for none would let a log begin again.
     */
    Optional<SignedNote> read(String name) throws IOException {
        Path file = folder.resolve(name + SUFFIX);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(Files.readString(file));
            if (key.cosigned(note).isPresent()) {
                return Optional.of(note);
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw new IllegalStateException(file + " is not a checkpoint: restore it", e);
        }
        throw new IllegalStateException(file + " is not signed by this witness: restore it, or its key");
    }

    /** Replaces the last checkpoint of the log with this name. */
    void write(String name, SignedNote note) throws IOException {
        Path temporary = folder.resolve(name + ".new");
        put(temporary, note.toString());
        Files.move(temporary, folder.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Keeps the last request that proves nothing, in place of the one before. Answers where. */
    Path keepUnproved(String name, String request) throws IOException {
        Path file = folder.resolve(name + "-unproved.txt");
        put(file, request);
        return file;
    }

    /** Keeps a request that proves that a log has forked. Answers where; empty if there are enough of them. */
    Optional<Path> keepEvidence(String name, String request) throws IOException {
        for (int number = 1; number <= MOST_EVIDENCE; number++) {
            Path file = folder.resolve(name + "-refused-" + number + ".txt");
            if (!Files.exists(file)) {
                put(file, request);
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private static void put(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
