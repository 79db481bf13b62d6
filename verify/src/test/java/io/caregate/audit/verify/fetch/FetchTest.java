package io.caregate.audit.verify.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.cli.CommandRun;
import io.caregate.audit.verify.fetch.Outcome.State;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchTest {
    @TempDir
    private Path folder;

    private final GrowingLog log = new GrowingLog();
    private final NoteVerifier key = log.signer.key();

    @Test
    void fetchWhenTheLogGrowsThenTheFolderIsItsExportAndVerifies() throws Exception {
        log.add(10, "hello");
        Outcome first = fetch();
        assertThat(first.state()).isEqualTo(State.IN_ORDER);
        assertThat(first.line())
                .isEqualTo("10 new entries, 1 to 10; all 10 in order; signed 2026-01-31T08:15:00Z by "
                        + key.toString().substring(0, GrowingLog.ORIGIN.length() + 9));
        tick();
        log.add(1, "hello").add(1, "hello");
        assertThat(fetch().line()).startsWith("2 new entries, 11 to 12; all 12 in order");
        tick();
        log.sign();
        assertThat(fetch().line()).startsWith("no new entries; all 12 in order; signed 2026-01-31T08:25:00Z");
        tick();
        log.add(1, "hello");
        assertThat(fetch().line()).startsWith("1 new entry, 13; all 13 in order");

        assertThat(Files.readString(folder.resolve("header.jsonl")) + Files.readString(folder.resolve("entries.jsonl")))
                .isEqualTo(log.export(0));
        assertThat(Files.readString(folder.resolve("checkpoints.txt")).split("\n\n(?=growing)"))
                .hasSize(4);
        CommandRun verified = verify();
        assertThat(verified.exit()).as(verified.said()).isZero();
        assertThat(verified.said()).contains("OK: entries 1 to 13 are proved, 9 of them open; nothing else");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "an entry is edited: EDITED",
                "an entry is gone: GAP",
                "an entry is edited with its hash: OTHER_TREE",
                "the end is cut off: CUT_OFF",
                "the log is set back: SET_BACK",
                "the log is set back and has grown to the same size: FORK",
                "the log is set back and has grown beyond it: OTHER_TREE",
                "a checkpoint of the list is of another tree: OTHER_TREE"
            })
    void fetchWhenTamperedWithThenFoundAndNothingIsAddedAndItIsNotForgotten(String what) throws Exception {
        log.add(20, "true").add(20, "true");
        fetch();
        List<String> before = contents();
        tick();
        tamper(what.substring(0, what.indexOf(':')));

        Outcome outcome = fetch();
        assertThat(outcome.line()).startsWith("NOT IN ORDER: " + what.substring(what.indexOf(':') + 2));
        assertThat(outcome.line()).endsWith("; nothing was added; evidence is in " + folder.resolve("evidence"));
        assertThat(outcome.state()).isEqualTo(State.WRONG);
        assertThat(contents()).isEqualTo(before);
        assertThat(folder.resolve("evidence").resolve("incoming.jsonl")).isNotEmptyFile();

        repair();
        assertThat(fetch().state()).isEqualTo(State.WRONG);
        assertThat(fetch().line()).contains("BUT an earlier run found the log NOT IN ORDER");
        deleteEvidence();
        assertThat(fetch().state()).isEqualTo(State.IN_ORDER);
    }

    /** The signed notes of two histories are proof enough, also for those who were not there. */
    @Test
    void verifyWhenARunHasFoundAForkThenItIsFoundInTheFolder() throws Exception {
        log.add(20, "true").add(20, "true");
        fetch();
        assertThat(verify().exit()).isZero();
        tick();
        tamper("the log is set back and has grown to the same size");
        fetch();
        CommandRun verified = verify();
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.said()).contains("FORK: two signed checkpoints of size 40 have different roots");
    }

    /** The header may be in order when the list is not. A note that no known key has signed proves nothing. */
    @Test
    void fetchWhenTheListHasAForkedCheckpointThenThatIsKeptWithTheHeadersAndFoundLater() throws Exception {
        log.add(20, "true").add(20, "true");
        fetch();
        tick();
        tamper("a checkpoint of the list is of another tree");
        String forked = log.checkpoints.get(0).note();
        NoteSigner stranger = NoteSigner.ofPem(GrowingLog.ORIGIN, NoteSigner.newPem());
        String unsigned = stranger.sign(Checkpoint.of(GrowingLog.ORIGIN, 44, new byte[32]), log.now)
                .toString();
        log.checkpoints.add(0, new GrowingLog.Signed(44, unsigned));
        fetch();
        fetch();
        String kept = Files.readString(folder.resolve("evidence").resolve("checkpoints.txt"));
        assertThat(kept).isEqualTo("\n" + log.newest() + "\n" + forked);

        repair();
        log.add(10, "true");
        assertThat(fetch().line()).startsWith("10 new entries").contains("BUT an earlier run");
        CommandRun verified = verify();
        assertThat(verified.exit()).as(verified.said()).isEqualTo(1);
        assertThat(verified.said()).contains("OTHER_TREE").contains("size 43");
    }

    @Test
    void fetchWhenSignedByAnUnknownKeyThenWrongWithoutEvidence() throws Exception {
        log.add(3, "true");
        fetch();
        tick();
        NoteSigner before = log.signer;
        log.signer = NoteSigner.ofPem(GrowingLog.ORIGIN, NoteSigner.newPem());
        log.add(1, "true");
        Outcome outcome = fetch();
        assertThat(outcome.state()).isEqualTo(State.WRONG);
        assertThat(outcome.line()).contains("UNKNOWN_SIGNER").doesNotContain("evidence");
        log.checkpoints.remove(log.checkpoints.size() - 1);
        log.signer = before;
        log.sign();
        assertThat(fetch().state()).isEqualTo(State.IN_ORDER);
    }

    @Test
    void fetchWhenTheNewestCheckpointIsOldThenBehind() throws Exception {
        log.add(3, "true");
        assertThat(fetch(Duration.ofMinutes(10)).state()).isEqualTo(State.IN_ORDER);
        Outcome behind = fetch(Duration.ofMinutes(10).plusSeconds(1));
        assertThat(behind.state()).isEqualTo(State.BEHIND);
        assertThat(behind.line()).contains("BEHIND: the newest checkpoint is 10 minutes old");
    }

    @Test
    void fetchWhenAnOlderAnswerComesThenTheNewerCheckpointStays() throws Exception {
        log.add(3, "true");
        tick();
        log.sign();
        fetch();
        List<String> before = contents();
        log.checkpoints.remove(log.checkpoints.size() - 1);
        assertThat(fetch().line()).startsWith("no new entries").contains("signed 2026-01-31T08:20:00Z");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void fetchWhenItIsNoExportOrOfAnotherRealmThenNothingCanBeSaid() throws Exception {
        assertUnreadable(answering("<html>"), "the answer is not an export");
        assertUnreadable(answering(""), "the answer is not an export");
        log.add(3, "true");
        assertUnreadable(
                answering(log.export(0).replaceAll("\"checkpoint\":\".*\"", "\"checkpoint\":null")),
                "the log is not signed");
        fetch();
        tick();
        log.realmId = "other";
        log.add(1, "true");
        assertUnreadable(log, "the archive is of the realm r, and the export of other");
    }

    @Test
    void fetchWhenTheFolderWasChangedThenSaidSo() throws Exception {
        log.add(5, "true");
        fetch();
        Path state = folder.resolve("state.json");
        String good = Files.readString(state);
        Files.writeString(state, good.replaceAll("\"tree\":\"[A-Za-z0-9+/]{4}", "\"tree\":\"AAAA"));
        assertUnreadable(log, "its tree is not that of its checkpoint");
        Files.writeString(state, good.substring(0, 40));
        assertUnreadable(log, "state.json");
        Files.delete(state);
        assertUnreadable(log, "entries.jsonl and no state.json");
        Files.writeString(state, good);
        Files.writeString(folder.resolve("entries.jsonl"), "{}\n");
        assertUnreadable(log, "has 3 bytes");
    }

    @Test
    void keyWhenItCountsUntilASizeThenUpToItOnly() throws Exception {
        log.add(5, "true");
        fetch(Duration.ZERO, 5);
        tick();
        log.add(1, "true");
        Outcome outcome = fetch(Duration.ZERO, 5);
        assertThat(outcome.line())
                .contains("UNKNOWN_SIGNER", "checkpoint of size 6 is signed only by a key that was" + " revoked");
        assertThat(outcome.line()).doesNotContain("evidence");
        assertThat(fetch(Duration.ZERO, 6).state()).isEqualTo(State.IN_ORDER);
        assertThatThrownBy(() -> fetch(Duration.ZERO, -1))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("is not signed by a key that counts for it");
    }

    private void tamper(String what) {
        switch (what) {
            case "an entry is edited" -> {
                log.add(10, "true");
                log.lines.replaceAll(line -> line.startsWith("{\"seq\":44,") ? line.replace("alice", "mallory") : line);
            }
            case "an entry is gone" -> {
                log.add(10, "true");
                log.lines.remove(43);
                log.lines.add("{\"seq\":51" + log.lines.get(0).substring("{\"seq\":1".length()));
            }
            case "an entry is edited with its hash" -> {
                String note = log.add(10, "true").newest();
                log.setBack(45).add(5, "false");
                log.checkpoints.add(new GrowingLog.Signed(50, note));
                log.checkpoints.remove(log.checkpoints.size() - 2);
            }
            case "the end is cut off" -> {
                log.add(10, "true");
                log.lines.remove(49);
            }
            case "the log is set back" -> log.setBack(20);
            case "the log is set back and has grown to the same size" ->
                log.setBack(20).add(20, "false");
            case "the log is set back and has grown beyond it" ->
                log.setBack(20).add(40, "false");
            case "a checkpoint of the list is of another tree" -> {
                log.add(5, "true");
                String other = log.signer
                        .sign(Checkpoint.of(GrowingLog.ORIGIN, 43, new byte[32]), log.now)
                        .toString();
                log.checkpoints.add(0, new GrowingLog.Signed(43, other));
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private void repair() {
        log.checkpoints.clear();
        log.lines.clear();
        log.rehash();
        log.now = GrowingLog.START;
        log.add(40, "true");
        tick();
        log.sign();
    }

    private void deleteEvidence() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("evidence"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private List<String> contents() throws IOException {
        return List.of(
                Files.readString(folder.resolve("state.json")),
                Files.readString(folder.resolve("header.jsonl")),
                Files.readString(folder.resolve("entries.jsonl")),
                Files.readString(folder.resolve("checkpoints.txt")));
    }

    private void assertUnreadable(LogSource source, String why) {
        assertThatThrownBy(() -> fetch(source, Duration.ZERO, Long.MAX_VALUE))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining(why);
    }

    /** A log that shows this as the checkpoint that the witnesses have cosigned. */
    private LogSource showing(String cosigned) {
        return new LogSource() {
            @Override
            public List<String> checkpointsAbove(long size) {
                return log.checkpointsAbove(size);
            }

            @Override
            public Optional<String> cosigned() {
                return Optional.of(cosigned);
            }

            @Override
            public void export(long after, Target target) throws IOException {
                log.export(after, target);
            }
        };
    }

    private String cosigned() throws IOException {
        Path file = folder.resolve("cosigned.txt");
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** One for each day, since a dossier needs the first behind its period. */
    @Test
    void checkpointWhenCosignedThenTheFirstOfEachDayAndTheNewestAreKept() throws Exception {
        fetch(log.add(3, "hello"), Duration.ZERO, Long.MAX_VALUE);
        assertThat(cosigned()).isEmpty();
        log.witnesses.add(WitnessSigner.ofPem("w.example/1", NoteSigner.newPem()));
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            log.now = GrowingLog.START.plus(Duration.ofHours(9L * i));
            log.add(1, "hello");
            kept.add(log.cosigned().orElseThrow());
            fetch();
            fetch();
        }
        // At 8:15, 17:15; 2:15, 11:15, 20:15; 5:15.
        assertThat(cosigned()).isEqualTo(kept.get(0) + "\n" + kept.get(2) + "\n" + kept.get(5));
        assertThat(verify().exit()).isZero();
        Files.writeString(folder.resolve("cosigned.txt"), cosigned().replace("w.example/1 ", "w.example/1  "));
        assertThat(verify().exit()).isEqualTo(2);
        assertThat(verify().said()).contains("cosigned.txt: ");
    }

    /** It is compared with the entries, and is an older one of no use. */
    @Test
    void checkpointWhenCosignedAndOfAnotherTreeThenFound() throws Exception {
        log.witnesses.add(WitnessSigner.ofPem("w.example/1", NoteSigner.newPem()));
        String older = log.add(5, "hello").cosigned().orElseThrow();
        log.add(5, "hello");
        GrowingLog other = new GrowingLog();
        other.signer = log.signer;
        other.witnesses.addAll(log.witnesses);
        other.add(7, "other");
        Outcome outcome = fetch(showing(other.cosigned().orElseThrow()), Duration.ZERO, Long.MAX_VALUE);
        assertThat(outcome.state()).isEqualTo(State.WRONG);
        assertThat(outcome.line()).contains("OTHER_TREE", "nothing was added");
        assertThat(cosigned()).isEmpty();
        assertUnreadable(showing("junk"), "the server's cosigned checkpoint cannot be read");
        assertUnreadable(showing(older.replace("\n", "\r\n")), "the server's cosigned checkpoint cannot be read");

        Files.delete(folder.resolve("evidence/findings.txt"));
        Files.delete(folder.resolve("evidence/incoming.jsonl"));
        Files.deleteIfExists(folder.resolve("evidence/checkpoints.txt"));
        Files.deleteIfExists(folder.resolve("evidence"));
        assertThat(fetch(showing(log.newest()), Duration.ZERO, Long.MAX_VALUE).state())
                .isEqualTo(State.IN_ORDER);
        assertThat(fetch(showing(older), Duration.ZERO, Long.MAX_VALUE).state()).isEqualTo(State.IN_ORDER);
        assertThat(cosigned()).isEmpty();
    }

    private LogSource answering(String export) {
        return new LogSource() {
            @Override
            public List<String> checkpointsAbove(long size) {
                return List.of();
            }

            @Override
            public Optional<String> cosigned() {
                return Optional.empty();
            }

            @Override
            public void export(long after, Target target) throws IOException {
                try (var out = target.open()) {
                    out.write(export.getBytes(StandardCharsets.UTF_8));
                }
            }
        };
    }

    private void tick() {
        log.now = log.now.plus(Duration.ofMinutes(5));
    }

    private Outcome fetch() throws Exception {
        return fetch(Duration.ZERO);
    }

    /** Fetches when the log's clock has gone on by this. */
    private Outcome fetch(Duration later) throws Exception {
        return fetch(later, Long.MAX_VALUE);
    }

    private Outcome fetch(Duration later, long until) throws Exception {
        return fetch(log, later, until);
    }

    private Outcome fetch(LogSource source, Duration later, long until) throws Exception {
        try (Archive archive = Archive.open(folder)) {
            return new Fetch(
                            source,
                            origin -> new Checkpoints(
                                    name -> List.of(key), origin.isEmpty() ? null : origin, any -> until),
                            Clock.fixed(log.now.plus(later), ZoneOffset.UTC),
                            Duration.ofMinutes(10))
                    .run(archive);
        }
    }

    private CommandRun verify() {
        return CommandRun.of(List.of("verify", folder.toString(), "--key", key.toString()));
    }
}
