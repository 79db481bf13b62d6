package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** The differences between Keycloak's databases. All other statements of this log are plain SQL. */
public enum Dialect {
    /** PostgreSQL and H2. */
    STANDARD("CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)"),
    /** MariaDB and MySQL. */
    MYSQL("CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)");

    private static final Set<String> MYSQLS = Set.of("MariaDB", "MySQL");

    private final String now;

    Dialect(String now) {
        this.now = now;
    }

    /** The dialect of this connection's database. */
    public static Dialect of(Connection connection) throws SQLException {
        return MYSQLS.contains(connection.getMetaData().getDatabaseProductName()) ? MYSQL : STANDARD;
    }

    /** The database's clock, in milliseconds since 1970. */
    public String now() {
        return now;
    }
}
