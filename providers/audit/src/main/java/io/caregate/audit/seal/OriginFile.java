package io.caregate.audit.seal;

import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;

/**
 * The file {@value #NAME} next to the key that a node made for itself: the name under which that key signs. Others can
 * write to the table of checkpoints, but not to this file. It is replaced in one step. A file that cannot be read or
 * written is an error in the server's log, and the node signs nevertheless.
 */
final class OriginFile {
    static final String NAME = "origin";

    private static final ServerLog LOG = ServerLog.of(OriginFile.class);
    private static final int MOST_BYTES = 1024;
    private static final String ADVICE = "without it, others who can write to CAREGATE_AUDIT_CHECKPOINT influence under"
            + " which name this node signs after its next start; set the option " + SealOptions.ORIGIN;

    private final Path folder;
    private final Path file;

    /** {@code key} is the file of the node's own key. */
    OriginFile(Path key) {
        this.folder = Objects.requireNonNull(key.toAbsolutePath().getParent());
        this.file = folder.resolve(NAME);
    }

    /** The name that was kept last. */
    Optional<String> read() {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            Optional<String> name = Files.size(file) > MOST_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .strip())
                            .filter(Checkpoint::isOrigin);
            if (name.isEmpty()) {
                LOG.errorf("%s does not hold the name of the audit log: %s", file, ADVICE);
            }
            return name;
        } catch (IOException e) {
            LOG.errorf("%s cannot be read (%s): %s", file, e.getClass().getSimpleName(), ADVICE);
            return Optional.empty();
        }
    }

    /** Keeps this name, on disk when this returns. Only Keycloak's user can read the file. */
    void keep(String origin) {
        try {
            if (Files.exists(file)
                    && Files.readString(file, StandardCharsets.ISO_8859_1).equals(origin + "\n")) {
                return;
            }
            // Java gives a temporary file to its owner alone, from its creation on.
            Path unfinished = Files.createTempFile(folder, NAME + ".", ".new");
            try {
                write(unfinished, origin + "\n");
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            LOG.errorf("%s cannot be written (%s): %s", file, e.getClass().getSimpleName(), ADVICE);
        }
    }

    private static void write(Path unfinished, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
