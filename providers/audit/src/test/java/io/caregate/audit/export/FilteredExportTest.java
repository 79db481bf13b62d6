package io.caregate.audit.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.TestDatabase;
import io.caregate.audit.format.R4;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.TestQuery;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.util.JsonSerialization;

class FilteredExportTest {
    private final Suspects suspects = new Suspects();
    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void csvWhenLongerThanAPageThenTheRealmsSealedEntriesInOrderEachOnce() throws Exception {
        store(1600);
        List<String> lines = export(Map.of(), new CsvDocument()).lines().toList();

        List<String> expected = new ArrayList<>();
        for (int seq = 1; seq <= 1600; seq++) {
            if (seq % 3 != 0) {
                expected.add("\"" + seq + "\"");
            }
        }
        assertThat(lines.get(0)).startsWith("\"seq\"");
        assertThat(lines.subList(1, lines.size()).stream().map(line -> line.substring(0, line.indexOf(','))))
                .isEqualTo(expected);
    }

    @Test
    void bundleWhenFilteredThenValidAndOnlyWhatFits() throws Exception {
        store(30);
        String bundle = export(Map.of("error", "error-7"), new BundleDocument(Instant.now()));

        assertThat(R4.errors(bundle)).isEmpty();
        JsonNode entries = JsonSerialization.readValue(bundle, JsonNode.class).path("entry");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).at("/resource/outcomeDesc").asText()).isEqualTo("error-7");
    }

    @Test
    void bundleWhenNothingFitsThenValidAndWithoutEntries() throws Exception {
        store(3);
        String bundle = export(Map.of("type", "NONE"), new BundleDocument(Instant.now()));

        assertThat(R4.errors(bundle)).isEmpty();
        assertThat(bundle).doesNotContain("entry");
    }

    /** An attacker who changes a column hides the entry from every filter, but not from the export. */
    @Test
    void entryWhenAColumnWasChangedThenNotServedAndShownAsDamagedWhateverIsAskedFor() throws Exception {
        store(9);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET USERNAME = 'x' WHERE SEQ = 2");
        String csv = export(Map.of(), new CsvDocument());
        assertThat(csv.lines().filter(line -> line.startsWith("\"2\",")))
                .singleElement()
                .asString()
                .contains("CAREGATE_AUDIT_DAMAGED", "username")
                .doesNotContain("invalid", "error-2");
        assertThat(suspects.take(10)).containsExactly(2L);

        database.execute("INSERT INTO CAREGATE_AUDIT_DAMAGE (SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND) VALUES"
                + " (2, '" + TestDatabase.REALM + "', 'x', 'username', 0), (3, 'other', 'other', 'ip', 0)");
        String filtered = export(Map.of("error", "error-7"), new CsvDocument());
        assertThat(filtered.lines().filter(line -> line.contains("CAREGATE_AUDIT_DAMAGED")))
                .hasSize(1);
        String bundle = export(Map.of("error", "error-7"), new BundleDocument(Instant.now()));
        assertThat(R4.errors(bundle)).isEmpty();
        assertThat(bundle).contains("CAREGATE_AUDIT_DAMAGED");
    }

    /** The payload says which realm an entry belongs to. */
    @Test
    void entryWhenMovedToAnotherRealmThenOpenToItsOwnAndClosedThere() throws Exception {
        store(4);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET SALT = 'c2FsdHNhbHRzYWx0c2FsdA==', LEAF_HASH = 'x'");
        ByteArrayOutputStream there = new ByteArrayOutputStream();
        new LogExport(database, database.tables(), suspects, "other").write(0, there);
        assertThat(there.toString(StandardCharsets.UTF_8)).doesNotContain("payload");
        assertThat(suspects.take(10)).containsExactly(3L);

        database.execute("INSERT INTO CAREGATE_AUDIT_DAMAGE (SEQ, REALM_ID, COLUMN_REALM_ID, WHAT, FOUND) VALUES"
                + " (3, '" + TestDatabase.REALM + "', 'other', 'realmId', 0)");
        ByteArrayOutputStream own = new ByteArrayOutputStream();
        new LogExport(database, database.tables(), suspects, TestDatabase.REALM).write(0, own);
        assertThat(own.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("payload")))
                .hasSize(4);
    }

    @Test
    void exportWhenTheSealerStandsStillThenItEnds() throws Exception {
        store(10);
        for (int i = 0; i < 1200; i++) {
            try (Connection connection = database.open()) {
                insert(connection, database.tables().inbox(), null, i, TestDatabase.REALM);
            }
        }
        assertThat(export(Map.of(), new CsvDocument()).lines()).hasSize(1 + 7);
    }

    @Test
    void readerWhenSlowThenItKeepsNoConnection() throws Exception {
        store(1600);
        AtomicInteger open = new AtomicInteger();
        List<Integer> openWhileSent = new ArrayList<>();
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                openWhileSent.add(open.get());
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                openWhileSent.add(open.get());
            }
        };
        Connections counted = () -> {
            open.incrementAndGet();
            return counting(database.open(), open);
        };

        new FilteredExport(counted, database.tables(), new Suspects(), TestDatabase.REALM, name -> name)
                .write(query(Map.of()), new CsvDocument(), slow);
        new LogExport(counted, database.tables(), new Suspects(), TestDatabase.REALM).write(0, slow);

        assertThat(openWhileSent).hasSizeGreaterThan(5).containsOnly(0);
        assertThat(open).hasValue(0);
    }

    private static Connection counting(Connection connection, AtomicInteger open) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        open.decrementAndGet();
                    }
                    return method.invoke(connection, arguments);
                });
    }

    private String export(Map<String, String> filters, FilteredExport.Document document) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new FilteredExport(database, database.tables(), suspects, TestDatabase.REALM, name -> name)
                .write(query(filters), document, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static EventQuery query(Map<String, String> filters) {
        Map<String, String> parameters = new HashMap<>(filters);
        parameters.putAll(Map.of("order", "asc", "limit", "500"));
        return TestQuery.of(parameters);
    }

    /** Every third entry belongs to another realm. */
    private void store(int entries) throws Exception {
        try (Connection connection = database.open()) {
            for (int seq = 1; seq <= entries; seq++) {
                String realm = seq % 3 == 0 ? "other" : TestDatabase.REALM;
                insert(connection, database.tables().log(), (long) seq, seq, realm);
            }
        }
        database.execute("UPDATE " + database.tables().head() + " SET TREE_SIZE = " + entries + " WHERE ID = 1");
    }

    private static void insert(Connection connection, String table, Long seq, int n, String realm) throws Exception {
        Row row = Row.of(TestDatabase.entry(new UUID(seq == null ? 1 : 0, n).toString())
                .with(Field.ERROR, "error-" + n % 15)
                .build());
        String sql = "INSERT INTO " + table + " (" + Tables.COLUMNS + (seq == null ? "" : ", SEQ")
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?" + (seq == null ? ")" : ", " + seq + ")");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, row.id());
            statement.setLong(2, row.time());
            statement.setString(3, realm);
            statement.setString(4, row.type());
            statement.setString(5, row.error());
            statement.setString(6, row.client());
            statement.setString(7, row.user());
            statement.setString(8, row.username());
            statement.setString(9, row.ip());
            statement.setString(10, row.payload());
            statement.executeUpdate();
        }
    }
}
