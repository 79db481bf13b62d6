package io.caregate.audit.verify.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.cli.CommandRun;
import io.caregate.audit.verify.fetch.Fetch;
import io.caregate.audit.verify.fetch.GrowingLog;
import io.caregate.audit.verify.fetch.Outcome;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run may be killed at any moment, by an operator or with its machine. */
class CrashTest {
    private static final int RUNS_OF_A_MONTH = 8_640;

    @TempDir
    private Path folder;

    private final GrowingLog log = new GrowingLog();

    /** The program ends at a step, without whatever comes after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Dying extends Disk {
        private final List<String> steps = new ArrayList<>();
        private final int last;

        Dying(int last) {
            this.last = last;
        }

        @Override
        void before(String step) {
            if (steps.size() == last) {
                throw new Killed();
            }
            steps.add(step);
        }
    }

    /** For tests of how much is written, not of what survives. */
    private static final class Fast extends Disk {
        @Override
        void force(FileChannel file) {}
    }

    @Test
    void runWhenKilledAtAnyStepThenTheFolderVerifiesAndTheNextRunGoesOn() throws Exception {
        log.add(5, "a");
        Dying whole = new Dying(Integer.MAX_VALUE);
        fetch(folder.resolve("whole"), whole);
        int first = whole.steps.size();
        assertThat(whole.steps).hasSizeGreaterThan(12).contains("append to entries.jsonl", "move state.json.tmp");
        for (int step = 0; step < first; step++) {
            Path into = folder.resolve("first-" + step);
            kill(into, step);
            assertWhole(into, true);
        }
        log.now = log.now.plusSeconds(300);
        List<Path> folders = new ArrayList<>();
        GrowingLog before = log;
        Path kept = folder.resolve("kept");
        fetchBefore(kept);
        before.add(7, "b");
        for (int step = 0; step < first; step++) {
            Path into = copy(kept, "next-" + step);
            folders.add(into);
            Dying disk = new Dying(step);
            try {
                fetch(into, disk);
            } catch (Killed e) {
                assertThat(disk.steps).hasSize(step);
            }
            assertWhole(into, false);
        }
        assertThat(folders).hasSize(first);
    }

    private void fetchBefore(Path into) throws Exception {
        log.sign();
        fetch(into, new Disk());
    }

    private void kill(Path into, int step) {
        assertThatThrownBy(() -> fetch(into, new Dying(step))).isInstanceOf(Killed.class);
    }

    private void assertWhole(Path into, boolean mayBeEmpty) throws Exception {
        CommandRun verified = CommandRun.of(
                List.of("verify", into.toString(), "--key", log.signer.key().toString()));
        if (!(mayBeEmpty && verified.exit() == 2)) {
            assertThat(verified.exit()).as(into + ": " + verified.said()).isZero();
        }
        assertThat(fetch(into, new Disk()).state()).isEqualTo(Outcome.State.IN_ORDER);
        assertThat(Files.readString(into.resolve("header.jsonl")) + Files.readString(into.resolve("entries.jsonl")))
                .isEqualTo(log.export(0));
        assertThat(Files.readString(into.resolve("checkpoints.txt"))).endsWith(log.newest());
        assertThat(into.toFile().list()).doesNotContain("incoming.jsonl", "evidence");
    }

    /** A machine that stops may have a part of what was appended, and what the disk had in its place. */
    @Test
    void entriesWhenTheirEndIsOfAStoppedMachineThenItIsCutOff() throws Exception {
        log.add(5, "a");
        fetch(folder, new Disk());
        Files.writeString(folder.resolve("entries.jsonl"), "{\"seq\":6,\"le\0\0\0", StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("state.json.tmp"), "{\"v\"");
        CommandRun verified = CommandRun.of(
                List.of("verify", folder.toString(), "--key", log.signer.key().toString()));
        assertThat(verified.exit()).as(verified.said()).isZero();
        log.now = log.now.plusSeconds(300);
        log.add(2, "b");
        assertThat(fetch(folder, new Disk()).line()).startsWith("2 new entries, 6 to 7");
        assertThat(Files.readString(folder.resolve("entries.jsonl"))).doesNotContain("\0");
    }

    @Test
    void runWhenAnotherIsAtWorkThenItSaysSoAndChangesNothing() throws Exception {
        log.add(5, "a");
        try (Archive first = Archive.open(folder)) {
            Files.writeString(first.incoming(), "half of an answer");
            assertThatThrownBy(() -> fetch(folder, new Disk()))
                    .isInstanceOf(LockedException.class)
                    .hasMessageContaining("another run works on");
            assertThat(first.incoming()).hasContent("half of an answer");
        }
        assertThat(fetch(folder, new Disk()).state()).isEqualTo(Outcome.State.IN_ORDER);
    }

    /** Every five minutes for thirty days, with the two entries that each run causes itself. */
    @Test
    void folderWhenAMonthHasPassedThenSmallAndVerified() throws Exception {
        for (int run = 0; run < RUNS_OF_A_MONTH; run++) {
            log.now = GrowingLog.START.plus(Duration.ofMinutes(5L * run));
            log.add(2, "x");
            fetch(folder, new Fast());
            // A server keeps few of the older ones.
            log.checkpoints.subList(0, log.checkpoints.size() - 1).clear();
        }
        long besides = 0;
        for (String name : List.of("state.json", "header.jsonl", "checkpoints.txt")) {
            besides += Files.size(folder.resolve(name));
        }
        assertThat(besides).isLessThan(1_000_000);
        CommandRun verified = CommandRun.of(
                List.of("verify", folder.toString(), "--key", log.signer.key().toString()));
        assertThat(verified.exit()).as(verified.said()).isZero();
        assertThat(verified.said()).contains("OK: entries 1 to 17280 are proved");
        // All of the last day, and one of each hour before.
        assertThat(Files.readString(folder.resolve("checkpoints.txt")).split("\n\n(?=growing)"))
                .hasSizeBetween(288 + 29 * 24 - 5, 288 + 29 * 24 + 8);
    }

    private Outcome fetch(Path into, Disk disk) throws Exception {
        try (Archive archive = Archive.open(into, disk)) {
            return new Fetch(
                            log,
                            origin -> new Checkpoints(
                                    name -> List.of(log.signer.key()), origin.isEmpty() ? null : origin),
                            Clock.fixed(log.now, ZoneOffset.UTC),
                            Duration.ofMinutes(10))
                    .run(archive);
        }
    }

    private Path copy(Path from, String name) throws IOException {
        Path to = Files.createDirectory(folder.resolve(name));
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
