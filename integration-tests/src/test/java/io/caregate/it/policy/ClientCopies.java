package io.caregate.it.policy;

import io.caregate.it.fixture.AuditDatabase;
import java.util.List;
import java.util.Locale;

/** Copies of a client with all its parts, made in the database. The server must not have the realm in its cache. */
final class ClientCopies {
    private static final String COPY_OF = "SUBSTRING(T.%s, 1, 28) || '-' || LPAD(CAST(N AS VARCHAR), 5, '0')";

    private final AuditDatabase database;

    ClientCopies(AuditDatabase database) {
        this.database = database;
    }

    void copy(String clientId, int times) {
        String client = database.column("SELECT ID FROM CLIENT WHERE CLIENT_ID = '" + clientId + "'")
                .get(0);
        String own = "T.CLIENT_ID = '" + client + "'";
        copy("CLIENT", "T.ID = '" + client + "'", times, "ID", "CLIENT_ID");
        for (String table : List.of("REDIRECT_URIS", "WEB_ORIGINS", "CLIENT_ATTRIBUTES", "CLIENT_SCOPE_CLIENT")) {
            copy(table, own, times, "CLIENT_ID");
        }
        copy("PROTOCOL_MAPPER", own, times, "ID", "CLIENT_ID");
        String ofMapper = "T.PROTOCOL_MAPPER_ID IN (SELECT ID FROM PROTOCOL_MAPPER WHERE CLIENT_ID = '" + client + "')";
        copy("PROTOCOL_MAPPER_CONFIG", ofMapper, times, "PROTOCOL_MAPPER_ID");
    }

    private void copy(String table, String which, int times, String... ids) {
        List<String> columns = database.column("SELECT UPPER(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS WHERE"
                + " TABLE_SCHEMA = 'public' AND TABLE_NAME = '" + table.toLowerCase(Locale.ROOT) + "'");
        List<String> values = columns.stream()
                .map(column -> List.of(ids).contains(column) ? String.format(COPY_OF, column) : "T." + column)
                .toList();
        database.execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
                + String.join(", ", values) + " FROM " + table + " T, GENERATE_SERIES(1, " + times + ") N WHERE "
                + which);
    }
}
