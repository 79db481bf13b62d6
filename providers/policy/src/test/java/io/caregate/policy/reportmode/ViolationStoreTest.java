package io.caregate.policy.reportmode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.ReportOnlyViolation;
import io.caregate.policy.rule.RuleId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViolationStoreTest {
    private static final String REALM = "realm-id";
    private static final String CLIENT = "client-uuid";
    private static final long TODAY = 20_000;

    private TestDatabase database;
    private ViolationStore store;

    @BeforeEach
    void create() throws Exception {
        database = new TestDatabase();
        store = new ViolationStore(database, database.tables(), "one");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    static ReportOnlyViolation seen(String client, RuleId rule, EnforcementPoint enforcementPoint, String value) {
        return new ReportOnlyViolation(REALM, "Realm", client, "app", rule, enforcementPoint, "redirect_uri", value);
    }

    private static ViolationBatch batch(ViolationTally tally) {
        return Objects.requireNonNull(tally.next());
    }

    private static void count(ViolationTally tally, long now, String value) {
        tally.count(seen(CLIENT, RuleId.EXACT_REDIRECT_URI, EnforcementPoint.AUTHORIZATION, value), now);
    }

    private SortedMap<String, ViolationCount> stored(RuleId rule) throws SQLException {
        return database.violations(REALM, CLIENT).of(CLIENT).get(rule);
    }

    private ViolationCount stored() throws SQLException {
        return stored(RuleId.EXACT_REDIRECT_URI).get("authorization");
    }

    @Test
    void tallyWhenNothingWasSeenThenNoBatch() {
        assertThat(new ViolationTally().next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAREGATE_SIGHTING SET TIMES_SEEN = 9223372036854775807",
                "CAREGATE_SIGHTING SET TIMES_SEEN = -1",
                "CAREGATE_SIGHTING SET FIRST_SEEN = 9223372036854775807, LAST_SEEN = 9223372036854775807",
                "CAREGATE_SIGHTING SET FIRST_SEEN = -1, LAST_SEEN = -1",
                "CAREGATE_SIGHTING_MARK SET BATCH = 9223372036854775807, LOGGED_ON = 9223372036854775807",
                "CAREGATE_SIGHTING_MARK SET BATCH = -1, LOGGED_ON = -1"
            })
    void rowWhenSetToAnythingThenWhatComesIsCountedOn(String damage) throws SQLException {
        ViolationTally tally = new ViolationTally();
        count(tally, 1_000, "https://a.example");
        store.add(batch(tally), TODAY);
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE " + damage);
        }
        count(tally, 2_000, "https://b.example");
        ViolationBatch next = batch(tally);
        store.add(next, TODAY);
        store.add(next, TODAY);

        assertThat(stored().count()).isBetween(1L, 2L);
        assertThat(stored().firstSeen()).isBetween(1_000L, 2_000L);
        assertThat(stored().lastSeen()).isEqualTo(2_000);
    }

    @Test
    void batchWhenAddedThenCountedWithFirstAndLast() throws SQLException {
        ViolationTally tally = new ViolationTally();
        count(tally, 1_000, "https://a.example");
        count(tally, 2_000, "https://b.example");
        store.add(batch(tally), TODAY);
        count(tally, 3_000, "https://c.example/\r\n\u202e\"");
        store.add(batch(tally), TODAY);

        assertThat(stored())
                .isEqualTo(new ViolationCount(
                        3, 1_000, 3_000, "redirect_uri", "https://c.example/<U+000D><U+000A><U+202E><U+0022>"));
    }

    @Test
    void batchWhenItIsOlderThenTheLaterValueStays() throws SQLException {
        ViolationTally late = new ViolationTally();
        count(late, 9_000, "late");
        ViolationTally early = new ViolationTally();
        count(early, 1_000, "early");
        store.add(batch(late), TODAY);
        new ViolationStore(database, database.tables(), "two").add(batch(early), TODAY);

        assertThat(stored()).isEqualTo(new ViolationCount(2, 1_000, 9_000, "redirect_uri", "late"));
    }

    @Test
    void batchWhenStoredButNotAnsweredThenNeitherLostNorDoubled() throws SQLException {
        ViolationTally tally = new ViolationTally();
        count(tally, 1_000, "x");
        ViolationBatch batch = batch(tally);
        database.loseNextAnswer();

        assertThatThrownBy(() -> store.add(batch, TODAY)).hasMessage("the answer is lost");
        List<ViolationKey> unlogged = store.add(batch, TODAY);

        assertThat(stored().count()).isEqualTo(1);
        assertThat(unlogged).hasSize(1);
        count(tally, 2_000, "x");
        store.add(batch(tally), TODAY);
        assertThat(stored().count()).isEqualTo(2);
    }

    @Test
    void batchWhenDatabaseIsAwayThenNothingIsStoredUntilItIsBack() throws SQLException {
        ViolationTally tally = new ViolationTally();
        count(tally, 1_000, "x");
        ViolationBatch batch = batch(tally);
        database.takeAway();

        assertThatThrownBy(() -> store.add(batch, TODAY)).isInstanceOf(SQLException.class);
        database.bringBack();
        store.add(batch, TODAY);

        assertThat(stored().count()).isEqualTo(1);
    }

    @Test
    void nodesWhenTheyStoreAtTheSameTimeThenTheyAddUp() throws Exception {
        int nodes = 4;
        int batches = 25;
        ExecutorService threads = Executors.newFixedThreadPool(nodes);
        try {
            List<Callable<Integer>> work = IntStream.range(0, nodes)
                    .mapToObj(node -> (Callable<Integer>) () -> {
                        ViolationStore own = new ViolationStore(database, database.tables(), "node" + node);
                        ViolationTally tally = new ViolationTally();
                        int lines = 0;
                        for (int i = 0; i < batches; i++) {
                            count(tally, i, "x");
                            tally.count(seen(CLIENT, RuleId.PKCE_S256, EnforcementPoint.AUTHORIZATION, "y"), i);
                            lines += own.add(batch(tally), TODAY).size();
                        }
                        return lines;
                    })
                    .toList();
            int lines = 0;
            for (var done : threads.invokeAll(work)) {
                lines += done.get();
            }

            assertThat(stored().count()).isEqualTo(nodes * batches);
            assertThat(stored(RuleId.PKCE_S256).get("authorization").count()).isEqualTo(nodes * batches);
            assertThat(lines).as("log lines, one a rule").isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void logLineWhenAnyHookOfTheRuleHadOneTodayThenNoneUntilTomorrow() throws SQLException {
        ViolationTally tally = new ViolationTally();
        count(tally, 1, "x");
        assertThat(store.add(batch(tally), TODAY)).hasSize(1);
        tally.count(seen(CLIENT, RuleId.EXACT_REDIRECT_URI, EnforcementPoint.LOGOUT, "x"), 2);
        assertThat(store.add(batch(tally), TODAY)).isEmpty();
        count(tally, 3, "x");
        assertThat(store.add(batch(tally), TODAY + 1)).hasSize(1);
        count(tally, 4, "x");
        assertThat(store.add(batch(tally), TODAY))
                .as("a node whose clock is behind")
                .isEmpty();
    }

    @Test
    void pruneWhenClientIsGoneThenItsSightingsAreToo() throws SQLException {
        database.addClient(CLIENT);
        ViolationTally tally = new ViolationTally();
        count(tally, 1, "x");
        tally.count(seen("deleted", RuleId.EXACT_REDIRECT_URI, EnforcementPoint.LOGOUT, "x"), 1);
        store.add(batch(tally), TODAY);

        store.prune(TODAY + 1);
        assertThat(stored().count()).isEqualTo(1);
        assertThat(database.violations(REALM, "deleted").of("deleted")).isEmpty();
        assertThat(database.names()).contains(CLIENT + " exact-redirect-uri");

        store.prune(TODAY + 2);
        assertThat(database.names()).containsExactly("node one");
    }

    @Test
    void valueWhenLongThenCutToItsColumn() {
        assertThat(DisplayText.of("x".repeat(255))).hasSize(255).doesNotContain("...");
        assertThat(DisplayText.of("x".repeat(256))).hasSize(255).endsWith("...");
        assertThat(DisplayText.of("\n".repeat(255))).hasSize(255).endsWith("...");
        assertThat(DisplayText.of("\ud83d\ude00")).isEqualTo("<U+1F600>");
        assertThat(DisplayText.of("")).isEmpty();
    }

    @Test
    void schemaWhenGivenThenInFrontOfEveryTable() {
        assertThat(ViolationTables.in("keycloak").violations()).isEqualTo("keycloak.CAREGATE_SIGHTING");
        assertThat(ViolationTables.in("my-schema").clients()).isEqualTo("\"my-schema\".CLIENT");
        assertThat(ViolationTables.in("").marks()).isEqualTo("CAREGATE_SIGHTING_MARK");
        assertThat(Map.of("one", ViolationTables.in(null))).containsValue(ViolationTables.in(" "));
    }
}
