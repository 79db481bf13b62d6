package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores a row that the database has refused. The cause may be the row's content: a database that is not UTF-8 cannot
 * hold every character. So the row is tried again as it is, then with every character beyond ASCII escaped, and at last
 * as an entry with only the text that Keycloak itself has written and the hash of the original, which is kept in a
 * file. If even that is refused, the row is not to blame, and stays in the queue. So it does at any fault that is not
 * about content ({@link RefusedContent}): a lock that is released between two tries must not cost the entry its text.
 */
final class RejectedRowFallback {
    private static final ServerLog LOG = ServerLog.of(RejectedRowFallback.class);
    private static final String SUFFIX = ".original.json";

    private final InboxWriter inbox;
    private final Path originals;

    RejectedRowFallback(InboxWriter inbox, Path originals) {
        this.inbox = inbox;
        this.originals = originals;
    }

    void store(Row row) throws SQLException {
        SQLException refusal = refusal(row);
        if (refusal == null) {
            return;
        }
        if (refusal(row.inAscii()) == null) {
            LOG.warnf(refusal, "entry=%s is stored in ASCII: the database refused it as it is", row.id());
            return;
        }
        if (refusal(row.withoutContent()) != null) {
            throw refusal;
        }
        LOG.errorf(
                refusal,
                "entry=%s is stored without its content, which the database refused; the original is in %s",
                row.id(),
                keep(row));
    }

    /** Why the content is refused; null if it is stored. */
    private @Nullable SQLException refusal(Row row) throws SQLException {
        try {
            inbox.storeMissing(List.of(row));
            return null;
        } catch (SQLException e) {
            if (!RefusedContent.explains(e)) {
                throw e;
            }
            return e;
        }
    }

    private String keep(Row row) {
        Path file = originals.resolve(row.id() + SUFFIX);
        try {
            Files.createDirectories(originals);
            Files.writeString(file, row.payload(), StandardCharsets.UTF_8);
            return file.getFileName().toString();
        } catch (IOException e) {
            LOG.debugf(e, "file=%s not written", file);
            return "no file either: " + e;
        }
    }
}
