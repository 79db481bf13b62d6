package io.caregate.benchmarks.login;

import io.caregate.benchmarks.load.Latencies;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The time that a disk takes to flush 8 kB. A durable log waits for one or two flushes, so its figures mean nothing
 * without this one.
 */
final class Disk {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final int BLOCK = 8 * 1024;
    private static final int BLOCKS = 512;

    private Disk() {}

    /** Flushes as fast as possible for two seconds, to its own file in this folder. */
    static Latencies flushes(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "flush", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(BLOCK * BLOCKS));
            channel.force(true);
            LongStream.Builder nanos = LongStream.builder();
            long began = System.nanoTime();
            for (int i = 0; System.nanoTime() - began < LOOK.toNanos(); i++) {
                channel.write(ByteBuffer.allocate(BLOCK), (long) (i % BLOCKS) * BLOCK);
                long from = System.nanoTime();
                channel.force(false);
                nanos.add(System.nanoTime() - from);
            }
            return new Latencies(nanos.build().toArray(), Duration.ofNanos(System.nanoTime() - began));
        } finally {
            Files.delete(file);
        }
    }
}
