package io.caregate.audit.capture;

import static io.caregate.audit.TestDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.entry.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillTest {
    private static final Row FULL =
            new Row("id", 7, "realm", "TYPE", "error", "client", "user", "name", "::1", "{\"a\":\"\ud83d\ude00\"}");

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatItTookInOrder() throws Exception {
        try (Spill spill = new Spill(folder)) {
            spill.append(List.of(FULL, row("b")));
            spill.append(List.of(row("a")));
            assertThat(replay(spill)).containsExactly(FULL, row("b"), row("a"));
            assertThat(spill.isEmpty()).isTrue();
            assertThat(replay(spill)).isEmpty();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsWhatTheSinkDidNotTake() throws Exception {
        try (Spill spill = new Spill(folder)) {
            spill.append(rows(5));
            assertThatThrownBy(() -> spill.replay(
                            rows -> {
                                throw new IOException("away");
                            },
                            2))
                    .hasMessage("away");
            assertThat(spill.isEmpty()).isFalse();
            assertThat(replay(spill)).isEqualTo(rows(5));
        }
    }

    @Test
    void keepsWhatComesDuringAReplay() throws Exception {
        try (Spill spill = new Spill(folder)) {
            spill.append(rows(3));
            spill.replay(rows -> spill.append(List.of(row("late"))), 10);
            assertThat(spill.isEmpty()).isFalse();
            assertThat(replay(spill)).containsExactly(row("late"));
        }
    }

    @Test
    void takesOverFromAProcessThatIsGone() throws Exception {
        leftBehind(frames(rows(3)));
        try (Spill spill = new Spill(folder)) {
            assertThat(replay(spill)).isEqualTo(rows(3));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void leavesAloneWhatAnotherHolds() throws Exception {
        try (Spill other = new Spill(folder);
                Spill spill = new Spill(folder)) {
            other.append(rows(1));
            assertThat(replay(spill)).isEmpty();
            assertThat(replay(other)).isEqualTo(rows(1));
        }
    }

    /**
     * A replay looks for files while the first request makes one. It must not take that for one that was left behind.
     */
    @Test
    void looksForLeftFilesWhileItMakesItsOwn() throws Exception {
        for (int round = 0; round < 50; round++) {
            try (Spill spill = new Spill(folder)) {
                Thread request = new Thread(() -> append(spill, "first"));
                request.start();
                List<Row> replayed = replay(spill);
                request.join();
                replayed.addAll(replay(spill));
                assertThat(replayed).containsExactly(row("first"));
            }
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void dropsOnlyTheFrameThatACrashCutOff() throws Exception {
        byte[] frames = frames(rows(3));
        leftBehind(Arrays.copyOf(frames, frames.length - 1));
        try (Spill spill = new Spill(folder)) {
            assertThat(replay(spill)).isEqualTo(rows(2));
        }
        assertThat(damagedCopies()).hasSize(1);
    }

    @Test
    void dropsOnlyTheFrameThatIsDamaged() throws Exception {
        byte[] frames = frames(rows(3));
        frames[frames.length / 2] ^= 1;
        leftBehind(frames);
        try (Spill spill = new Spill(folder)) {
            assertThat(replay(spill)).containsExactly(rows(3).get(0), rows(3).get(2));
        }
        assertThat(damagedCopies()).hasSize(1);
    }

    @Test
    void survivesAFileOfGarbage() throws Exception {
        leftBehind(new byte[100_000]);
        try (Spill spill = new Spill(folder)) {
            assertThat(replay(spill)).isEmpty();
        }
    }

    /** Such a file, or one that another user owns, must not keep this process from the database. */
    @Test
    void replaysTheRestWhenAFileCannotBeRead() throws Exception {
        Files.createDirectories(folder.resolve("000-directory.spill"));
        Files.write(folder.resolve("001-gone.spill"), frames(rows(2)), StandardOpenOption.CREATE_NEW);
        try (Spill spill = new Spill(folder)) {
            spill.append(List.of(row("own")));
            assertThat(replay(spill)).containsExactly(rows(2).get(0), rows(2).get(1), row("own"));
            assertThat(spill.isEmpty()).isTrue();
        }
        assertThat(folder.resolve("001-gone.spill")).doesNotExist();
    }

    @Test
    void tellsASinkThatTakesNothingFromAFileThatCannotBeRead() throws Exception {
        leftBehind(frames(rows(2)));
        try (Spill spill = new Spill(folder)) {
            assertThatThrownBy(() -> spill.replay(
                            rows -> {
                                throw new IOException("away");
                            },
                            2))
                    .hasMessage("away");
            assertThat(replay(spill)).isEqualTo(rows(2));
        }
    }

    @Test
    void keepsWhatIsDamagedWhenThereIsNoCopyOfIt() throws Exception {
        byte[] frames = frames(rows(3));
        frames[frames.length / 2] ^= 1;
        leftBehind(frames);
        Path copy =
                Files.createDirectories(folder.resolve("000-gone.spill.damaged").resolve("full"));
        try (Spill spill = new Spill(folder)) {
            assertThat(replay(spill)).containsExactly(rows(3).get(0), rows(3).get(2));
            assertThat(folder.resolve("000-gone.spill")).hasBinaryContent(frames);
            Files.delete(copy);
            assertThat(replay(spill)).containsExactly(rows(3).get(0), rows(3).get(2));
        }
        assertThat(folder.resolve("000-gone.spill")).doesNotExist();
        assertThat(folder.resolve("000-gone.spill.damaged")).hasBinaryContent(frames);
    }

    @Test
    void takesManyAtOnce() throws Exception {
        try (Spill spill = new Spill(folder)) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(thread ->
                            new Thread(() -> IntStream.range(0, 50).forEach(i -> append(spill, thread + "-" + i))))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(replay(spill)).hasSize(400).doesNotHaveDuplicates();
        }
    }

    private static void append(Spill spill, String id) {
        try {
            spill.append(List.of(row(id)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void leftBehind(byte[] bytes) throws IOException {
        Files.write(folder.resolve("000-gone.spill"), bytes, StandardOpenOption.CREATE_NEW);
    }

    private List<Path> damagedCopies() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".damaged")).toList();
        }
    }

    private static byte[] frames(List<Row> rows) {
        return SpillFrame.encode(rows);
    }

    private static List<Row> rows(int count) {
        return IntStream.range(0, count).mapToObj(i -> row("row-" + i)).toList();
    }

    private static List<Row> replay(Spill spill) throws Exception {
        List<Row> replayed = new ArrayList<>();
        spill.replay(replayed::addAll, 2);
        return replayed;
    }
}
