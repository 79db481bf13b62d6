package io.caregate.foundation.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;

/** Gives out connections that take part in no transaction but their own. The caller that opens one closes it. */
@FunctionalInterface
public interface Connections {
    /** A connection in auto-commit mode. */
    Connection open() throws SQLException;

    /** Connections of Keycloak's own pool, for threads that have no transaction of Keycloak's. */
    static Connections ofPool(JpaConnectionProviderFactory pool) {
        return () -> {
            try {
                return pool.getConnection();
            } catch (RuntimeException unavailable) {
                throw new SQLException("no connection", unavailable);
            }
        };
    }
}
