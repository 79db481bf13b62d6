package io.caregate.audit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContinuedSearchTest {
    private static final long SEQ = 100;
    private static final String TEXT = "x".repeat(900) + "ä".repeat(100);

    private TestDatabase database;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 99, 100})
    void searchWhenRecordedAfterAllThatIsLookedThroughThenBegun(long position) throws Exception {
        store(database.tables().log(), reading("then").build());

        assertThat(begun(position, "then", reading("now").build())).contains("then");
    }

    @Test
    void searchWhenItsEntryIsNotSealedYetThenBegun() throws Exception {
        store(database.tables().inbox(), reading("then").build());

        assertThat(begun(99, "then", reading("now").build())).contains("then");
    }

    /** Otherwise an old record would stand for a search of entries that came after it. */
    @Test
    void searchWhenRecordedBeforeWhatIsLookedThroughThenNotBegun() throws Exception {
        store(database.tables().log(), reading("then").build());

        assertThat(begun(101, "then", reading("now").build())).isEmpty();
    }

    @Test
    void searchWhenByNumberThenNotBegun() throws Exception {
        store(database.tables().log(), reading("then").build());

        assertThat(begun("asc", 99, "then", reading("now").build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"USER, somebody-else", "CLIENT, another", "REALM_ID, other", "PATH, /elsewhere", "TYPE, LOGIN_ERROR"})
    void searchWhenOfSomebodyElseThenNotBegun(Field field, String value) throws Exception {
        store(database.tables().log(), reading("then").with(field, value).build());

        assertThat(begun(99, "then", reading("now").build())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"query.text, other", "query.type, LOGIN_ERROR", "query.from, 2026-01-01T00:00:00Z"})
    void searchWhenForSomethingElseThenNotBegun(String detail, String value) throws Exception {
        store(database.tables().log(), reading("then").detail(detail, value).build());

        assertThat(begun(99, "then", reading("now").build())).isEmpty();
    }

    @Test
    void searchWhenThereIsNoSuchEntryThenNotBegun() throws Exception {
        store(database.tables().log(), reading("then").build());

        assertThat(begun(99, "never", reading("now").build())).isEmpty();
    }

    @Test
    void searchWhenItsEntryWasErasedThenNotBegun() throws Exception {
        store(database.tables().log(), reading("then").build());
        database.execute("UPDATE " + database.tables().log() + " SET PAYLOAD = NULL");

        assertThat(begun(99, "then", reading("now").build())).isEmpty();
    }

    /** As {@code AccessLog} makes it. Its result and its origin do not matter. */
    private static Entry.Builder reading(String id) {
        return Entry.builder(id, Instant.EPOCH.plusMillis(id.hashCode()), Tail.READ)
                .with(Field.REALM_ID, TestDatabase.REALM)
                .with(Field.PATH, "/realms/r/caregate/audit/events")
                .with(Field.USER, "auditor-id")
                .with(Field.CLIENT, "caregate-portal")
                .with(Field.NODE, "node-of-" + id)
                .detail("returned", id.equals("then") ? "3" : null)
                .detail("query.text", TEXT);
    }

    private Optional<String> begun(long position, String entry, Entry now) throws Exception {
        return begun("desc", position, entry, now);
    }

    private Optional<String> begun(String order, long position, String entry, Entry now) throws Exception {
        Order parsed = Order.parse(order).orElseThrow();
        String cursor = Cursor.after(parsed, position).ofSearch(entry).toString();
        EventQuery query = TestQuery.of(Map.of("text", TEXT, "order", order, "cursor", cursor));
        try (Connection connection = database.open()) {
            return new ContinuedSearch(connection, database.tables()).of(query, now);
        }
    }

    private void store(String table, Entry entry) throws SQLException {
        boolean sealed = table.equals(database.tables().log());
        Row row = Row.of(entry);
        String sql = "INSERT INTO " + table + " (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD"
                + (sealed ? ", SEQ) VALUES (?, ?, ?, ?, ?, " + SEQ + ")" : ") VALUES (?, ?, ?, ?, ?)");
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, row.id());
            statement.setLong(2, row.time());
            statement.setString(3, row.realmId());
            statement.setString(4, row.type());
            statement.setString(5, row.payload());
            statement.executeUpdate();
        }
    }
}
