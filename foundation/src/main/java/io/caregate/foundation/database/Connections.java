package io.caregate.foundation.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;

/** Opens connections that take part only in their own transactions. The caller that opens one closes it. */
@FunctionalInterface
public interface Connections {
    /** A connection in auto-commit mode. */
    Connection open() throws SQLException;

    /** Connections of Keycloak's own pool, for threads without a Keycloak transaction. */
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
