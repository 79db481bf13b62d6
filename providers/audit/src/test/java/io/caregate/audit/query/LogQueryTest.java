package io.caregate.audit.query;

import static io.caregate.audit.TestDatabase.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {
    private TestDatabase database;
    private long sealed;

    @BeforeEach
    void create() throws Exception {
        database = new TestDatabase();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "type, LOGIN_ERROR, 1",
        "type, LOGIN, 0",
        "type, 'LOGIN,LOGIN_ERROR', 1",
        "type, 'LOGIN, LOGIN_ERROR', 1",
        "type, 'LOGIN,LOGOUT', 0",
        "type, '!LOGIN_ERROR', 0",
        "type, '!LOGIN,!LOGOUT', 1",
        "type, 'LOGIN_ERROR,!LOGIN_ERROR', 0",
        "type, 'LOGIN_ERROR,!LOGIN', 1",
        "error, invalid_user_credentials, 1",
        "error, invalid%, 0",
        "client, app, 1",
        "client, App, 0",
        "user, user-id, 1",
        "user, alice, 1",
        "user, typed, 1",
        "user, bob, 0",
        "ip, 192.0.2.7, 1",
        "ip, 192.0.2.8, 0",
        "text, ALICE, 1",
        "text, 100%, 1",
        "text, 100x, 0",
        "text, _x!, 1",
        "text, ax!, 0",
        "text, '\"quoted\"', 1",
        "text, nothing, 0",
        "text, x' OR '1'='1, 0",
        "from, 2026-01-31T08:15:00Z, 1",
        "from, 2026-01-31T08:15:00.001Z, 0",
        "to, 2026-01-31T08:15:00Z, 0",
        "to, 2026-01-31T08:15:00.001Z, 1"
    })
    void filters(String name, String value, int expected) throws Exception {
        Entry entry = TestDatabase.entry("a")
                .with(Field.CLIENT, "app")
                .with(Field.USER, "user-id")
                .with(Field.IP, "192.0.2.7")
                .detail("username", "alice")
                .detail("reason", "100% _x! \"quoted\"")
                .build();
        Entry typed = TestDatabase.entry("b")
                .detail("username", "hash(typed)")
                .with(Field.ERROR, "other")
                .build();
        insertUnsealed(entry, typed);
        assertThat(read(Map.of(name, value)).events())
                .filteredOn(found -> relevant(name, value, found))
                .hasSize(expected);
        seal();
        assertThat(read(Map.of(name, value)).events())
                .filteredOn(found -> relevant(name, value, found))
                .hasSize(expected);
    }

    /** The second entry is only there for the name that was typed. */
    private static boolean relevant(String name, String value, Found found) {
        return found.id().equals(name.equals("user") && value.equals("typed") ? "b" : "a");
    }

    @Test
    void anotherRealmIsNotSeen() throws Exception {
        insertUnsealed(
                TestDatabase.entry("mine").build(),
                TestDatabase.entry("theirs").with(Field.REALM_ID, "other").build());
        assertThat(ids(read(Map.of()))).containsExactly("mine");
        seal();
        assertThat(ids(read(Map.of()))).containsExactly("mine");
    }

    @Test
    void whatIsNotSealedHasNoNumberAndIsNewest() throws Exception {
        capture("a", "b");
        seal();
        capture("c", "d");
        assertThat(ids(read(Map.of()))).containsExactly("d", "c", "b", "a");
        assertThat(read(Map.of()).events()).extracting(Found::seq).containsExactly(null, null, 2L, 1L);
        assertThat(ids(read(Map.of("order", "asc")))).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whatWasReplayedAfterItWasSealedIsSeenOnce() throws Exception {
        capture("a");
        seal();
        capture("a");
        assertThat(ids(read(Map.of()))).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void pagesOfTheNewestLoseAndRepeatNothingWhileEntriesComeAndAreSealed(int limit) throws Exception {
        capture("a", "b", "c");
        seal();
        capture("d", "e", "f");
        List<String> seen = new ArrayList<>();
        Map<String, String> parameters = new HashMap<>(Map.of("limit", Integer.toString(limit)));
        for (int page = 0; ; page++) {
            EventPage found = read(parameters);
            seen.addAll(ids(found));
            capture("new-" + page);
            if (page % 2 == 0) {
                seal();
            }
            if (found.next().isEmpty()) {
                break;
            }
            parameters.put("cursor", found.next().get().toString());
        }
        assertThat(seen).containsExactly("f", "e", "d", "c", "b", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void pagesByNumberLoseAndRepeatNothingWhileEntriesComeAndAreSealed(int limit) throws Exception {
        capture("a", "b", "c");
        seal();
        capture("d", "e", "f");
        List<String> seen = new ArrayList<>();
        Map<String, String> parameters = new HashMap<>(Map.of("limit", Integer.toString(limit), "order", "asc"));
        for (int page = 0; ; page++) {
            EventPage found = read(parameters);
            seen.addAll(ids(found));
            if (page < 3) {
                capture("g" + page);
                // Another node commits late an entry that it captured early.
                capture("a" + page);
            } else {
                seal();
            }
            if (found.next().isEmpty()) {
                break;
            }
            parameters.put("cursor", found.next().get().toString());
        }
        assertThat(seen).doesNotHaveDuplicates().startsWith("a", "b", "c").contains("d", "e", "f");
    }

    private void capture(String... ids) throws SQLException {
        for (String id : ids) {
            insertUnsealed(TestDatabase.entry(id).build());
        }
    }

    private void insertUnsealed(Entry... entries) throws SQLException {
        String sql = "INSERT INTO " + database.tables().inbox() + " (" + Tables.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Entry entry : entries) {
                Row row = Row.of(entry);
                Object[] values = {
                    row.id(), row.time(), row.realmId(), row.type(), row.error(),
                    row.client(), row.user(), row.username(), row.ip(), row.payload()
                };
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        }
    }

    /** In the same way as the sealer: in the order of ids, numbered without a gap. */
    private void seal() throws SQLException {
        try (Connection connection = database.open()) {
            for (String id : database.inbox()) {
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO "
                                + database.tables().log() + " (SEQ, " + Tables.COLUMNS + ") SELECT ?, " + Tables.COLUMNS
                                + " FROM " + database.tables().inbox() + " WHERE ID = ?");
                        PreparedStatement delete = connection.prepareStatement(
                                "DELETE FROM " + database.tables().inbox() + " WHERE ID = ?")) {
                    insert.setLong(1, ++sealed);
                    insert.setString(2, id);
                    insert.executeUpdate();
                    delete.setString(1, id);
                    delete.executeUpdate();
                }
            }
        }
    }

    private EventPage read(Map<String, String> parameters) throws Exception {
        try (Connection connection = database.open()) {
            return new LogQuery(database.tables(), TestQuery.of(parameters), REALM, name -> "hash(" + name + ")")
                    .run(connection);
        }
    }

    private static List<String> ids(EventPage page) {
        return page.events().stream().map(Found::id).toList();
    }
}
