package io.caregate.audit.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The database connection that a request already has, in its transaction. */
final class RequestConnection {
    private final KeycloakSession session;

    RequestConnection(KeycloakSession session) {
        this.session = session;
    }

    <T> T read(Work<T> work) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> {
                    try {
                        return work.run(connection);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** The work on the connection. */
    interface Work<T> {
        T run(Connection connection) throws SQLException, IOException;
    }
}
