package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.proof.ProofQuery;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventPage;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.LogQuery;
import io.caregate.audit.query.Order;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/** Answers users what the log has about their own account, and records that they have read it. */
final class AccountEntries {
    private static final List<String> PARAMETERS = List.of("limit", "cursor");
    private static final int DEFAULT_LIMIT = 50;

    private final KeycloakSession session;
    private final AuditLog log;
    private final AccessLog accessLog;
    private final String realmId;
    private final RequestConnection database;

    AccountEntries(KeycloakSession session, AuditLog log, AccessLog accessLog) {
        this.session = session;
        this.log = log;
        this.accessLog = accessLog;
        this.realmId = session.getContext().getRealm().getId();
        this.database = new RequestConnection(session);
    }

    /** A page of them, newest first. It also says whether successful sign-ins are among those that are captured. */
    Response page(AuthResult caller) throws BadParameterException {
        Parameters parameters = Parameters.of(session.getContext().getUri().getQueryParameters(), PARAMETERS);
        String user = caller.user().getId();
        EventQuery query = new EventQuery(
                Map.of(EventQuery.USER, user, EventQuery.TYPE, AccountView.types()),
                Optional.empty(),
                Optional.empty(),
                parameters.limit("limit", DEFAULT_LIMIT),
                Order.DESC,
                EventParameters.cursor(parameters.all(), Order.DESC));
        EventPage page = database.read(new LogQuery(
                log.tables(), query, realmId, name -> log.appender().hashOf(realmId, name))::run);
        List<EventPage.Found> shown = page.intact().stream()
                .filter(found -> AccountView.shows(found.payload(), user))
                .toList();
        DamagedEntries damaged = new DamagedEntries(log.tables(), log.suspects(), realmId);
        long damages = database.read(connection -> damaged.with(page.events(), connection))
                .count();
        accessLog.page(caller, query, shown.size(), Optional.empty());
        return Responses.json(Status.OK, PageBody.ofAccount(shown, page.next(), log.captures(EventType.LOGIN), damages))
                .build();
    }

    /** One of them, with its proof. */
    Response one(AuthResult caller, long seq) throws BadParameterException {
        Parameters.of(session.getContext().getUri().getQueryParameters(), List.of());
        Optional<ProvedEntry> found = database.read(
                        connection -> new ProofQuery(connection, log.tables(), log.suspects()).find(seq, realmId))
                .filter(entry -> entry.payload() != null
                        && AccountView.shows(entry.payload(), caller.user().getId()));
        if (found.isPresent() && !found.get().disagreeing().isEmpty()) {
            throw DamagedTreeException.ofEntry(seq, found.get().disagreeing());
        }
        accessLog.one(caller, seq, found.isPresent());
        return found.map(entry -> Responses.json(Status.OK, ProofBody.of(entry)).build())
                .orElseGet(() -> Responses.notFound("The log has no entry " + seq + " about your account"));
    }
}
