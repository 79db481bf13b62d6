package io.caregate.audit.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.query.EventPage;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.LogQuery;
import io.caregate.audit.query.Order;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** Reads a client's errors from the log, in the request's transaction, and records that they were read. */
final class ClientErrors {
    static final int MOST = 100;

    private static final Duration AGE = Duration.ofDays(7);
    private static final int PAGE = 250;
    /** A client that fails without end has its newest errors at the front. */
    private static final int MOST_PAGES = 4;

    private static final JsonMapper JSON = new JsonMapper();

    private final AuditLog log;
    private final String realmId;
    private final RequestConnection database;
    private final AccessLog accessLog;

    ClientErrors(KeycloakSession session, AuditLog log) {
        this.log = log;
        this.realmId = session.getContext().getRealm().getId();
        this.database = new RequestConnection(session);
        this.accessLog = new AccessLog(session, log.appender());
    }

    /** The errors of this client, newest first. */
    List<Map<String, String>> of(UserModel reader, ClientModel client) {
        Instant from = Instant.ofEpochMilli(Time.currentTimeMillis()).minus(AGE);
        EventQuery query = new EventQuery(
                Map.of(EventQuery.CLIENT, client.getClientId(), EventQuery.TYPE, OwnersView.types()),
                Optional.of(from),
                Optional.empty(),
                PAGE,
                Order.DESC,
                Optional.empty());
        List<Map<String, String>> errors = database.read(connection -> read(connection, query));
        accessLog.owner(reader, query, errors.size());
        return errors;
    }

    private List<Map<String, String>> read(Connection connection, EventQuery all) throws SQLException {
        List<Map<String, String>> errors = new ArrayList<>();
        Optional<EventQuery> query = Optional.of(all);
        for (int pages = 0; pages < MOST_PAGES && errors.size() < MOST && query.isPresent(); pages++) {
            EventQuery now = query.get();
            EventPage page = new LogQuery(
                            log.tables(), now, realmId, name -> log.appender().hashOf(realmId, name))
                    .run(connection);
            page.intact().stream()
                    .flatMap(found -> shown(found.payload()).stream())
                    .limit(MOST - errors.size())
                    .forEach(errors::add);
            query = page.next().map(now::from);
        }
        return List.copyOf(errors);
    }

    private static Optional<Map<String, String>> shown(String payload) {
        try {
            return OwnersView.of(JSON.readTree(payload));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an intact entry is not JSON", impossible);
        }
    }
}
