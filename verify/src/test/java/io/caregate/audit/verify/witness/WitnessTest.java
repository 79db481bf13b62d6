package io.caregate.audit.verify.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.verify.UnreadableException;
import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of C2SP tlog-witness, each refusal beside what is accepted. */
class WitnessTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    private static final byte[] EMPTY = new TreeHasher().empty();

    @TempDir
    private Path folder;

    private final TestLog log = TestLog.make();
    private final WitnessSigner signer = WitnessSigner.ofPem("w.example/1", NoteSigner.newPem());
    private final StringWriter err = new StringWriter();
    private Instant now = TIME;
    private CheckpointStore store;
    private Alarms alarms;
    private Witness witness;

    @BeforeEach
    void open() throws Exception {
        store = CheckpointStore.open(folder, signer.key());
        InstantSource clock = () -> now;
        alarms = new Alarms(new PrintWriter(err), Optional.empty(), clock);
        witness = new Witness(signer, List.of(log.signer().key()), store, clock, alarms);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private int add(String request) throws IOException {
        return witness.add(request).status();
    }

    @Test
    void checkpointWhenItContinuesTheLastOneThenCosignedAndStored() throws Exception {
        for (long[] step : List.of(new long[] {0, 5}, new long[] {5, 5}, new long[] {5, 8}, new long[] {8, 21})) {
            String request = log.request(step[0], step[1]);
            Reply reply = witness.add(request);
            assertThat(reply.status()).isEqualTo(200);
            SignedNote answered = SignedNote.parse(
                    SignedNote.parse(AddCheckpoint.parse(request).checkpoint()).text() + "\n" + reply.body());
            assertThat(signer.key().cosigned(answered)).contains(TIME);
            String kept = witness.newest(Witness.nameOf(TestLog.ORIGIN)).orElseThrow();
            assertThat(Checkpoint.parse(SignedNote.parse(kept).text()).size()).isEqualTo(step[1]);
            assertThat(signer.key().cosigned(SignedNote.parse(kept))).contains(TIME);
            assertThat(log.signer().key().check(SignedNote.parse(kept)).outcome())
                    .hasToString("SIGNED");
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void sizeWhenNotTheLastOneThenConflictWithThatAndNothingIsCosigned() throws Exception {
        assertThat(witness.add(log.request(3, 5))).isEqualTo(new Reply(409, "text/x.tlog.size", "0\n"));
        assertThat(add(log.request(0, 5))).isEqualTo(200);
        assertThat(witness.add(log.request(0, 8))).isEqualTo(new Reply(409, "text/x.tlog.size", "5\n"));
        assertThat(witness.add(log.request(3, 4))).isEqualTo(new Reply(409, "text/x.tlog.size", "5\n"));
        assertThat(add(log.request(5, 8))).isEqualTo(200);
    }

    @Test
    void logWhenUnknownOrSignedByAnotherThenRefused() throws Exception {
        NoteSigner other = NoteSigner.ofPem("other.example/log", NoteSigner.newPem());
        assertThat(add(new TestLog(other, "a").request(0, 5))).isEqualTo(404);
        NoteSigner namesake = NoteSigner.ofPem(TestLog.ORIGIN, NoteSigner.newPem());
        assertThat(add(new TestLog(namesake, "a").request(0, 5))).isEqualTo(403);
        // A signature in the log's name and with its key's id that is not valid.
        assertThat(add(log.request(0, 5).replace("\n5\n", "\n6\n"))).isEqualTo(403);
        // Another log's signature does not make this one's, and does no harm.
        SignedNote both = SignedNote.parse(log.note(5));
        SignedNote more = both.with(namesake.cosign(both.text(), TIME));
        assertThat(add(new AddCheckpoint(0, List.of(), more.toString()).toString()))
                .isEqualTo(200);
    }

    @Test
    void sizeWhenLargerThanTheCheckpointsThenBadRequest() throws Exception {
        add(log.request(0, 5));
        assertThat(add(new AddCheckpoint(6, List.of(), log.note(5)).toString())).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "old 0\n", "old 0\n\n", "old 0\n\nno\n\nnote\n", "old 00\n\nNOTE", "\n\nNOTE"})
    void bodyWhenNotARequestThenBadRequest(String body) throws Exception {
        assertThat(add(body.replace("NOTE", log.note(5)))).isEqualTo(400);
    }

    /** Anyone can send a public checkpoint with a bad proof, so that is neither an alarm nor evidence. */
    @Test
    void proofWhenItDoesNotHoldThenRefusedAndNotedOnceWithoutAnAlarm() throws Exception {
        add(log.request(0, 5, log.note(5, TIME)));
        for (int i = 0; i < 101; i++) {
            assertThat(add(new AddCheckpoint(5, List.of(), log.note(8)).toString()))
                    .isEqualTo(422);
        }
        assertThat(add(log.fork().request(5, 8))).isEqualTo(422);
        assertThat(add(new AddCheckpoint(5, List.of(EMPTY), log.note(5)).toString()))
                .isEqualTo(422);
        assertThat(alarms.isRaised()).isFalse();
        assertThat(err.toString().lines()).singleElement().asString().contains("note: the log", "has a bad proof");
        assertThat(Files.readString(folder.resolve(Witness.nameOf(TestLog.ORIGIN) + "-unproved.txt")))
                .startsWith("old 5\n")
                .contains("\n\n" + TestLog.ORIGIN + "\n5\n");
        assertThat(evidence()).isEmpty();
        // To send the last one again is no news, and does not make room for another note.
        assertThat(add(log.request(5, 5, log.note(5, TIME)))).isEqualTo(200);
        assertThat(add(new AddCheckpoint(5, List.of(), log.note(8)).toString())).isEqualTo(422);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(add(log.request(5, 8, log.note(8, TIME.plusSeconds(1))))).isEqualTo(200);
        assertThat(add(new AddCheckpoint(8, List.of(), log.note(9)).toString())).isEqualTo(422);
        assertThat(err.toString().lines()).hasSize(2);
        // There is still room for what the log's key alone proves.
        assertThat(add(log.fork().request(8, 8))).isEqualTo(422);
        assertThat(alarms.isRaised()).isTrue();
        assertThat(evidence()).hasSize(1);
    }

    /** Whatever the request says besides: the log's key has signed it. */
    @Test
    void logWhenItHasSignedTwoTreesOfOneSizeThenOneAlarmForEachAndTheRequestIsKept() throws Exception {
        add(log.request(0, 5));
        assertThat(add(log.request(5, 5))).isEqualTo(200);
        assertThat(alarms.isRaised()).isFalse();
        assertThat(witness.add(log.fork().request(3, 5))).isEqualTo(Reply.conflict(5));
        assertThat(alarms.isRaised()).isTrue();
        assertThat(add(log.fork().request(5, 5))).isEqualTo(422);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(
                        "ALARM: the log " + TestLog.ORIGIN
                                + " has signed two different trees of 5 entries: it has forked",
                        "refused-1.txt");
        assertThat(evidence()).hasSize(1);
        assertThat(add(log.request(5, 8))).isEqualTo(200);
    }

    private List<Path> evidence() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("-refused-")).toList();
        }
    }

    @Test
    void proofWhenNotEmptyFromZeroThenRefused() throws Exception {
        assertThat(add(new AddCheckpoint(0, List.of(EMPTY), log.note(5)).toString()))
                .isEqualTo(422);
    }

    @Test
    void treeWhenEmptyThenItsRootIsThatOfNothing() throws Exception {
        String wrong = log.signer()
                .sign(Checkpoint.of(TestLog.ORIGIN, 0, new byte[32]), TIME)
                .toString();
        assertThat(add(new AddCheckpoint(0, List.of(), wrong).toString())).isEqualTo(422);
        assertThat(add(log.request(0, 0))).isEqualTo(200);
        assertThat(add(log.request(0, 5))).isEqualTo(200);
    }

    /** Of two that begin at the same size, one at most is cosigned, whenever they come. */
    @Test
    void requestsWhenAtTheSameTimeThenOnlyOneOfThoseThatContradictIsCosigned() throws Exception {
        add(log.request(0, 5));
        Set<Integer> cosigned = ConcurrentHashMap.newKeySet();
        IntStream.range(6, 40).parallel().forEach(size -> {
            try {
                if (add((size % 2 == 0 ? log : log.fork()).request(5, size)) == 200) {
                    cosigned.add(size);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(cosigned).hasSize(1).allMatch(size -> size % 2 == 0);
    }

    @Test
    void logWhenSilentThenOneAlarmUntilItSendsAgain() throws Exception {
        Duration patience = Duration.ofMinutes(15);
        now = TIME.plus(patience);
        witness.watch(patience);
        assertThat(err.toString()).isEmpty();
        now = now.plusSeconds(1);
        witness.watch(patience);
        witness.watch(patience);
        assertThat(err.toString().lines())
                .containsExactly("2026-01-31T08:30:01Z ALARM: the log sso.example.org/audit has sent no newer"
                        + " checkpoint since 2026-01-31T08:15:00Z");
        add(log.request(0, 5, log.note(5, now)));
        witness.watch(patience);
        assertThat(err.toString()).contains("over: the log sso.example.org/audit sends checkpoints again");
        add(new AddCheckpoint(5, List.of(), log.note(6)).toString());
        now = now.plus(patience).plusSeconds(1);
        witness.watch(patience);
        assertThat(err.toString().lines().filter(line -> line.contains("ALARM")))
                .hasSize(2)
                .last()
                .asString()
                .contains("only what is not proved to continue the last one", "-unproved.txt");
    }

    /** A log's checkpoints are public: to send one again, or without its time, does not keep the log alive. */
    @ParameterizedTest
    @CsvSource({
        "signed now, false",
        "signed now and grown, false",
        "the stored one again, true",
        "the stored one again after a restart, true",
        "signed long ago and grown, true",
        "without its time, true",
        "without its time and grown, true"
    })
    void logWhenAnotherSendsItsOldCheckpointsThenItIsSilent(String sent, boolean isSilent) throws Exception {
        Duration patience = Duration.ofMinutes(15);
        String first = log.request(0, 5, log.note(5, TIME));
        add(first);
        String stored = witness.newest(Witness.nameOf(TestLog.ORIGIN)).orElseThrow();
        if (sent.endsWith("restart")) {
            store.close();
            open();
        }
        now = TIME.plus(patience);
        assertThat(add(
                        switch (sent) {
                            case "signed now" -> log.request(5, 5, log.note(5, now));
                            case "signed now and grown" -> log.request(5, 8, log.note(8, now));
                            case "signed long ago and grown" -> log.request(5, 8, log.note(8, TIME.minusSeconds(9)));
                            case "without its time" -> log.request(5, 5, log.untimed(5));
                            case "without its time and grown" -> log.request(5, 8, log.untimed(8));
                            default -> log.request(5, 5, stored);
                        }))
                .isEqualTo(200);
        now = now.plusSeconds(1);
        witness.watch(patience);
        assertThat(alarms.isRaised()).isEqualTo(isSilent);
    }

    /** The clock of a log may be fast: then its last checkpoint is not new for as long as that. */
    @Test
    void logWhenItsTimeIsInTheFutureThenItCountsOnceAndFromNow() throws Exception {
        Duration patience = Duration.ofMinutes(15);
        String early = log.note(5, TIME.plus(Duration.ofDays(1)));
        add(log.request(0, 5, early));
        now = TIME.plus(patience);
        assertThat(add(log.request(5, 5, early))).isEqualTo(200);
        witness.watch(patience);
        assertThat(alarms.isRaised()).isFalse();
        now = now.plusSeconds(1);
        witness.watch(patience);
        assertThat(alarms.isRaised()).isTrue();
    }

    @Test
    void logWhenItNeverSaysItsTimeThenItIsAliveWhileItGrows() throws Exception {
        Duration patience = Duration.ofMinutes(15);
        add(log.request(0, 5, log.untimed(5)));
        now = TIME.plus(patience);
        add(log.request(5, 8, log.untimed(8)));
        now = now.plus(patience);
        witness.watch(patience);
        assertThat(alarms.isRaised()).isFalse();
        assertThat(add(log.request(8, 8, log.untimed(8)))).isEqualTo(200);
        now = now.plusSeconds(1);
        witness.watch(patience);
        assertThat(alarms.isRaised()).isTrue();
    }

    @Test
    void stateWhenOpenedAgainThenItGoesOnAndOnlyOneProcessUsesIt() throws Exception {
        add(log.request(0, 5));
        assertThatThrownBy(() -> CheckpointStore.open(folder, signer.key()))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("another witness");
        // A crash between writing the new file and moving it.
        Files.writeString(folder.resolve(Witness.nameOf(TestLog.ORIGIN) + ".new"), "half");
        store.close();
        open();
        assertThat(witness.add(log.request(0, 8))).isEqualTo(Reply.conflict(5));
        assertThat(add(log.request(5, 8))).isEqualTo(200);
    }

    /** To take a damaged file for none would let a log begin again. */
    @Test
    void stateWhenNotWhatTheWitnessHasSignedThenItDoesNotStartNorAnswer() throws Exception {
        add(log.request(0, 5));
        Path file = folder.resolve(Witness.nameOf(TestLog.ORIGIN) + ".checkpoint");
        String good = Files.readString(file);
        for (String bad : List.of("", "junk", good.replace("\n5\n", "\n4\n"), log.note(5))) {
            Files.writeString(file, bad);
            assertThatThrownBy(() -> add(log.request(5, 8)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("restore it");
            store.close();
            assertThatThrownBy(() -> CheckpointStore.open(folder, signer.key()))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessageContaining("restore it");
            Files.writeString(file, good);
            open();
        }
        assertThat(add(log.request(5, 8))).isEqualTo(200);
    }
}
