package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A row whose request waits for it. Either the writer takes it or its request gives it up, never both. A row that is
 * taken and not released in time is stored by both, under one id.
 */
final class WaitingRow {
    private final Row row;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CountDownLatch durable = new CountDownLatch(1);

    WaitingRow(Row row) {
        this.row = row;
    }

    Row row() {
        return row;
    }

    /** For the writer: false if the request has given the row up. */
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    /** For the writer: the row is durable. */
    void letGo() {
        durable.countDown();
    }

    /** For the request: true if the row is durable, false if the request must store it itself. */
    boolean await(Duration patience) {
        boolean inTime = false;
        try {
            inTime = durable.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        claimed.set(true);
        return inTime || durable.getCount() == 0;
    }
}
