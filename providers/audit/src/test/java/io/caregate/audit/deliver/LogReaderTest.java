package io.caregate.audit.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.sink.Item;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogReaderTest {
    private static final int SIZE = 2500;

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        database.execute("INSERT INTO CAREGATE_AUDIT_LOG (SEQ, ID, EVENT_TIME, REALM_ID, EVENT_TYPE, PAYLOAD,"
                + " LEAF_HASH) SELECT X, 'id-' || X, 0, 'r', 'T', '{}', 'leaf' FROM SYSTEM_RANGE(1, " + SIZE + ")");
        database.execute("UPDATE CAREGATE_AUDIT_HEAD SET LAST_SEQ = " + SIZE + ", TREE_SIZE = " + SIZE);
        connection = database.open();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void checkpointsWhenSeveralAreReadyThenOnlyTheNewestBehindWhatItCovers() throws Exception {
        checkpoints(0, 2, 3, 3, 5, 9);
        assertThat(after(Position.BEGIN, 9)).containsExactly("1", "2", "3", "4", "5", "NR 5 of 5", "6", "7");
        assertThat(after(new Position(7, 5), 9)).containsExactly("8", "9", "NR 6 of 9", "10", "11", "12", "13", "14");
        assertThat(after(new Position(14, 6), 4)).containsExactly("15", "16");
    }

    @Test
    void checkpointsWhenNoEntryIsLeftThenOnlyTheNewest() throws Exception {
        checkpoints(SIZE, SIZE, SIZE);
        assertThat(after(new Position(SIZE, 1), 10)).containsExactly("NR 3 of " + SIZE);
        assertThat(after(new Position(SIZE, 3), 10)).isEmpty();
    }

    /** The verifier accepts no more than 1,999 entries behind the last checkpoint, wherever a file ends. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 250, 1000, 5000})
    void checkpointsWhenTheBatchIsLongThenOneOfEachThousandEntries(int batch) throws Exception {
        checkpoints(LongStream.rangeClosed(0, SIZE / 20).map(step -> 20 * step).toArray());
        List<String> all = new ArrayList<>();
        Position position = Position.BEGIN;
        List<Item> items = items(position, batch);
        while (!items.isEmpty()) {
            items.forEach(item -> all.add(shown(item)));
            position = position.after(items, items.size());
            items = items(position, batch);
        }
        assertThat(all).filteredOn(item -> !item.startsWith("NR")).hasSize(SIZE).doesNotHaveDuplicates();
        assertThat(all).last().isEqualTo("NR 126 of 2500");
        long covered = 0;
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).startsWith("NR")) {
                covered = Long.parseLong(all.get(i).replaceFirst(".* ", ""));
                assertThat(i == 0 ? "0" : all.get(i - 1)).isEqualTo(Long.toString(covered));
            } else {
                assertThat(Long.parseLong(all.get(i)) - covered).isLessThan(2000);
            }
        }
    }

    /** Entries that are sealed a thousand at a time, after some that were sealed one by one. */
    @ParameterizedTest
    @ValueSource(ints = {2, 50, 250, 1000})
    void checkpointsWhenFarApartThenTheVerifiersLimitStillHolds(int batch) throws Exception {
        checkpoints(LongStream.concat(LongStream.rangeClosed(1, 100), LongStream.rangeClosed(2099, SIZE))
                .toArray());
        long covered = 0;
        Position position = Position.BEGIN;
        List<Item> items = items(position, batch);
        while (!items.isEmpty()) {
            for (Item item : items) {
                covered = item instanceof Item.OfCheckpoint ? item.seq() : covered;
            }
            assertThat(items.get(items.size() - 1).seq() - covered)
                    .as("where a file may end")
                    .isLessThan(2000);
            position = position.after(items, items.size());
            items = items(position, batch);
        }
        assertThat(covered).isEqualTo(SIZE);
    }

    @Test
    void checkpointWhenItsSizeIsImpossibleThenTheNextOnesAreDelivered() throws Exception {
        checkpoints(
                LongStream.concat(LongStream.range(0, LogReader.PAGE + 50).map(any -> 1L << 60), LongStream.of(-7, 3))
                        .toArray());
        assertThat(after(Position.BEGIN, 6)).containsExactly("1", "2", "3", "NR 252 of 3", "4");
    }

    @Test
    void checkpointsWhenMoreThanAPageThenTheNewestOfAll() throws Exception {
        checkpoints(LongStream.rangeClosed(0, LogReader.PAGE + 1).map(any -> 2).toArray());
        assertThat(after(Position.BEGIN, 4)).containsExactly("1", "2", "NR 202 of 2");
    }

    private void checkpoints(long... sizes) {
        for (int i = 0; i < sizes.length; i++) {
            database.execute("INSERT INTO CAREGATE_AUDIT_CHECKPOINT (NR, CREATED, TREE_SIZE, NOTE) VALUES (" + (i + 1)
                    + ", 0, " + sizes[i] + ", 'note')");
        }
    }

    private List<String> after(Position position, int most) throws Exception {
        return items(position, most).stream().map(LogReaderTest::shown).toList();
    }

    private List<Item> items(Position position, int most) throws Exception {
        return new LogReader(connection, database.tables(), new Suspects(), "sso.example.org/audit")
                .after(position, most);
    }

    private static String shown(Item item) {
        return item instanceof Item.OfCheckpoint head
                ? "NR " + head.checkpoint().number() + " of " + head.seq()
                : Long.toString(item.seq());
    }
}
