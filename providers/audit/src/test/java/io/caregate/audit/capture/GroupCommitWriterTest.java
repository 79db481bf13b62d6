package io.caregate.audit.capture;

import static io.caregate.audit.TestDatabase.entry;
import static io.caregate.audit.TestDatabase.row;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.auditlog.entry.Row;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitWriterTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private GroupCommitWriter writer;
    private FallbackBuffer buffer;

    @BeforeEach
    void start() throws Exception {
        database = new TestDatabase();
        writer = newWriter();
        writer.start();
    }

    @AfterEach
    void stop() throws Exception {
        writer.close();
        database.close();
    }

    @Test
    void aRowIsStoredWhenWriteReturns() {
        awaitUp();
        // One that the database takes longer for than the writer's patience is in the spill first.
        assertThat(IntStream.range(0, 5).anyMatch(i -> {
                    writer.write(row("a" + i));
                    return database.inbox().contains("a" + i);
                }))
                .isTrue();
    }

    @Test
    void everyRowOfManyRequestsIsStored() throws Exception {
        awaitUp();
        List<Thread> requests = IntStream.range(0, 64)
                .mapToObj(i -> new Thread(() -> writer.write(row("row-" + i))))
                .toList();
        requests.forEach(Thread::start);
        for (Thread request : requests) {
            request.join();
        }
        await().untilAsserted(() -> assertThat(database.inbox())
                .filteredOn(id -> id.startsWith("row-"))
                .hasSize(64));
    }

    @Test
    void rowsOfATimeWithoutDatabaseAreSpilledAndComeInTheirOrder() throws Exception {
        awaitUp();
        database.takeAway();
        IntStream.range(0, 20).forEach(i -> writer.write(row("row-" + (char) ('a' + i))));
        assertThat(folder).isNotEmptyDirectory();
        database.bringBack();
        await().untilAsserted(() -> assertThat(database.inbox())
                .filteredOn(id -> id.startsWith("row-"))
                .hasSize(20));
    }

    /** A request that found the database away a moment ago, and was held up before it spilled. */
    @Test
    void aRowThatIsSpilledAfterTheReplayIsStoredBeforeThoseThatFollowIt() throws Exception {
        awaitUp();
        for (int i = 0; i < 20; i++) {
            buffer.put(List.of(row("z-late-" + i)));
            writer.write(row("a-next-" + i));
        }
        await().untilAsserted(() -> assertThat(database.inbox()).contains("a-next-19"));
        List<String> stored =
                database.column("SELECT ID FROM " + database.tables().inbox() + " ORDER BY _ROWID_");
        for (int i = 0; i < 20; i++) {
            assertThat(stored).containsSubsequence("z-late-" + i, "a-next-" + i);
        }
    }

    @Test
    void aRequestDoesNotWaitForADatabaseThatIsAway() throws Exception {
        awaitUp();
        database.takeAway();
        writer.write(row("first"));
        long begin = System.nanoTime();
        IntStream.range(0, 10).forEach(i -> writer.write(row("next-" + i)));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GroupCommitWriter.PATIENCE.multipliedBy(10));
    }

    @Test
    void aRequestWaitsForADatabaseThatHangsNoLongerThanItsPatience() {
        awaitUp();
        database.hang();
        long begin = System.nanoTime();
        writer.write(row("hung"));
        writer.write(row("next"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(GroupCommitWriter.PATIENCE, GroupCommitWriter.PATIENCE.multipliedBy(4));
        assertThat(folder).isNotEmptyDirectory();
        database.resume();
        await().untilAsserted(() ->
                assertThat(database.inbox()).containsOnlyOnce("hung").containsOnlyOnce("next"));
    }

    @Test
    void aBrokenConnectionIsReplacedAndNothingIsStoredTwice() throws Exception {
        awaitUp();
        writer.write(row("before"));
        database.takeAway();
        database.bringBack();
        writer.write(row("after"));
        await().untilAsserted(() ->
                assertThat(database.inbox()).containsOnlyOnce("before").containsOnlyOnce("after"));
    }

    @Test
    void rowsOfBeforeTheStartAndAfterTheStopAreSpilled() throws Exception {
        writer.close();
        writer.write(row("after-stop"));
        assertThat(database.inbox()).doesNotContain("after-stop");
        GroupCommitWriter next = newWriter();
        next.write(row("before-start"));
        next.start();
        await().untilAsserted(() -> assertThat(database.inbox()).contains("before-start"));
        next.close();
    }

    @Test
    void aRowThatIsReplayedTwiceIsStoredOnce() throws Exception {
        try (InboxWriter inbox = new InboxWriter(database, database.tables())) {
            Row row = row("twice");
            inbox.store(List.of(row));
            inbox.storeMissing(List.of(row, row("new"), row("new")));
            assertThat(database.inbox()).containsOnlyOnce("twice").containsOnlyOnce("new");
            assertThatThrownBy(() -> inbox.store(List.of(row))).isInstanceOf(SQLException.class);
            inbox.store(List.of(row("third")));
            assertThat(database.inbox()).contains("third");
        }
    }

    @Test
    void aRowThatNeitherDatabaseNorDiskTakesIsStoredWhenTheDatabaseIsBack() throws Exception {
        Path file = Files.writeString(folder.resolve("no-directory"), "");
        GroupCommitWriter stuck = newWriter(new Spill(file.resolve("spill")));
        stuck.write(row("kept"));
        assertThat(database.inbox()).doesNotContain("kept");
        stuck.start();
        await().untilAsserted(() -> assertThat(database.inbox()).contains("kept"));
        stuck.close();
    }

    /**
     * Whichever row is refused, and however often, the rows before and after it are stored, and as much of it as
     * possible.
     */
    @Test
    void aRowWhoseContentIsRefusedHoldsBackNoOther() throws Exception {
        database.execute("ALTER TABLE " + database.tables().inbox()
                + " ADD CONSTRAINT LATIN CHECK (PAYLOAD NOT REGEXP '[^ -~]' AND PAYLOAD NOT LIKE '%venom%')");
        awaitUp();
        writer.write(row("before"));
        writer.write(Row.of(
                entry("umlaut").detail("username", "m\u00fcller \ud83d\ude00").build()));
        writer.write(Row.of(entry("poisoned").detail("username", "venom \u00fc").build()));
        writer.write(row("behind"));

        await().untilAsserted(() -> assertThat(database.inbox()).contains("before", "umlaut", "poisoned", "behind"));
        assertThat(database.column("SELECT PAYLOAD FROM " + database.tables().inbox() + " WHERE ID = 'umlaut'"))
                .singleElement(as(STRING))
                .contains("m\\u00fcller \\ud83d\\ude00");
        String original = Row.of(
                        entry("poisoned").detail("username", "venom \u00fc").build())
                .payload();
        assertThat(database.column("SELECT PAYLOAD FROM " + database.tables().inbox() + " WHERE ID = 'poisoned'"))
                .singleElement(as(STRING))
                .contains(Row.REFUSED)
                .doesNotContain("venom \u00fc");
        assertThat(folder.resolve("poisoned.original.json")).hasContent(original);
    }

    private GroupCommitWriter newWriter() {
        return newWriter(new Spill(folder));
    }

    private GroupCommitWriter newWriter(Spill spill) {
        InboxWriter inbox = new InboxWriter(database, database.tables());
        CaptureMeters meters = new CaptureMeters(new SimpleMeterRegistry());
        buffer = new FallbackBuffer(spill, meters);
        return new GroupCommitWriter(inbox, new RejectedRowFallback(inbox, folder), buffer, meters, () -> {});
    }

    /**
     * Rows that are written before the writer is up are replayed, so once they are there rows go to the database
     * directly.
     */
    private void awaitUp() {
        writer.write(row("probe"));
        await().untilAsserted(() -> assertThat(database.inbox()).contains("probe"));
    }
}
