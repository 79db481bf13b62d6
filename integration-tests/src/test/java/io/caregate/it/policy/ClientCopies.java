package io.caregate.it.policy;

import io.caregate.server.ServerBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Copies of a client with all its parts, made in the H2 database of a server that is not running. */
final class ClientCopies implements AutoCloseable {
    private static final String COPY_OF = "SUBSTRING(%s, 1, 28) || '-' || LPAD(N.X, 5, '0')";

    private static final String USER = "sa";
    private static final String PASSWORD = "password";

    private final Connection connection;

    ClientCopies(Path data) throws SQLException {
        connection = DriverManager.getConnection(
                "jdbc:h2:file:" + data.toAbsolutePath().resolve("h2/keycloakdb") + ";NON_KEYWORDS=VALUE;IFEXISTS=TRUE",
                USER,
                PASSWORD);
    }

    /** A server whose database accepts the sign-in of this class. */
    static ServerBuilder possible(ServerBuilder server) {
        return server.option("--db-username=" + USER).option("--db-password=" + PASSWORD);
    }

    void copy(String clientId, int times) throws SQLException {
        String client = only("SELECT ID FROM CLIENT WHERE CLIENT_ID = '" + clientId + "'");
        String own = "T.CLIENT_ID = '" + client + "'";
        copy("CLIENT", "T.ID = '" + client + "'", times, Map.of("ID", id("ID"), "CLIENT_ID", id("CLIENT_ID")));
        for (String table : List.of("REDIRECT_URIS", "WEB_ORIGINS", "CLIENT_ATTRIBUTES", "CLIENT_SCOPE_CLIENT")) {
            copy(table, own, times, Map.of("CLIENT_ID", id("CLIENT_ID")));
        }
        copy("PROTOCOL_MAPPER", own, times, Map.of("ID", id("ID"), "CLIENT_ID", id("CLIENT_ID")));
        String ofMapper = "T.PROTOCOL_MAPPER_ID IN (SELECT ID FROM PROTOCOL_MAPPER WHERE CLIENT_ID = '" + client + "')";
        copy("PROTOCOL_MAPPER_CONFIG", ofMapper, times, Map.of("PROTOCOL_MAPPER_ID", id("PROTOCOL_MAPPER_ID")));
    }

    private static String id(String column) {
        return String.format(COPY_OF, "T." + column);
    }

    private void copy(String table, String which, int times, Map<String, String> changed) throws SQLException {
        List<String> columns = column("SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = '" + table
                + "' AND TABLE_SCHEMA = 'PUBLIC'");
        List<String> values = columns.stream()
                .map(column -> changed.getOrDefault(column, "T." + column))
                .toList();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " ("
                + String.join(", ", columns) + ") SELECT " + String.join(", ", values) + " FROM " + table
                + " T, SYSTEM_RANGE(1, " + times + ") N WHERE " + which)) {
            insert.executeUpdate();
        }
    }

    private String only(String query) throws SQLException {
        List<String> found = column(query);
        if (found.size() != 1) {
            throw new AssertionError(query + " found " + found);
        }
        return found.get(0);
    }

    private List<String> column(String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
