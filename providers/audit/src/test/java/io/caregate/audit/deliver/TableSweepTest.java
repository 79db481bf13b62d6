package io.caregate.audit.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.EntryIds;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.status.JobStatus;
import io.caregate.audit.status.LogStatus;
import io.caregate.audit.status.LogStatusQuery;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.tree.NoteSigner;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anyone who can write to the database may set any column of any table to any value. For each column of the tables that
 * the jobs rely on, as listed in the information schema, the test sets NULL, a negative number, the largest number and
 * another text. For each table it also deletes a row, and duplicates one. Meanwhile entries are captured and the state
 * can be read. Once the row is put back, every entry is sealed and has been delivered.
 */
@Execution(ExecutionMode.CONCURRENT)
class TableSweepTest {
    private static final int ENTRIES = 260;
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestDatabase database;
    private final TestSink sink = new TestSink("a", 100);
    private int captured;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAREGATE_AUDIT_LOG SEQ=2",
                "CAREGATE_AUDIT_HEAD ID=1",
                "CAREGATE_AUDIT_TREE HEIGHT=8",
                "CAREGATE_AUDIT_CHECKPOINT NR=1",
                "CAREGATE_AUDIT_LEASE NAME='seal'",
                "CAREGATE_AUDIT_LEASE NAME='sink-a'",
                "CAREGATE_AUDIT_CURSOR NAME='sink-a'",
                "CAREGATE_AUDIT_CURSOR NAME='check'",
                "CAREGATE_AUDIT_DEAD_LETTER SEQ=1",
                "CAREGATE_AUDIT_DAMAGE SEQ=-1",
                "CAREGATE_AUDIT_JOB NAME='seal'"
            })
    void columnsWhenSetToAnythingThenNothingIsLostOnceTheyArePutBack(String where) throws Exception {
        String table = where.substring(0, where.indexOf(' '));
        String key = where.substring(where.indexOf(' ') + 1);
        database = new TestDatabase();
        JobBoard board = new JobBoard(database.tables(), "node");
        LogStatusQuery status = new LogStatusQuery(
                database.tables(),
                Set.of("a"),
                Set.of("seal", "sink-a", "check"),
                Path.of("target"),
                InstantSource.system());
        Upkeep upkeep = new Upkeep(board, new Suspects(), Optional.of(new byte[] {7}), Duration.ofMillis(300));
        NoteSigner signer = NoteSigner.ofPem("test/audit", NoteSigner.newPem());
        try (Sealer sealer = new Sealer(database, database.tables(), Optional.of(signer), "node", board, () -> {});
                Deliveries deliveries = new Deliveries(
                        List.of(sink),
                        new RetentionOptions(Optional.empty(), Set.of()),
                        upkeep,
                        database,
                        database.tables(),
                        new Notes(),
                        sealer::wake)) {
            sealer.start();
            deliveries.start("sso.example.org/audit");
            IntStream.range(0, ENTRIES).forEach(i -> capture());
            awaitDelivered(key);
            flush(board);
            database.execute("INSERT INTO CAREGATE_AUDIT_DEAD_LETTER VALUES ('a', 1, 0, 'realm-id', 0, 'no')");
            if (!table.endsWith("DAMAGE")) {
                await().alias(where).atMost(SOON).until(() -> database.column(
                                "SELECT COUNT(*) FROM " + table + " WHERE " + key)
                        .equals(List.of("1")));
            }
            database.execute("CREATE TABLE KEPT AS SELECT * FROM " + table + " WHERE " + key);
            for (String change : changes(table, key)) {
                if (!tried(change)) {
                    continue;
                }
                capture();
                sealer.wake();
                flush(board);
                try (Connection connection = database.open()) {
                    LogStatus now = status.read(connection);
                    assertThat(now.jobs()).extracting(JobStatus::name).hasSize(3);
                }
                putBack(table, key, change);
                sealer.wake();
                awaitDelivered(change);
            }
        } finally {
            database.close();
        }
    }

    /** The values to set, and the operations on the row as a whole. */
    private List<String> changes(String table, String key) throws SQLException {
        List<String> changes = new ArrayList<>();
        try (Connection connection = database.open()) {
            DatabaseMetaData meta = connection.getMetaData();
            try (ResultSet columns = meta.getColumns(null, null, table, null)) {
                while (columns.next()) {
                    String column = columns.getString("COLUMN_NAME");
                    boolean number = columns.getString("TYPE_NAME").matches("BIGINT|INTEGER");
                    List<String> values = number
                            ? List.of("NULL", "-1", "2147483647", "9223372036854775807", "-9223372036854775808")
                            : List.of("NULL", "''", "'x?'");
                    values.forEach(value ->
                            changes.add("UPDATE " + table + " SET " + column + " = " + value + " WHERE " + key));
                }
            }
        }
        changes.add("DELETE FROM " + table + " WHERE " + key);
        return changes;
    }

    /** Whether the database allows the change. */
    private boolean tried(String change) throws SQLException {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate(change) > 0;
        } catch (SQLException e) {
            return false;
        }
    }

    /** If the log has put it right itself, the row that it has written stays. */
    private void putBack(String table, String key, String change) throws SQLException {
        String column = change.startsWith("UPDATE") ? change.split(" ")[3] : "";
        String value = change.startsWith("UPDATE")
                ? change.substring(change.indexOf(" = ") + 3, change.indexOf(" WHERE "))
                : "";
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            if (!column.isEmpty() && !key.startsWith(column + "=")) {
                String broken = value.equals("NULL") ? column + " IS NULL" : column + " = " + value;
                statement.executeUpdate("UPDATE " + table + " SET " + column + " = (SELECT " + column
                        + " FROM KEPT) WHERE " + key + " AND " + broken);
                return;
            }
            if (!column.isEmpty()) {
                statement.executeUpdate("DELETE FROM " + table + " WHERE " + column + " = " + value);
            }
            if (table.endsWith("LOG") || table.endsWith("TREE") || table.endsWith("CHECKPOINT")) {
                statement.executeUpdate("INSERT INTO " + table + " SELECT * FROM KEPT WHERE NOT EXISTS (SELECT 1 FROM "
                        + table + " WHERE " + key + ")");
            }
        }
    }

    private void capture() {
        captured++;
        Entry entry = Entry.builder(id(captured), Instant.ofEpochMilli(captured), "LOGIN_ERROR")
                .with(Entry.Field.REALM_ID, "realm-id")
                .build();
        String sql = "INSERT INTO CAREGATE_AUDIT_INBOX (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD) VALUES (?, ?,"
                + " 'realm-id', 'LOGIN_ERROR', ?)";
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, entry.id());
            statement.setLong(2, captured);
            statement.setString(3, entry.canonical());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitDelivered(String change) {
        Set<String> ids =
                IntStream.rangeClosed(1, captured).mapToObj(TableSweepTest::id).collect(Collectors.toSet());
        await().alias(change).atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> {
            Set<String> missing = new TreeSet<>(ids);
            missing.removeAll(sink.ids());
            return missing.isEmpty();
        });
    }

    private void flush(JobBoard board) throws SQLException {
        try (Connection connection = database.open()) {
            board.flush(connection);
        }
    }

    private static String id(int number) {
        return String.format("id-%05d", number);
    }

    private static final class Notes implements EntryAppender {
        private final EntryIds ids = new EntryIds(Clock.systemUTC());

        @Override
        public String nextId() {
            return ids.next();
        }

        @Override
        public String hashOf(String realmId, String name) {
            return "";
        }

        @Override
        public void write(Entry entry) {}

        @Override
        public String node() {
            return "node";
        }
    }
}
