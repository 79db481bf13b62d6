package io.caregate.audit.read;

import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.proof.ProofQuery;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.Tail;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.KeyTable;
import io.caregate.audit.record.KeyTable.NodeKey;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.StoredCheckpoint;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The REST resource for auditors, and for users about their own account, under {@code
 * /realms/{realm}/caregate/audit/}. It reads in the request's transaction.
 * Every read of entries is itself an entry, and so is every refusal of a caller whom the realm knows.
 */
public final class AuditResource {
    private static final List<String> CHECKPOINT_PARAMETERS = List.of("limit", "cursor", "format");
    private static final int CHECKPOINTS = 100;

    private final KeycloakSession session;
    private final AuditLog log;
    private final Semaphore publicReads;
    private final RealmModel realm;
    private final EntryAppender appender;
    private final Tables tables;
    private final AccessLog accessLog;
    private final RequestHandler handler;
    private final RequestConnection database;
    private final Exports exports;
    private final StatusReader status;
    private final Suspects suspects;
    private final Tail tail;

    AuditResource(KeycloakSession session, AuditLog log, Exports exports, Tail tail, Semaphore publicReads) {
        this.log = log;
        this.publicReads = publicReads;
        this.exports = exports;
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.appender = log.appender();
        this.tables = log.tables();
        this.accessLog = new AccessLog(session, appender);
        this.handler = new RequestHandler(session, accessLog);
        this.database = new RequestConnection(session);
        this.status = new StatusReader(session, log);
        this.suspects = log.suspects();
        this.tail = tail;
    }

    /** Entries of the realm, filtered, a page at a time. */
    @GET
    @Path("events")
    public Response events() {
        return handler.answer(caller -> {
            EventQuery query =
                    EventParameters.parse(session.getContext().getUri().getQueryParameters());
            return new EventsAnswer(session, appender, tables, suspects).to(caller, query);
        });
    }

    /** One entry of the realm, with all that is needed to prove that it is in the log. */
    @GET
    @Path("events/{seq: [1-9][0-9]{0,17}}")
    public Response event(@PathParam("seq") long seq) {
        return handler.answer(caller -> {
            Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
            Optional<ProvedEntry> found =
                    database.read(connection -> new ProofQuery(connection, tables, suspects).find(seq, realm.getId()));
            accessLog.one(caller, seq, found.isPresent());
            return found.map(entry ->
                            Responses.json(Status.OK, ProofBody.of(entry)).build())
                    .orElseGet(() -> Responses.notFound("This realm has no entry " + seq));
        });
    }

    /** The same as text in C2SP's form, against the newest witnessed checkpoint if there is one. */
    @GET
    @Path("events/{seq: [1-9][0-9]{0,17}}/proof")
    public Response proof(@PathParam("seq") long seq) {
        return handler.answer(caller -> {
            Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
            EntryProof proof = new EntryProof(log, realm.getId());
            Optional<String> text = database.read(connection -> proof.find(connection, seq));
            accessLog.one(caller, seq, text.isPresent());
            return text.map(Responses::text)
                    .orElseGet(() ->
                            Responses.notFound("This realm has no entry " + seq + ", or no checkpoint covers it yet"));
        });
    }

    /** What the log has about the caller's own account: any user of the portal may read that. */
    @GET
    @Path("account")
    public Response account() {
        return handler.answerUser(caller -> new AccountEntries(session, log, accessLog).page(caller));
    }

    /** One entry of these, with all that is needed to prove that it is in the log. */
    @GET
    @Path("account/{seq: [1-9][0-9]{0,17}}")
    public Response accountEntry(@PathParam("seq") long seq) {
        return handler.answerUser(caller -> new AccountEntries(session, log, accessLog).one(caller, seq));
    }

    /** The tree for any program that reads transparency logs. */
    @Path("log")
    public LogResource log() {
        return new LogResource(session, log, handler, publicReads);
    }

    /** Signed heads of the tree, newest first. They hold nothing of any entry. */
    @GET
    @Path("checkpoints")
    public Response checkpoints() {
        return handler.answer(caller -> {
            Parameters parameters =
                    Parameters.of(session.getContext().getUri().getQueryParameters(), CHECKPOINT_PARAMETERS);
            int limit = parameters.limit("limit", CHECKPOINTS);
            long before = parameters.number("cursor").orElse(Long.MAX_VALUE);
            boolean text = isText(parameters);
            List<StoredCheckpoint> heads =
                    database.read(connection -> new StoredCheckpoints(connection, tables).before(before, limit));
            return text
                    ? Responses.text(notes(heads))
                    : Responses.json(Status.OK, ProofBody.of(heads, limit)).build();
        });
    }

    /** The public keys with which the nodes sign, as far as the database knows them. */
    @GET
    @Path("keys")
    public Response keys() {
        return handler.answer(caller -> {
            Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
            Optional<String> own = log.signing().key();
            List<NodeKey> keys = database.read(connection -> new KeyTable(tables).all(connection, own));
            return Responses.json(Status.OK, KeysBody.of(keys, own)).build();
        });
    }

    /** The proof that the log of one checkpoint is the beginning of that of another. */
    @GET
    @Path("checkpoints/consistency")
    public Response consistency() {
        return handler.answer(caller -> {
            ConsistencyRequest request =
                    ConsistencyRequest.parse(session.getContext().getUri().getQueryParameters());
            return database.read(connection -> request.find(
                            new StoredCheckpoints(connection, tables), new ProofQuery(connection, tables, suspects)))
                    .map(proof -> Responses.json(Status.OK, ProofBody.of(proof)).build())
                    .orElseGet(() -> Responses.notFound(
                            request.kept().isPresent()
                                    ? "This log does not continue that checkpoint"
                                    : "There are no two checkpoints of these sizes, the smaller one first"));
        });
    }

    /**
     * The log up to the newest checkpoint as JSON lines for the verifier, or the realm's entries as CSV or a Bundle.
     */
    @GET
    @Path("export")
    public Response export() {
        return handler.answer(caller -> {
            ExportRequest request = ExportRequest.parse(
                    session.getContext().getUri().getQueryParameters(),
                    session.getContext().getHttpRequest().getHttpHeaders().getHeaderString(HttpHeaders.ACCEPT));
            return exports.of(request, session, () -> accessLog.export(caller, request));
        });
    }

    /** The state of the log: the waiting entries, and how far each sink is. It holds nothing of any entry. */
    @GET
    @Path("status")
    public Response status() {
        return handler.answer(caller -> status.answer(realm));
    }

    /** Entries of the realm as they are sealed. Waits for the next ones. */
    @GET
    @Path("tail")
    public Response tail() {
        return handler.answer(caller -> {
            TailQuery query = TailQuery.parse(session.getContext().getUri().getQueryParameters());
            return new TailAnswer(tail, accessLog, damaged(), session).to(caller, query);
        });
    }

    private DamagedEntries damaged() {
        return new DamagedEntries(tables, suspects, realm.getId());
    }

    private static boolean isText(Parameters parameters) throws BadParameterException {
        String format = parameters.all().getOrDefault("format", "json");
        if (!format.equals("json") && !format.equals("text")) {
            throw new BadParameterException("format", "must be json or text");
        }
        return format.equals("text");
    }

    private static String notes(List<StoredCheckpoint> heads) {
        return heads.stream().map(StoredCheckpoint::note).collect(Collectors.joining("\n"));
    }
}
