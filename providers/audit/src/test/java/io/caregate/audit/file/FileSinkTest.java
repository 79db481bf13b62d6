package io.caregate.audit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    @TempDir
    private Path temporary;

    private Instant now = Instant.parse("2026-01-31T08:15:00Z");

    @Test
    void batchesWhenDeliveredThenLinesInOrderAndForTheOwnerOnly() throws IOException {
        FileSink sink = sink(1000, "rw-------");
        deliver(sink, 1, 3);
        deliver(sink, 4, 5);
        sink.close();

        assertThat(lines()).isEqualTo(sealed(1, 5));
        Path file = files().get(0);
        assertThat(file.getFileName()).hasToString("audit-000000001-000000000000001.jsonl");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void fileWhenTheGroupMayReadThenItMay() throws IOException {
        FileSink sink = sink(1000, "rw-r-----");
        deliver(sink, 1, 1);
        sink.close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void checkpointWhenDeliveredThenALineOfItsOwn() throws IOException {
        FileSink sink = sink(1000, "rw-------");
        Item head = new Item.OfCheckpoint(new StoredCheckpoint(7, 1, now, "origin\n1\nroot\n\n— origin sig\n"));
        sink.deliver(new Batch(List.of(entry(1), head)));
        sink.close();
        assertThat(lines().get(1)).isEqualTo("{\"checkpoint\":\"origin\\n1\\nroot\\n\\n— origin sig\\n\",\"size\":1}");
    }

    /** The second time, a newer checkpoint takes the place of the first one, or of a batch less the other way round. */
    @Test
    void checkpointWhenTheBatchComesAgainWithAnotherThenNoEntryIsWrittenTwice() throws IOException {
        FileSink first = sink(100_000, "rw-------");
        first.deliver(new Batch(List.of(entry(1), entry(2), head(2), entry(3))));
        first.close();

        FileSink next = sink(100_000, "rw-------");
        next.deliver(new Batch(List.of(entry(1), head(1), entry(2), entry(3), head(3), entry(4), head(4))));
        next.close();

        assertThat(lines())
                .extracting(line -> line.replaceFirst(".*(seq|size)\":(\\d+).*", "$1 $2"))
                .containsExactly("seq 1", "seq 2", "size 2", "seq 3", "size 3", "seq 4", "size 4");
    }

    private Item head(long size) {
        return new Item.OfCheckpoint(new StoredCheckpoint(size, size, now, "note of " + size));
    }

    @Test
    void fileWhenFullThenTheNextBatchBeginsAnother() throws IOException {
        FileSink sink = sink(60, "rw-------");
        deliver(sink, 1, 2);
        deliver(sink, 3, 3);
        sink.close();
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("audit-000000001-000000000000001.jsonl", "audit-000000002-000000000000003.jsonl");
        assertThat(lines()).isEqualTo(sealed(1, 3));
    }

    @Test
    void fileWhenOldThenTheNextBatchBeginsAnother() throws IOException {
        now = Instant.now();
        FileSink sink = sink(1000, "rw-------");
        deliver(sink, 1, 1);
        now = now.plus(Duration.ofHours(1)).minusSeconds(1);
        deliver(sink, 2, 2);
        assertThat(files()).hasSize(1);
        now = now.plusSeconds(2);
        deliver(sink, 3, 3);
        sink.close();
        assertThat(files()).hasSize(2);
    }

    /** A batch comes again after its commit failed. The node then asks which entries the file has. */
    @Test
    void batchWhenItComesAgainToTheSameSinkThenNothingIsWrittenTwice() throws IOException {
        FileSink sink = sink(1000, "rw-------");
        deliver(sink, 1, 3);
        deliver(sink, 4, 6);
        assertThat(sink.last())
                .hasValueSatisfying(mark -> assertThat(mark.seq()).isEqualTo(6));
        deliver(sink, 4, 6);
        deliver(sink, 7, 8);
        sink.close();
        assertThat(lines()).isEqualTo(sealed(1, 8));
    }

    /** Wherever a crash cuts the file, and whatever the size of the next batches, every line is there once. */
    @Test
    void fileWhenCutAnywhereThenGoesOnWithoutLossOrRepetition() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            clean();
            FileSink sink = sink(random.nextBoolean() ? 1_000_000 : 2_000, "rw-------");
            deliver(sink, 1, 10);
            deliver(sink, 11, 40);
            sink.close();
            Path last = files().get(files().size() - 1);
            long whole = Files.size(last);
            try (var channel = java.nio.channels.FileChannel.open(last, StandardOpenOption.WRITE)) {
                channel.truncate(whole - random.nextInt((int) (whole - before(last, 11))));
            }

            FileSink next = sink(1_000_000, "rw-------");
            int size = 1 + random.nextInt(30);
            for (int from = 11; from <= 60; from += size) {
                deliver(next, from, Math.min(60, from + size - 1));
            }
            next.close();
            assertThat(lines()).isEqualTo(sealed(1, 60));
        }
    }

    @Test
    void otherEntryWithAKnownNumberThenWrittenToo() throws IOException {
        FileSink sink = sink(100_000, "rw-------");
        deliver(sink, 1, 5);
        sink.close();
        FileSink next = sink(100_000, "rw-------");
        Item other = new Item.OfEntry(new SealedEntry(4, "other", "realm", "{\"id\":\"other\"}"), "leaf", "salt");
        next.deliver(new Batch(List.of(other)));
        next.close();
        assertThat(lines()).hasSize(6).last().asString().contains("other");
    }

    @Test
    void fileWhenMovedAwayThenAnotherIsBegun() throws IOException {
        FileSink sink = sink(100_000, "rw-------");
        deliver(sink, 1, 5);
        Files.move(files().get(0), temporary.resolve("moved"));
        deliver(sink, 6, 7);
        sink.close();
        assertThat(lines()).isEqualTo(sealed(6, 7));
    }

    @Test
    void fileWhenOfASimilarNameThenLeftAlone() throws IOException {
        FileSink sink = sink(1000, "rw-------");
        deliver(sink, 1, 2);
        sink.close();
        Path foreign = Files.writeString(temporary.resolve("log/audit-all.jsonl"), "half a line");
        Path copy = Files.writeString(temporary.resolve("log/audit-000000009-000000000000009-copy.jsonl"), "mine");
        deliver(sink, 3, 3);
        sink.close();

        assertThat(foreign).hasContent("half a line");
        assertThat(copy).hasContent("mine");
        assertThat(Files.readAllLines(temporary.resolve("log/audit-000000001-000000000000001.jsonl")))
                .isEqualTo(sealed(1, 3));
    }

    @Test
    void fileWhenItCannotBeWrittenThenRetried() throws IOException {
        Files.writeString(temporary.resolve("log"), "a file where the folder should be");
        FileSink sink = sink(1000, "rw-------");
        assertThat(sink.deliver(batch(1, 2))).isInstanceOf(Outcome.Retry.class);
        Files.delete(temporary.resolve("log"));
        assertThat(sink.deliver(batch(1, 2))).isEqualTo(Outcome.taken(2));
        sink.close();
        assertThat(lines()).isEqualTo(sealed(1, 2));
    }

    /**
     * POSIX locks belong to the process, which loses them when it closes any channel of the file, even one that only
     * read it.
     */
    @Test
    void fileWhenWrittenToThenNoOtherProcessMayUntilItIsClosed() throws Exception {
        FileSink first = sink(1000, "rw-------");
        deliver(first, 1, 3);
        assertThat(LockProbe.isFree(files().get(0))).isFalse();
        first.close();
        assertThat(LockProbe.isFree(files().get(0))).isTrue();

        FileSink resumed = sink(1000, "rw-------");
        deliver(resumed, 3, 5);
        assertThat(LockProbe.isFree(files().get(0))).isFalse();
        resumed.close();
        assertThat(lines()).isEqualTo(sealed(1, 5));
    }

    @Test
    void fileWhenAnotherWritesToItThenWaitsAndGoesOnBehindIt() throws IOException {
        FileSink first = sink(1000, "rw-------");
        deliver(first, 1, 3);
        FileSink second = sink(1000, "rw-------");
        assertThat(second.deliver(batch(1, 6))).isEqualTo(Outcome.retry("another process writes to the newest file"));

        deliver(first, 4, 5);
        first.close();
        deliver(second, 1, 6);
        second.close();
        assertThat(lines()).isEqualTo(sealed(1, 6));
    }

    @Test
    void diskWhenFullThenNothingOfTheBatchIsThereAndItComesLater() throws Exception {
        Path disk = Files.createDirectory(temporary.resolve("log"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
                "skipped: no file system of 64 KiB may be mounted here");
        try {
            FileSink sink = sink(1_000_000, "rw-------");
            deliver(sink, 1, 10);
            Path ballast = disk.resolve("ballast");
            fill(ballast);
            assertThat(sink.deliver(batch(11, 400))).isInstanceOf(Outcome.Retry.class);
            assertThat(sink.deliver(batch(11, 400))).isInstanceOf(Outcome.Retry.class);
            assertThat(lines()).isEqualTo(sealed(1, 10));
            Files.delete(ballast);
            deliver(sink, 11, 400);
            sink.close();
            assertThat(lines()).isEqualTo(sealed(1, 400));
        } finally {
            run("umount", disk.toString());
        }
    }

    private static void fill(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < 100; i++) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(file).exists();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private FileSink sink(long bytes, String permissions) {
        Folder folder = new Folder(
                temporary.resolve("log"),
                PosixFilePermissions.fromString(permissions),
                new Rotation(bytes, Duration.ofHours(1)),
                () -> now);
        return new FileSink(folder, Lines.SEALED);
    }

    private static void deliver(FileSink sink, long from, long to) {
        Batch batch = batch(from, to);
        assertThat(sink.deliver(batch)).isEqualTo(Outcome.taken(batch));
    }

    private static Batch batch(long from, long to) {
        return new Batch(
                LongStream.rangeClosed(from, to).mapToObj(FileSinkTest::entry).toList());
    }

    private static Item entry(long seq) {
        return new Item.OfEntry(
                new SealedEntry(seq, "id-" + seq, "realm", "{\"id\":\"ä" + seq + "\"}"), "leaf" + seq, "salt" + seq);
    }

    private static List<String> sealed(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> "{\"seq\":" + seq + ",\"leaf\":\"leaf" + seq + "\",\"salt\":\"salt" + seq
                        + "\",\"payload\":\"{\\\"id\\\":\\\"ä" + seq + "\\\"}\"}")
                .toList();
    }

    /** The number of bytes in the file before the line of this entry. */
    private static long before(Path file, long seq) throws IOException {
        String text = Files.readString(file);
        int at = text.indexOf("{\"seq\":" + seq + ",");
        return text.substring(0, Math.max(at, 0)).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }

    private List<Path> files() throws IOException {
        try (var found = Files.list(temporary.resolve("log"))) {
            return found.filter(file -> file.getFileName().toString().startsWith("audit-"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : files()) {
            lines.addAll(Files.readAllLines(file));
        }
        return lines;
    }

    private void clean() throws IOException {
        if (Files.isDirectory(temporary.resolve("log"))) {
            for (Path file : files()) {
                Files.delete(file);
            }
        }
    }
}
