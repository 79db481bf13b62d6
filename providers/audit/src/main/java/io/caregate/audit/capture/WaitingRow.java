package io.caregate.audit.capture;

import io.caregate.auditlog.entry.Row;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A row whose request waits for it. Either the writer takes it or its request gives it up, never both; what is taken
 * and not let go in time is stored by both, under one id.
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

    /** The writer's: false when the request has given the row up. */
    boolean take() {
        return claimed.compareAndSet(false, true);
    }

    /** The writer's: the row is durable. */
    void letGo() {
        durable.countDown();
    }

    /** The request's: true when the row is durable; false when the request must see to that itself. */
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
