package io.caregate.audit.query;

import static io.caregate.audit.TestDatabase.REALM;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** An interrupted search finds the same entries as one query of the whole log, in the same order. */
class TextSearchPropertyTest {
    private static final Instant BEGIN = Instant.parse("2026-01-31T08:15:00Z");

    private static TestDatabase database;

    private long sealed;
    private int captured;

    @BeforeContainer
    static void create() throws Exception {
        database = new TestDatabase();
    }

    @AfterContainer
    static void close() throws Exception {
        database.close();
    }

    @Property(tries = 30)
    void searchWhenInterruptedAfterAnyPartThenItsPagesAreTheWholeInOrder(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int limit, @ForAll boolean newestFirst)
            throws Exception {
        fill(random);
        String order = newestFirst ? "desc" : "asc";
        List<String> whole = ids(new LogQuery(database.tables(), query(1000, order, null), REALM, name -> name));

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            EventPage page = page(query(limit, order, cursor), random);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            page.searchedTo().ifPresent(time -> assertThat(time).isBetween(BEGIN, BEGIN.plusSeconds(captured)));
            page.events().stream().map(Found::id).forEach(paged::add);
            cursor = page.next().map(Cursor::toString).orElse(null);
            if (!newestFirst) {
                // An entry that has no number yet and does not fit is left until it has one.
                seal();
            }
        } while (cursor != null);

        assertThat(paged).isEqualTo(whole);
    }

    /** In the order for browsing: a later entry is newer than all that have been searched. */
    @Property(tries = 30)
    void searchWhenEntriesComeAndAreSealedMeanwhileThenNoneOfTheOldOnesIsLostOrRepeated(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int limit) throws Exception {
        fill(random);
        List<String> whole = ids(new LogQuery(database.tables(), query(1000, "desc", null), REALM, name -> name));
        Set<String> old = new HashSet<>(whole);

        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            EventPage page = page(query(limit, "desc", cursor), random);
            page.events().stream().map(Found::id).filter(old::contains).forEach(paged::add);
            cursor = page.next().map(Cursor::toString).orElse(null);
            capture(random, random.nextInt(4));
            if (random.nextBoolean()) {
                seal();
            }
        } while (cursor != null);

        assertThat(paged).isEqualTo(whole);
    }

    /** The first page ends among entries without a number, and all of them have one before the next page. */
    @Example
    void searchWhenTheEntryOfItsCursorIsSealedMeanwhileThenGoesOnBehindIt() throws Exception {
        Random random = new Random(1);
        fill(random);
        capture(random, 60);
        List<String> whole = ids(new LogQuery(database.tables(), query(1000, "desc", null), REALM, name -> name));

        EventPage first = page(query(3, "desc", null), random);
        assertThat(first.next().map(Cursor::unsealedId)).isPresent();
        seal();

        List<String> paged =
                new ArrayList<>(first.events().stream().map(Found::id).toList());
        Optional<Cursor> next = first.next();
        while (next.isPresent()) {
            EventPage page = page(query(1000, "desc", next.get().toString()), random);
            page.events().stream().map(Found::id).forEach(paged::add);
            next = page.next();
        }
        assertThat(paged).isEqualTo(whole);
    }

    /** In the order for following: an entry that has no number yet is only seen at the end. */
    @Property(tries = 30)
    void searchWhenFollowedWhileEntriesComeThenItsPagesAreTheWholeAsItIsAtTheEnd(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 40) int limit) throws Exception {
        fill(random);
        List<String> paged = new ArrayList<>();
        List<String> whole;
        String cursor = null;
        int pages = 0;
        do {
            whole = ids(new LogQuery(database.tables(), query(1000, "asc", null), REALM, name -> name));
            EventPage page = page(query(limit, "asc", cursor), random);
            page.events().stream().map(Found::id).forEach(paged::add);
            cursor = page.next().map(Cursor::toString).orElse(null);
            if (++pages < 5) {
                capture(random, random.nextInt(4));
            }
            seal();
        } while (cursor != null);

        assertThat(paged).isEqualTo(whole);
    }

    /** A page whose time runs out after a random part. */
    private EventPage page(EventQuery query, Random random) throws SQLException {
        long[] clock = new long[1];
        boolean slow = random.nextInt(3) > 0;
        SearchBudget budget = new SearchBudget(
                Duration.ofSeconds(1),
                () -> slow ? clock[0] += random.nextInt(1_500_000_000) : clock[0],
                1 + random.nextInt(20),
                1);
        try (Connection connection = database.open()) {
            return new TextSearch(database.tables(), query, REALM, name -> name, budget).run(connection);
        }
    }

    private static EventQuery query(int limit, String order, String cursor) {
        Map<String, String> given =
                new HashMap<>(Map.of("text", "NEEDLE", "limit", Integer.toString(limit), "order", order));
        if (cursor != null) {
            given.put("cursor", cursor);
        }
        return TestQuery.of(given);
    }

    private static List<String> ids(LogQuery whole) throws SQLException {
        try (Connection connection = database.open()) {
            return whole.run(connection).events().stream().map(Found::id).toList();
        }
    }

    /**
     * Gaps in the numbers stand for empty parts. The real log has none, but entries of other realms take their place.
     */
    private void fill(Random random) throws SQLException {
        database.execute("DELETE FROM " + database.tables().log());
        database.execute("DELETE FROM " + database.tables().inbox());
        sealed = 0;
        captured = 0;
        for (int i = random.nextInt(5); i >= 0; i--) {
            capture(random, random.nextInt(20));
            seal();
            sealed += random.nextInt(30);
        }
        capture(random, random.nextInt(10));
    }

    private void capture(Random random, int entries) throws SQLException {
        String sql = "INSERT INTO " + database.tables().inbox() + " (" + Tables.COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (Connection connection = database.open();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < entries; i++) {
                Row row = Row.of(TestDatabase.entry(String.format("%08d", ++captured))
                        .with(Field.REALM_ID, random.nextInt(4) == 0 ? "other" : REALM)
                        .detail("said", random.nextInt(3) == 0 ? "the needle" : "hay")
                        .build());
                Object[] values = {
                    row.id(), BEGIN.plusSeconds(captured).toEpochMilli(), row.realmId(), row.type(), row.error(),
                    row.client(), row.user(), row.username(), row.ip(), row.payload()
                };
                for (int column = 0; column < values.length; column++) {
                    statement.setObject(column + 1, values[column]);
                }
                statement.executeUpdate();
            }
        }
    }

    private void seal() {
        for (String id : database.inbox()) {
            database.execute("INSERT INTO " + database.tables().log() + " (SEQ, " + Tables.COLUMNS + ") SELECT "
                    + ++sealed + ", " + Tables.COLUMNS + " FROM "
                    + database.tables().inbox() + " WHERE ID = '" + id
                    + "'");
            database.execute("DELETE FROM " + database.tables().inbox() + " WHERE ID = '" + id + "'");
        }
    }
}
