package io.caregate.audit.capture;

import static io.caregate.audit.TestDatabase.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.auditlog.entry.Row;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in the place of the spill's directory stands for a disk that takes nothing. */
class FallbackBufferTest {
    private static final long MOST = 1 << 20;

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CaptureMeters meters = new CaptureMeters(registry);
    private final List<String> replayed = new ArrayList<>();
    private Path directory;
    private FallbackBuffer buffer;

    @BeforeEach
    void fillDisk() throws IOException {
        directory = folder.resolve("spill");
        Files.writeString(directory, "in the way");
        buffer = new FallbackBuffer(new Spill(directory), meters, MOST, Duration.ZERO);
        meters.watch(buffer);
    }

    @Test
    void rowsWhenTheDiskIsFullThenKeptInMemoryAndReplayedInOrder() throws Exception {
        buffer.put(List.of(row("a"), row("b")));
        buffer.put(List.of(row("c")));

        assertThat(buffer.isEmpty()).isFalse();
        assertThat(registry.get("caregate.audit.memory").gauge().value()).isEqualTo(3);
        assertThat(captured("memory")).isEqualTo(3);
        buffer.replay(this::take, 2);
        assertThat(replayed).containsExactly("a", "b", "c");
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(registry.get("caregate.audit.lost").counter().count()).isZero();
    }

    @Test
    void rowsWhenTheDiskHasRoomAgainThenMovedThereBeforeNewerOnes() throws Exception {
        buffer.put(List.of(row("a")));
        Files.delete(directory);
        buffer.put(List.of(row("b")));

        assertThat(buffer.inMemory()).isZero();
        assertThat(registry.get("caregate.audit.spill").gauge().value()).isPositive();
        buffer.replay(this::take, 10);
        assertThat(replayed).containsExactly("a", "b");
    }

    @Test
    void rowsWhenTheDatabaseFailsInMidReplayThenTheRestIsKept() throws Exception {
        buffer.put(List.of(row("a"), row("b"), row("c")));
        assertThatThrownBy(() -> buffer.replay(
                        rows -> {
                            if (!replayed.isEmpty()) {
                                throw new IOException("away");
                            }
                            take(rows);
                        },
                        1))
                .isInstanceOf(IOException.class);

        buffer.replay(this::take, 1);
        assertThat(replayed).containsExactly("a", "b", "c");
    }

    @Test
    void rowsWhenMemoryIsFullTooThenCountedAsLost() throws Exception {
        buffer = new FallbackBuffer(
                new Spill(directory), meters, row("a").payload().length() * 2L, Duration.ZERO);
        buffer.put(List.of(row("a"), row("b"), row("c")));

        assertThat(registry.get("caregate.audit.lost").counter().count()).isEqualTo(1);
        buffer.replay(this::take, 10);
        assertThat(replayed).containsExactly("a", "b");
    }

    @Test
    void rowsInMemoryWhenTheProcessEndsAndTheDiskHasRoomThenOnDisk() throws Exception {
        buffer.put(List.of(row("a")));
        Files.delete(directory);
        buffer.close();

        assertThat(registry.get("caregate.audit.lost").counter().count()).isZero();
        try (Spill next = new Spill(directory)) {
            next.replay(this::take, 10);
        }
        assertThat(replayed).containsExactly("a");
    }

    @Test
    void rowsInMemoryWhenTheProcessEndsAndTheDiskIsStillFullThenCountedAsLost() throws Exception {
        buffer.put(List.of(row("a")));
        buffer.close();

        assertThat(registry.get("caregate.audit.lost").counter().count()).isEqualTo(1);
    }

    /** Otherwise each request would queue up to write all of memory to a full disk. */
    @Test
    void rowsWhenTheDiskHasJustTakenNothingThenItIsLeftAlone() throws Exception {
        buffer = new FallbackBuffer(new Spill(directory), meters, MOST, Duration.ofHours(1));
        buffer.put(List.of(row("a")));
        buffer.put(List.of(row("b")));
        Files.delete(directory);
        buffer.put(List.of(row("c")));

        assertThat(buffer.inMemory()).isEqualTo(3);
        buffer.close();
        try (Spill next = new Spill(directory)) {
            next.replay(this::take, 10);
        }
        assertThat(replayed).containsExactly("a", "b", "c");
    }

    private double captured(String to) {
        return registry.get("caregate.audit.captured").tag("to", to).counter().count();
    }

    private void take(List<Row> rows) {
        rows.forEach(row -> replayed.add(row.id()));
    }
}
