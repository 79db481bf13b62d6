package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.fetch.Monitor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks again and again, on a thread of its own, whether a monitor still checks its log: a run may not end. */
final class Watchdog implements AutoCloseable {
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);

    private final CountDownLatch ended = new CountDownLatch(1);

    private Watchdog() {}

    /** Watches a monitor until it is closed. {@code said} gets what goes wrong here. */
    static Watchdog over(Monitor monitor, Duration every, Duration behindAfter, Consumer<String> said) {
        Watchdog watchdog = new Watchdog();
        Duration look = every.compareTo(LONGEST_LOOK) < 0 ? every : LONGEST_LOOK;
        Thread thread = new Thread(() -> watchdog.look(monitor, look, limit(every, behindAfter), said), "watchdog");
        thread.setDaemon(true);
        thread.start();
        return watchdog;
    }

    /** A log that is checked less often than it may be behind is unchecked when the next run is late by that time. */
    static Duration limit(Duration every, Duration behindAfter) {
        return every.compareTo(behindAfter) < 0 ? behindAfter : every.plus(behindAfter);
    }

    private void look(Monitor monitor, Duration look, Duration limit, Consumer<String> said) {
        try {
            while (!ended.await(look.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    monitor.watch(limit);
                } catch (RuntimeException | Error e) {
                    said.accept("the watchdog failed (" + e + "), and looks again");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
