package io.caregate.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.record.KeyTable;
import io.caregate.audit.record.KeyTable.NodeKey;
import io.caregate.auditlog.tree.NoteSigner;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRegisterTest {
    private static final String OTHER =
            NoteSigner.ofPem("log", NoteSigner.newPem()).key().toString();
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00.123Z");

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        connection = database.open();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private KeyRegister register(String key, String node) {
        return new KeyRegister(database.tables(), key, node, true);
    }

    private List<NodeKey> keys() throws Exception {
        return new KeyTable(database.tables()).all(connection);
    }

    @Test
    void keyWhenTheNodeStartsThenThereAndWhenItSignsThenWithTheTime() throws Exception {
        KeyRegister register = register("log+1+A", "one");
        assertThat(register.isDue(Optional.empty())).isTrue();
        register.run(connection, Optional.empty());
        assertThat(keys()).singleElement().satisfies(key -> {
            assertThat(key.key()).isEqualTo("log+1+A");
            assertThat(key.node()).isEqualTo("one");
            assertThat(key.own()).isTrue();
            assertThat(key.firstUsed()).isEmpty();
            assertThat(key.isAbsent()).isFalse();
        });
        assertThat(register.isDue(Optional.empty())).isFalse();

        assertThat(register.isDue(Optional.of(TIME))).isTrue();
        register.run(connection, Optional.of(TIME));
        assertThat(keys()).extracting(NodeKey::firstUsed).containsExactly(Optional.of(TIME));
        assertThat(register.isDue(Optional.of(TIME))).isFalse();
    }

    @Test
    void firstUseWhenKnownThenALaterStartDoesNotMoveIt() throws Exception {
        register("log+1+A", "one").run(connection, Optional.of(TIME));
        register("log+1+A", "one").run(connection, Optional.of(TIME.plusSeconds(60)));
        assertThat(keys()).extracting(NodeKey::firstUsed).containsExactly(Optional.of(TIME));
    }

    @Test
    void keysWhenSeveralNodesHaveTheirOwnThenAllAreThereTheFirstUsedInFront() throws Exception {
        register("log+1+A", "standby").run(connection, Optional.empty());
        register("log+2+B", "late").run(connection, Optional.of(TIME.plusSeconds(60)));
        register("log+3+C", "early").run(connection, Optional.of(TIME));
        assertThat(keys()).extracting(NodeKey::node).containsExactly("early", "late", "standby");
    }

    /** This node is called "here" and has the key "log+1+A". */
    @ParameterizedTest
    @CsvSource({
        // A node that is gone for a moment, or for longer while this one has only just started.
        "there,   60,      1, false",
        "there,   7200,    1, false",
        // This node's earlier key, before another process could be told from one that is gone, and after.
        "here,    60,      1, false",
        "here,    400,     1, true",
        // One that the log has no checkpoint of, one of the operator, and one from long ago.
        "here,    400,     -, false",
        "here,    864000,  1, false",
    })
    void otherKeyWhenNoNodeHasItThenReportedOnce(String node, long seconds, String used, boolean reported)
            throws Exception {
        database.execute("INSERT INTO CAREGATE_AUDIT_SIGNING_KEY (VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN) VALUES"
                + " ('" + OTHER + "', '" + node + "', 1, " + (used.equals("-") ? "NULL" : used) + ", "
                + "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT) - " + seconds * 1000 + ")");
        KeyRegister register = register("log+1+A", "here");
        List<String> warnings = warnings(() -> {
            register.run(connection, Optional.empty());
            register.run(connection, Optional.empty());
        });
        assertThat(warnings).hasSize(reported ? 1 : 0).allMatch(line -> line.contains(OTHER));
    }

    /** The row says that this node had the key before. Only a real key is reported, in one line. */
    @ParameterizedTest
    @CsvSource({"log+2+B, false", "real, true"})
    void otherKeyWhenItIsNoneThenNotInTheServerLogAndANodesNameIsOneLine(String key, boolean reported)
            throws Exception {
        String written = key.equals("real") ? OTHER : key + "\naudit checkpoints are signed origin=log key=evil";
        database.execute("INSERT INTO CAREGATE_AUDIT_SIGNING_KEY (VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN) VALUES"
                + " ('" + written + "', 'there\naudit checkpoints are signed origin=log key=evil', 1, 1,"
                + " CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT) - 400000)");
        KeyRegister register = register("log+1+A", "there\naudit checkpoints are signed origin=log key=evil");
        List<String> warnings = warnings(() -> register.run(connection, Optional.empty()));
        assertThat(warnings).hasSize(reported ? 1 : 0).noneMatch(line -> line.contains("\n"));
    }

    /** Rows that look as if they had been used before this node's key. */
    @Test
    void keyOfThisNodeWhenOthersFillTheTableThenListedNevertheless() throws Exception {
        register("log+1+A", "here").run(connection, Optional.of(TIME));
        database.execute("INSERT INTO CAREGATE_AUDIT_SIGNING_KEY (VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN) SELECT"
                + " 'key ' || X, 'n', 0, 1, 1 FROM SYSTEM_RANGE(1, 1000)");
        KeyTable table = new KeyTable(database.tables());
        assertThat(table.all(connection, Optional.of("log+1+A")))
                .hasSize(1001)
                .extracting(NodeKey::key)
                .contains("log+1+A");
        assertThat(table.all(connection, Optional.of("key 1"))).hasSize(1000);
        assertThat(table.all(connection, Optional.empty())).hasSize(1000);
    }

    @Test
    void keyWhenTheOperatorReplacedItThenNotReported() throws Exception {
        database.execute("INSERT INTO CAREGATE_AUDIT_SIGNING_KEY (VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN) VALUES"
                + " ('" + OTHER + "', 'here', 0, 1, 1)");
        assertThat(warnings(() -> register("log+1+A", "here").run(connection, Optional.empty())))
                .isEmpty();
    }

    /** Anyone who can write to the database may have written these. */
    @ParameterizedTest
    @CsvSource({"-9223372036854775808, true", "-1, true", "9223372036854775807, false"})
    void timesWhenImpossibleThenTheKeysCanBeReadAndANodeGoesOn(long time, boolean absent) throws Exception {
        database.execute("INSERT INTO CAREGATE_AUDIT_SIGNING_KEY (VERIFIER_KEY, NODE, OWN, FIRST_USED, SEEN) VALUES"
                + " ('no key\n', '', -7, " + time + ", " + time + ")");
        register("log+1+A", "here").run(connection, Optional.of(TIME));
        assertThat(keys())
                .hasSize(2)
                .filteredOn(key -> key.key().equals("no key\n"))
                .extracting(NodeKey::isAbsent)
                .containsExactly(absent);
    }

    @Test
    void nodeNameWhenLongerThanItsColumnThenCut() throws Exception {
        register("log+1+A", "n".repeat(300)).run(connection, Optional.empty());
        assertThat(keys()).extracting(NodeKey::node).containsExactly("n".repeat(255));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static List<String> warnings(Work work) throws Exception {
        List<String> lines = new ArrayList<>();
        Logger logger = Logger.getLogger(KeyRegister.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }
}
