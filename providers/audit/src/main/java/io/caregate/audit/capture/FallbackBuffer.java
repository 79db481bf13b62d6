package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Keeps rows in order while the database takes none: in the spill on disk or, if the disk takes none either, in the
 * memory of this process. Rows in memory are lost if the process ends first, so that is an error in the server's log
 * and a metric. They move to disk as soon as there is room.
 */
final class FallbackBuffer implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(FallbackBuffer.class);
    private static final long DEFAULT_MEMORY_CHARACTERS = 32L << 20;
    /** The pause after a disk took nothing, so that requests do not queue up to find it full. */
    private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

    private static final int CHUNK = 512;

    private final Spill spill;
    private final CaptureMeters meters;
    private final long mostCharacters;
    private final long retryNanos;
    private final Deque<Row> memory = new ArrayDeque<>();
    private long characters;
    private long refusedAt;
    private volatile int inMemory;

    FallbackBuffer(Spill spill, CaptureMeters meters) {
        this(spill, meters, DEFAULT_MEMORY_CHARACTERS, DEFAULT_RETRY);
    }

    FallbackBuffer(Spill spill, CaptureMeters meters, long mostCharacters, Duration retry) {
        this.spill = spill;
        this.meters = meters;
        this.mostCharacters = mostCharacters;
        this.retryNanos = retry.toNanos();
    }

    /** Takes the rows. When it returns, they are on disk or the log says that they are not. */
    void put(List<Row> rows) {
        if (inMemory == 0) {
            try {
                spill.append(rows);
                meters.toSpill(rows.size());
                return;
            } catch (IOException | RuntimeException e) {
                LOG.errorf(
                        e,
                        "the spill takes no entries: from now on they are in memory only, and lost if this process ends"
                                + " before the database is back. Make room on the disk");
            }
        }
        putBehindMemory(rows);
    }

    boolean isEmpty() {
        return inMemory == 0 && spill.isEmpty();
    }

    /** Hands over all waiting rows, in order. */
    void replay(SpillFile.Sink sink, int batch) throws Exception {
        if (inMemory > 0) {
            moveToDisk(List.of());
        }
        spill.replay(sink, batch);
        for (List<Row> rows = oldest(batch); !rows.isEmpty(); rows = oldest(batch)) {
            sink.take(rows);
            forget(rows);
        }
    }

    long spilledBytes() {
        return spill.bytes();
    }

    int inMemory() {
        return inMemory;
    }

    /** Rows that are still only in memory, and that the disk does not take now either, are lost. */
    @Override
    public synchronized void close() throws IOException {
        refusedAt = System.nanoTime() - retryNanos;
        moveToDisk(List.of());
        memory.forEach(row -> lost(row, "the process ends"));
        spill.close();
    }

    private synchronized void putBehindMemory(List<Row> rows) {
        if (moveToDisk(rows)) {
            meters.toSpill(rows.size());
            return;
        }
        for (Row row : rows) {
            if (characters + row.payload().length() > mostCharacters) {
                lost(row, "memory is full");
            } else {
                memory.add(row);
                characters += row.payload().length();
                meters.toMemory(1);
            }
        }
        inMemory = memory.size();
    }

    /** Puts the rows in memory, and these rows after them, on disk. False if the disk does not take all of them. */
    private synchronized boolean moveToDisk(List<Row> rows) {
        if (inMemory > 0 && System.nanoTime() - refusedAt < retryNanos) {
            return false;
        }
        int waiting = inMemory;
        try {
            for (List<Row> chunk = oldest(CHUNK); !chunk.isEmpty(); chunk = oldest(CHUNK)) {
                spill.append(chunk);
                forget(chunk);
            }
            if (!rows.isEmpty()) {
                spill.append(rows);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debugf(e, "entries=%d are still in memory only", inMemory);
            refusedAt = System.nanoTime();
            return false;
        }
        if (waiting > 0) {
            LOG.infof("the spill takes entries again: entries=%d that were in memory are on disk now", waiting);
        }
        return true;
    }

    private synchronized List<Row> oldest(int most) {
        return memory.stream().limit(most).toList();
    }

    private synchronized void forget(List<Row> rows) {
        Set<Row> stored = Collections.newSetFromMap(new IdentityHashMap<>());
        stored.addAll(rows);
        memory.removeIf(stored::contains);
        characters = memory.stream().mapToLong(row -> row.payload().length()).sum();
        inMemory = memory.size();
    }

    /** The last trace of a row that nothing would take, without any text that a user typed. */
    private void lost(Row row, String why) {
        meters.lost();
        LOG.errorf(
                "entry=%s time=%d realm=%s type=%s error=%s LOST: neither stored nor spilled, %s",
                row.id(), row.time(), row.realmId(), row.type(), row.error(), why);
    }
}
