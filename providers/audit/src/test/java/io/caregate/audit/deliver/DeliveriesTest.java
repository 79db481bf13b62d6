package io.caregate.audit.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.lease.JobBoard;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.EntryIds;
import io.caregate.audit.seal.Sealer;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.SinkFilter;
import io.caregate.audit.sink.SinkSettings;
import io.caregate.audit.sink.Start;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.tree.NoteSigner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.ServerStartupError;

@Execution(ExecutionMode.CONCURRENT)
class DeliveriesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestDatabase database;
    private Sealer sealer;

    @BeforeEach
    void seal() throws Exception {
        database = new TestDatabase();
        sealer = new Sealer(
                database,
                database.tables(),
                Optional.of(NoteSigner.ofPem("test/audit", NoteSigner.newPem())),
                "node",
                () -> {});
        sealer.start();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        sealer.close();
        database.close();
    }

    @Test
    void entriesWhenSealedThenDeliveredInOrderWithTheCheckpointBehindWhatItCovers() {
        capture(1, 25);
        TestSink sink = new TestSink("a", 10);
        deliver(sink);

        await().atMost(SOON).until(() -> entries(sink).size() == 25);
        assertThat(entries(sink)).isEqualTo(numbers(1, 25));
        List<Long> all = sink.taken();
        assertThat(all).anyMatch(number -> number <= 0);
        long last = 0;
        for (long number : all) {
            if (number > 0) {
                last = number;
            } else {
                assertThat(-number).isEqualTo(last);
            }
        }
    }

    @Test
    void entriesWhenDeliveredThenTheyLeadBackToTheLogThatTheNodeNamed() {
        capture(1, 3);
        List<Item> items = Collections.synchronizedList(new ArrayList<>());
        TestSink sink = new TestSink("a", 10).answering(batch -> {
            items.addAll(batch.items());
            return Outcome.taken(batch);
        });
        deliver(sink);

        await().atMost(SOON).until(() -> entries(sink).size() == 3);
        List<Item.OfEntry> entries = items.stream()
                .filter(Item.OfEntry.class::isInstance)
                .map(Item.OfEntry.class::cast)
                .toList();
        assertThat(entries).hasSize(3);
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.origin()).isEqualTo("sso.example.org/audit");
            assertThat(Base64.getDecoder().decode(entry.leaf())).hasSize(32);
            assertThat(entry.render(io.caregate.audit.format.Format.ECS))
                    .contains("\"log_leaf\":\"" + entry.leaf() + "\",\"log_origin\":\"sso.example.org/audit\"");
        });
    }

    @Test
    void sinkWhenItThrowsAnythingThenTriedAgainAndNothingIsLost() {
        capture(1, 5);
        AtomicInteger calls = new AtomicInteger();
        TestSink sink = new TestSink("a", 10).answering(batch -> switch (calls.incrementAndGet()) {
            case 1 -> throw new IllegalStateException("broken");
            case 2 -> throw new NoClassDefFoundError("com/example/Gone");
            default -> Outcome.taken(batch);
        });
        deliver(sink);

        await().atMost(SOON).until(() -> faults("a").contains("failed with"));
        await().atMost(SOON).until(() -> entries(sink).size() == 5);
        assertThat(entries(sink)).isEqualTo(numbers(1, 5));
        await().atMost(SOON).until(() -> faults("a").equals("null"));
    }

    @Test
    void sinkWhenAnOptionIsNotRightAnyMoreThenForAnOperatorAndTriedAgain() {
        capture(1, 3);
        AtomicInteger calls = new AtomicInteger();
        TestSink sink = new TestSink("a", 10).answering(batch -> {
            if (calls.incrementAndGet() == 1) {
                throw new ServerStartupError("--spi-caregate-audit-sink--a--file=/gone is not allowed", false);
            }
            return Outcome.taken(batch);
        });
        deliver(sink);

        await().atMost(SOON)
                .until(() -> faults("a").equals("an option of the sink is not right any more, see the server's log"));
        assertThat(database.column("SELECT OPERATORS FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-a'"))
                .containsExactly("1");
        await().atMost(SOON).until(() -> entries(sink).size() == 3);
    }

    @Test
    void entryWhenRefusedForGoodThenAloneInDeadLettersAndLoggedOnce() {
        capture(1, 40);
        TestSink sink = new TestSink("a", 16)
                .answering(batch ->
                        batch.items().stream().anyMatch(item -> item.id().equals(id(23)))
                                ? Outcome.refused("the receiver answered 400")
                                : Outcome.taken(batch));
        deliver(sink);

        // The entry about it is the 41st.
        await().atMost(SOON).until(() -> entries(sink).contains(41L));
        assertThat(entries(sink))
                .isEqualTo(numbers(1, 41).stream().filter(seq -> seq != 23).toList());
        assertThat(database.column("SELECT SINK || SEQ || REASON FROM CAREGATE_AUDIT_DEAD_LETTER"))
                .containsExactly("a23the receiver answered 400");
        assertThat(database.column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE SEQ = 41"))
                .singleElement()
                .asString()
                .contains("CAREGATE_AUDIT_DEAD_LETTER", "\"seq\":\"23\"", "\"sink\":\"a\"", id(23));
    }

    @Test
    void entryAboutADeadLetterWhenRefusedTooThenNoFurtherEntry() {
        capture(1, 3);
        TestSink sink = new TestSink("a", 10)
                .answering(batch -> batch.items().stream()
                                .anyMatch(item -> item.render(io.caregate.audit.format.Format.JSON)
                                                .contains("DEAD_LETTER")
                                        || item.id().equals(id(2)))
                        ? Outcome.refused("no")
                        : Outcome.taken(batch));
        deliver(sink);

        await().atMost(SOON).until(() -> database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER ORDER BY SEQ")
                .equals(List.of("2", "4")));
        capture(10, 10);
        await().atMost(SOON).until(() -> entries(sink).contains(5L));
        assertThat(entries(sink)).containsExactly(1L, 3L, 5L);
        assertThat(database.log()).hasSize(5);
    }

    @Test
    void receiverWhenItRejectsEverythingThenItIsTakenForAFaultBeforeTheLogIsEmptied() {
        capture(1, 60);
        TestSink sink = new TestSink("a", 8).answering(batch -> Outcome.refused("the receiver answered 400"));
        deliver(sink);

        await().atMost(SOON).until(() -> faults("a").contains("every entry is rejected"));
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER"))
                .hasSizeBetween(11, 15);
        assertThat(database.column("SELECT OPERATORS FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-a'"))
                .containsExactly("1");
    }

    @Test
    void receiverWhenItRejectsEveryEntryOfABatchThenTheSame() {
        capture(1, 200);
        await().atMost(SOON).until(() -> database.log().size() == 200);
        TestSink sink = new TestSink("a", 100).answering(batch -> allRejected(batch.size()));
        deliver(sink);

        await().atMost(SOON).until(() -> faults("a").contains("every entry is rejected"));
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER"))
                .hasSizeBetween(11, 15);
        assertThat(sink.sizes().get(0)).isBetween(90, 100);
        assertThat(sink.sizes().subList(1, 3)).containsExactly(1, 1);

        sink.answering(Outcome::taken);
        await().atMost(Duration.ofSeconds(60)).until(() -> entries(sink).contains(200L));
        assertThat(entries(sink)).contains(100L).doesNotContain(1L).doesNotHaveDuplicates();
    }

    @Test
    void firstWhenRejectedAndTheNextNotNowThenOnlyTheFirstIsADeadLetter() {
        capture(1, 8);
        TestSink sink = new TestSink("a", 8).answering(batch -> {
            List<String> ids = batch.items().stream().map(Item::id).toList();
            // A checkpoint of the empty log may come before it.
            return switch (ids.indexOf(id(1))) {
                case -1 -> Outcome.taken(batch);
                case 0 -> allRejected(1);
                default -> Outcome.taken(ids.indexOf(id(1)));
            };
        });
        deliver(sink);

        await().atMost(SOON).until(() -> entries(sink).contains(8L));
        assertThat(entries(sink)).startsWith(2L, 3L);
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER"))
                .containsExactly("1");
    }

    @Test
    void partWhenTakenThenTheRestFollowsWithoutRepetition() {
        capture(1, 20);
        TestSink sink = new TestSink("a", 10).answering(batch -> Outcome.taken(Math.max(1, batch.size() / 2)));
        deliver(sink);

        await().atMost(SOON).until(() -> entries(sink).size() == 20);
        assertThat(entries(sink)).isEqualTo(numbers(1, 20));
    }

    @Test
    void entryWhenTheFilterLeavesItOutThenOnlyTheOthersComeAndTheCursorPassesIt() {
        capture(1, 40);
        SinkFilter third = new SinkFilter(Set.of(), Set.of(), Set.of("third"), true);
        TestSink some = new TestSink("some", new SinkSettings(7, Start.OLDEST, third))
                .answering(batch -> Outcome.taken(Math.max(1, batch.size() / 2)));
        TestSink none = new TestSink(
                "none", new SinkSettings(7, Start.OLDEST, new SinkFilter(Set.of("x"), Set.of(), Set.of(), true)));
        deliver(some, none);

        await().atMost(SOON).until(() -> cursor("some") >= 40 && cursor("none") >= 40);
        assertThat(entries(some)).containsExactly(3L, 6L, 9L, 12L, 15L, 18L, 21L, 24L, 27L, 30L, 33L, 36L, 39L);
        assertThat(entries(none)).isEmpty();
        capture(41, 42);
        await().atMost(SOON).until(() -> cursor("none") >= 42 && entries(some).contains(42L));
    }

    /** Entry 2 is given the payload of entry 1, with its id, and a filter that would leave it out. */
    @Test
    void entryWhenItsRowIsChangedThenNoFilterLeavesItOutAndItsIdIsItsOwn() {
        capture(1, 5);
        await().atMost(SOON).until(() -> database.log().size() == 5);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET PAYLOAD = (SELECT L.PAYLOAD FROM CAREGATE_AUDIT_LOG L WHERE"
                + " L.SEQ = 1) WHERE SEQ = 2");
        SinkFilter logouts = new SinkFilter(Set.of("realm-id"), Set.of("LOGOUT"), Set.of("x"), false);
        TestSink sink = new TestSink("some", new SinkSettings(7, Start.OLDEST, logouts));
        deliver(sink);

        await().atMost(SOON).until(() -> entries(sink).size() == 2);
        assertThat(entries(sink)).as("the entry, and the one that reports it").containsExactly(2L, 6L);
        assertThat(sink.ids()).contains("damaged-2").doesNotContain(id(1), id(2));
    }

    /** The receiver refuses what it gets until the two entries at the beginning are dead letters. */
    @Test
    void batchWhenARefusalMadeItSmallThenItGrowsOverEntriesThatAreLeftOut() {
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_INBOX (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, PAYLOAD) SELECT"
                        + " LPAD(X, 8, '0'), 0, 'r', 'LOGIN_ERROR', CASE WHEN X > 2 AND X < 400 THEN 'y' ELSE 'x' END,"
                        + " '{\"error\":\"' || CASE WHEN X > 2 AND X < 400 THEN 'y' ELSE 'x' END || '\",\"id\":\"' ||"
                        + " LPAD(X, 8, '0') || '\",\"realmId\":\"r\",\"time\":\"1970-01-01T00:00:00Z\","
                        + "\"type\":\"LOGIN_ERROR\"}' FROM SYSTEM_RANGE(1, 500)");
        sealer.wake();
        await().atMost(SOON).until(() -> database.log().size() == 500);
        SinkFilter x = new SinkFilter(Set.of(), Set.of(), Set.of("x"), true);
        List<Integer> late = new ArrayList<>();
        TestSink sink = new TestSink("some", new SinkSettings(64, Start.OLDEST, x)).answering(batch -> {
            long entries = batch.items().stream()
                    .filter(item -> item instanceof Item.OfEntry && item.seq() >= 400)
                    .count();
            if (entries == 0) {
                return new Outcome.Refused("the receiver answered 422");
            }
            late.add((int) entries);
            return Outcome.taken(batch);
        });
        deliver(sink);

        await().atMost(SOON).until(() -> cursor("some") >= 500);
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER WHERE SEQ IN (1, 2) AND"
                        + " CHECKPOINT_NR = 0 ORDER BY SEQ"))
                .containsExactly("1", "2");
        assertThat(late.get(0) + late.get(1)).as("of 101 entries").isGreaterThan(40);
    }

    @Test
    void entryWhenRejectedByASinkWithAFilterThenThatEntryIsTheDeadLetter() {
        capture(1, 20);
        SinkFilter third = new SinkFilter(Set.of(), Set.of(), Set.of("third"), true);
        TestSink sink = new TestSink("some", new SinkSettings(20, Start.OLDEST, third)).answering(batch -> {
            List<Outcome.Rejection> rejected = IntStream.range(0, batch.size())
                    .filter(index -> batch.items().get(index) instanceof Item.OfEntry entry && entry.seq() == 9)
                    .mapToObj(index -> new Outcome.Rejection(index, "no"))
                    .toList();
            return new Outcome.Taken(batch.size(), rejected);
        });
        deliver(sink);

        await().atMost(SOON).until(() -> cursor("some") >= 20);
        assertThat(entries(sink)).containsExactly(3L, 6L, 12L, 15L, 18L);
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_DEAD_LETTER WHERE CHECKPOINT_NR = 0"))
                .containsExactly("9");
    }

    @Test
    void oneSinkWhenItHangsThenTheOtherGoesOnAndStoppingDoesNotWaitForIt() {
        capture(1, 5);
        CountDownLatch never = new CountDownLatch(1);
        TestSink hanging = new TestSink("hangs", 10).answering(batch -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Outcome.taken(batch);
        });
        TestSink other = new TestSink("other", 10);
        Deliveries deliveries = deliver(hanging, other);

        await().atMost(SOON).until(() -> entries(other).size() == 5);
        await().atMost(SOON).until(() -> !hanging.sizes().isEmpty());
        long began = System.nanoTime();
        deliveries.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(hanging.taken()).isEmpty();
        assertThat(database.column("SELECT SEQ FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-hangs'"))
                .containsExactly("0");
    }

    @Test
    void databaseWhenItGoesAndComesThenNothingIsLost() throws Exception {
        capture(1, 5);
        TestSink sink = new TestSink("a", 2);
        deliver(sink);
        await().atMost(SOON).until(() -> entries(sink).size() == 5);

        database.takeAway();
        database.bringBack();
        capture(6, 9);
        await().atMost(SOON).until(() -> entries(sink).contains(9L));
        assertThat(entries(sink).stream().distinct()).isEqualTo(numbers(1, 9));
    }

    @Test
    void sinkWhenNewAndToStartNowThenNothingOlderComes() {
        capture(1, 5);
        await().atMost(SOON).until(() -> database.log().size() == 5);
        TestSink sink = new TestSink("a", 10, Start.NOW);
        deliver(sink);
        await().atMost(SOON).until(() -> !database.column("SELECT SEQ FROM CAREGATE_AUDIT_CURSOR")
                .isEmpty());
        capture(6, 7);

        await().atMost(SOON).until(() -> entries(sink).contains(7L));
        assertThat(entries(sink)).containsExactly(6L, 7L);
    }

    @Test
    void sinkWhenTwoNodesWantItThenOneDeliversAndTheOtherTakesOver() throws Exception {
        capture(1, 5);
        TestSink one = new TestSink("a", 10);
        Deliveries first = deliver(one);
        await().atMost(SOON).until(() -> entries(one).size() == 5);
        TestSink two = new TestSink("a", 10);
        deliver(two);
        capture(6, 8);
        await().atMost(SOON).until(() -> entries(one).size() == 8);

        first.close();
        capture(9, 10);
        await().atMost(SOON).until(() -> entries(two).contains(10L));
        assertThat(entries(one)).isEqualTo(numbers(1, 8));
        assertThat(entries(two)).containsExactly(9L, 10L);
    }

    /** The times of the test entries are in 1970, except one that is the current time. */
    @Test
    void entriesWhenOldAndDeliveredThenErasedAndHashesStayAndYoungerOnesToo() {
        capture(1, 6);
        capture(7, 9_999_999_999_999L, "ann");
        capture(8, 20);
        capture(21, System.currentTimeMillis(), "");
        capture(22, 30);
        await().atMost(SOON).until(() -> database.log().size() == 30);
        assertThat(database.column("SELECT ID FROM CAREGATE_AUDIT_LOG WHERE SEQ = 21"))
                .containsExactly(id(21));
        List<String> leaves = database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG ORDER BY SEQ");
        TestSink sink = new TestSink("a", 10).answering(batch -> {
            int first = (int)
                    batch.items().stream().takeWhile(item -> item.seq() <= 10).count();
            return first == 0 ? Outcome.retryAfter(Duration.ofSeconds(1), "no") : Outcome.taken(first);
        });
        deliver(new RetentionOptions(Optional.of(Duration.ofDays(400)), Set.of()), sink);

        await().atMost(Duration.ofSeconds(60)).until(() -> erased().equals(numbers(1, 10)));
        sink.answering(Outcome::taken);
        await().atMost(Duration.ofSeconds(60)).until(() -> erased().equals(numbers(1, 20)));
        assertThat(database.column("SELECT LEAF_HASH FROM CAREGATE_AUDIT_LOG ORDER BY SEQ"))
                .isEqualTo(leaves);
        assertThat(database.column("SELECT USERNAME FROM CAREGATE_AUDIT_LOG WHERE USERNAME IS NOT NULL"))
                .isEmpty();
    }

    @Test
    void sinkWhenForgottenThenItsCursorIsGoneAndNoOther() {
        database.execute(
                "INSERT INTO CAREGATE_AUDIT_CURSOR (NAME, SEQ, CHECKPOINT_NR, MOVED) VALUES ('sink-old', 5, 0, 0)");
        deliver(new RetentionOptions(Optional.empty(), Set.of("old")), new TestSink("a", 10));
        await().atMost(SOON).until(() -> database.column("SELECT NAME FROM CAREGATE_AUDIT_CURSOR ORDER BY NAME")
                .equals(List.of("check", "retain", "sink-a")));
    }

    /** While a node has the job, it knows where it left the cursor. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE CAREGATE_AUDIT_CURSOR SET SEQ = 9 WHERE NAME = 'sink-a'",
                "UPDATE CAREGATE_AUDIT_CURSOR SET SEQ = 9223372036854775807 WHERE NAME = 'sink-a'",
                "UPDATE CAREGATE_AUDIT_CURSOR SET SEQ = -9223372036854775808 WHERE NAME = 'sink-a'",
                "UPDATE CAREGATE_AUDIT_CURSOR SET CHECKPOINT_NR = 9223372036854775807 WHERE NAME = 'sink-a'",
                "DELETE FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-a'",
                "UPDATE CAREGATE_AUDIT_LEASE SET EPOCH = -3 WHERE NAME = 'sink-a'",
                "UPDATE CAREGATE_AUDIT_LEASE SET EPOCH = 9223372036854775807 WHERE NAME = 'sink-a'",
                "DELETE FROM CAREGATE_AUDIT_LEASE WHERE NAME = 'sink-a'"
            })
    void rowWhenSomebodyHasWrittenItWhileTheSinkIsAwayThenNothingIsLostAndACursorRepeatsNothing(String sql)
            throws Exception {
        capture(1, 5);
        TestSink sink = new TestSink("a", 10);
        deliver(sink);
        await().atMost(SOON).until(() -> entries(sink).size() == 5);

        sink.answering(batch -> Outcome.retry("away"));
        capture(6, 12);
        await().atMost(SOON).until(() -> faults("a").equals("away"));
        database.execute(sql);
        sink.answering(Outcome::taken);
        await().atMost(Duration.ofSeconds(60)).until(() -> entries(sink).contains(12L));
        await().atMost(SOON).until(() -> database.column("SELECT SEQ FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-a'")
                .equals(List.of("12")));
        assertThat(entries(sink).stream().distinct()).isEqualTo(numbers(1, 12));
        // A lease that is lost in the middle of a batch repeats that batch, as always.
        assertThat(sql.contains("CURSOR") ? entries(sink) : List.of()).doesNotHaveDuplicates();
    }

    /** A node that starts has no memory of the cursor, and the row proves where the log left it. */
    @ParameterizedTest
    @CsvSource({
        "'SEQ = 9', 6",
        "'SEQ = 9223372036854775807', 6",
        "'SEQ = -1', 6",
        "'SEQ = 1', 6",
        "'PROOF = NULL', 1",
        "'SEQ = 9, PROOF = REPLACE(PROOF, '':5:'', '':9:'')', 1"
    })
    void cursorWhenMovedWhileNoNodeRunsThenDeliveryGoesOnFromWhatIsProved(String set, long first) throws Exception {
        capture(1, 5);
        TestSink before = new TestSink("a", 10);
        Deliveries stopped = deliver(before);
        await().atMost(SOON).until(() -> entries(before).size() == 5);
        stopped.close();
        capture(6, 12);
        await().atMost(SOON).until(() -> database.log().size() == 12);
        database.execute("UPDATE CAREGATE_AUDIT_CURSOR SET " + set + " WHERE NAME = 'sink-a'");

        TestSink after = new TestSink("a", 10);
        deliver(after);
        await().atMost(SOON).until(() -> entries(after).contains(12L));
        assertThat(entries(after)).isEqualTo(numbers(first, 12));
    }

    @Test
    void pauseWhenAskedForThenTheNextNodeKeepsItToo() throws Exception {
        capture(1, 5);
        TestSink away = new TestSink("a", 10).answering(batch -> Outcome.retryAfter(Duration.ofMinutes(50), "later"));
        Deliveries stopped = deliver(away);
        await().atMost(SOON).until(() -> faults("a").equals("later"));
        stopped.close();

        TestSink next = new TestSink("a", 10);
        deliver(next);
        await().atMost(SOON).until(() -> database.column("SELECT EPOCH FROM CAREGATE_AUDIT_LEASE WHERE NAME = 'sink-a'")
                .equals(List.of("2")));
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> next.sizes()
                .isEmpty());
        assertThat(faults("a")).isEqualTo("later");
    }

    @Test
    void rowWhenChangedThenFoundByTheCheckAndAnEntrySaysSoAndGoneWhenPutBack() {
        capture(1, 3);
        TestSink sink = new TestSink("a", 10);
        await().atMost(SOON).until(() -> database.log().size() == 3);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET USERNAME = 'x', EVENT_TYPE = 'LOGIN' WHERE SEQ = 2");
        deliver(sink);

        await().atMost(SOON)
                .until(() -> database.column("SELECT SEQ || ' ' || REALM_ID || ' ' || WHAT FROM CAREGATE_AUDIT_DAMAGE")
                        .equals(List.of("2 realm-id type,username")));
        await().atMost(SOON).until(() -> entries(sink).contains(4L));
        assertThat(database.column("SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG WHERE SEQ = 4")
                        .get(0))
                .contains("CAREGATE_AUDIT_DAMAGED", "\"seq.2\":\"type,username\"", "\"realmId\":\"realm-id\"");

        database.execute("UPDATE CAREGATE_AUDIT_LOG SET USERNAME = NULL, EVENT_TYPE = 'LOGIN_ERROR' WHERE SEQ = 2");
        await().atMost(SOON).until(() -> database.column("SELECT SEQ FROM CAREGATE_AUDIT_DAMAGE")
                .isEmpty());
    }

    @Test
    void rowWhenMovedToAnotherRealmOrDeletedThenBothRealmsAreTold() {
        capture(1, 5);
        await().atMost(SOON).until(() -> database.log().size() == 5);
        database.execute("UPDATE CAREGATE_AUDIT_LOG SET REALM_ID = 'other' WHERE SEQ = 2");
        database.execute("DELETE FROM CAREGATE_AUDIT_LOG WHERE SEQ IN (3, 4)");
        deliver();
        await().atMost(SOON).until(() -> database.column(
                        "SELECT SEQ || ' ' || REALM_ID || ' ' || COLUMN_REALM_ID || ' ' || WHAT FROM"
                                + " CAREGATE_AUDIT_DAMAGE ORDER BY SEQ")
                .equals(List.of("2 realm-id other realmId", "3   missing to 4")));
        await().atMost(SOON).until(() -> database.column("SELECT REALM_ID FROM CAREGATE_AUDIT_LOG WHERE EVENT_TYPE ="
                        + " 'CAREGATE_AUDIT_DAMAGED' ORDER BY REALM_ID")
                .equals(List.of("", "other", "realm-id")));
    }

    private static Outcome allRejected(int count) {
        return new Outcome.Taken(
                count,
                IntStream.range(0, count)
                        .mapToObj(index -> new Outcome.Rejection(index, "the receiver answered 422"))
                        .toList());
    }

    private List<Long> erased() {
        return database
                .column("SELECT SEQ FROM CAREGATE_AUDIT_LOG WHERE PAYLOAD IS NULL AND SALT IS NULL ORDER BY SEQ")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private Deliveries deliver(TestSink... sinks) {
        return deliver(new RetentionOptions(Optional.empty(), Set.of()), sinks);
    }

    private Deliveries deliver(RetentionOptions retention, TestSink... sinks) {
        Upkeep upkeep = new Upkeep(
                new JobBoard(database.tables(), "node"),
                new Suspects(),
                Optional.of(new byte[] {1, 2, 3}),
                Duration.ofMillis(500));
        Deliveries deliveries = new Deliveries(
                List.of(sinks), retention, upkeep, database, database.tables(), new Notes(), () -> sealer.wake());
        open.add(deliveries);
        deliveries.start("sso.example.org/audit");
        return deliveries;
    }

    private void capture(int from, int to) {
        for (int i = from; i <= to; i++) {
            capture(i, i, "");
        }
        sealer.wake();
    }

    private void capture(int i, long time, String username) {
        Entry.Builder entry =
                Entry.builder(id(i), Instant.ofEpochMilli(time), "LOGIN_ERROR").with(Entry.Field.REALM_ID, "realm-id");
        if (i % 3 == 0) {
            entry.with(Entry.Field.ERROR, "third");
        }
        if (!username.isEmpty()) {
            entry.detail("username", username);
        }
        database.execute("INSERT INTO CAREGATE_AUDIT_INBOX (ID, EVENT_TIME, REALM_ID, EVENT_TYPE, ERROR, USERNAME,"
                + " PAYLOAD) VALUES ('" + id(i) + "', " + time + ", 'realm-id', 'LOGIN_ERROR', "
                + (i % 3 == 0 ? "'third'" : "NULL") + ", "
                + (username.isEmpty() ? "NULL" : "'" + username + "'") + ", '"
                + entry.build().canonical() + "')");
    }

    private long cursor(String sink) {
        return database.column("SELECT SEQ FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-" + sink + "'").stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    private String faults(String sink) {
        return String.join(
                "", database.column("SELECT FAULT FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-" + sink + "'"));
    }

    private static List<Long> entries(TestSink sink) {
        return sink.taken().stream().filter(number -> number > 0).collect(Collectors.toList());
    }

    private static String id(int number) {
        return String.format("id-%04d", number);
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
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
