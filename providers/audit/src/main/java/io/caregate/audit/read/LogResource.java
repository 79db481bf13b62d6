package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.tiles.TileQuery;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.Tile;
import io.caregate.foundation.log.ServerLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.keycloak.models.KeycloakSession;

/**
 * The tree of the whole server's log, in the form that programs for transparency logs read (C2SP {@code tlog-tiles}):
 * the same below each realm. It shows nothing of an entry, since leaf hashes are salted. For auditors, or for anyone if
 * the operator says so; of those only a few at a time.
 */
public final class LogResource {
    private static final ServerLog LOG = ServerLog.of(LogResource.class);
    private static final MediaType TEXT = MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8");
    private static final String YEAR = "max-age=31536000, immutable";
    private static final String WITNESSED = "witnessed";

    private final KeycloakSession session;
    private final AuditLog log;
    private final RequestHandler handler;
    private final RequestConnection database;
    private final Semaphore publicReads;

    LogResource(KeycloakSession session, AuditLog log, RequestHandler handler, Semaphore publicReads) {
        this.session = session;
        this.log = log;
        this.handler = handler;
        this.database = new RequestConnection(session);
        this.publicReads = publicReads;
    }

    /** The newest checkpoint, or the newest that the quorum of the witnesses has cosigned, with its cosignatures. */
    @GET
    @Path("checkpoint")
    public Response checkpoint() {
        return answer(() -> {
            Parameters parameters =
                    Parameters.of(session.getContext().getUri().getQueryParameters(), List.of(WITNESSED));
            String wanted = parameters.all().getOrDefault(WITNESSED, "false");
            if (!wanted.equals("true") && !wanted.equals("false")) {
                throw new BadParameterException(WITNESSED, "must be true or false");
            }
            boolean witnessed = wanted.equals("true");
            return database.read(connection -> note(connection, witnessed))
                    .map(note -> cacheable(TEXT, note.getBytes(StandardCharsets.UTF_8), "no-cache"))
                    .orElseGet(() -> Responses.notFound(
                            witnessed
                                    ? "The log has no checkpoint that the quorum of its witnesses has cosigned"
                                    : "The log has no checkpoint yet"));
        });
    }

    /** A tile that the newest checkpoint covers. */
    @GET
    @Path("tile/{level: [0-9]{1,2}}/{path: [x0-9/]+(?:[.]p/[0-9]+)?}")
    public Response tile(@PathParam("level") String level, @PathParam("path") String path) {
        return answer(() -> {
            Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
            Optional<Tile> tile = Tile.parse(level, path);
            Optional<byte[]> hashes = tile.isEmpty()
                    ? Optional.empty()
                    : database.read(connection -> new TileQuery(connection, log.tables()).find(tile.get()));
            String control = (log.isPublic() ? "public, " : "private, ") + YEAR;
            return hashes.map(found -> cacheable(MediaType.APPLICATION_OCTET_STREAM_TYPE, found, control))
                    .orElseGet(() -> Responses.notFound("The newest checkpoint covers no such tile"));
        });
    }

    private Optional<String> note(Connection connection, boolean witnessed) throws SQLException {
        Optional<StoredCheckpoint> found;
        if (!witnessed) {
            found = new StoredCheckpoints(connection, log.tables()).newest();
        } else if (log.witnessed().isPresent()) {
            found = log.witnessed().get().newest(connection);
        } else {
            found = Optional.empty();
        }
        return found.isPresent() && log.witnessed().isPresent()
                ? Optional.of(log.witnessed().get().note(connection, found.get()))
                : found.map(StoredCheckpoint::note);
    }

    private Response answer(Reading reading) {
        if (!log.isPublic()) {
            return handler.answer(caller -> read(reading));
        }
        return handler.answerAnyone(caller -> {
            if (!publicReads.tryAcquire()) {
                return Responses.busy("This node is answering the maximum number of readers of the tree");
            }
            try {
                return read(reading);
            } finally {
                publicReads.release();
            }
        });
    }

    private static Response read(Reading reading) throws BadParameterException {
        try {
            return reading.read();
        } catch (DamagedTreeException e) {
            LOG.errorf("the stored tree of the audit log is damaged: %s", e.getMessage());
            return Problem.TREE_DAMAGED
                    .answer(Problem.TREE_DAMAGED.detail(), null)
                    .build();
        }
    }

    private Response cacheable(MediaType type, byte[] body, String control) {
        return Responses.cacheable(
                type,
                body,
                control,
                session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.IF_NONE_MATCH));
    }

    private interface Reading {
        Response read() throws BadParameterException;
    }
}
