package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Whether a commit is on disk when it returns. PostgreSQL can be told not to wait for that, for a session, a role, a
 * database or the server. The connections of this log always wait.
 */
public final class Durability {
    /** With each of them, this server flushes. They differ in what they require of a replica. */
    private static final Set<String> WAITING = Set.of("on", "local", "remote_write", "remote_apply");

    private Durability() {}

    /** Whether this is PostgreSQL, which has settings that H2 lacks. */
    public static boolean isPostgres(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    /**
     * Makes every commit of this connection wait until it is flushed. Call it in auto-commit mode, or the first
     * rollback undoes the setting.
     */
    public static void demand(Connection connection) throws SQLException {
        if (isPostgres(connection)) {
            try (Statement statement = connection.createStatement()) {
                String asked = setting(statement);
                statement.execute("SET synchronous_commit TO " + (WAITING.contains(asked) ? asked : "on"));
            }
        }
    }

    /** Gives the connection back the setting that it came with. */
    public static void release(Connection connection) throws SQLException {
        if (isPostgres(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET synchronous_commit");
            }
        }
    }

    private static String setting(Statement statement) throws SQLException {
        try (ResultSet setting = statement.executeQuery("SHOW synchronous_commit")) {
            return setting.next() ? setting.getString(1) : "";
        }
    }
}
