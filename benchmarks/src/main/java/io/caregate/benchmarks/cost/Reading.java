package io.caregate.benchmarks.cost;

import java.util.HashMap;
import java.util.Map;

/**
 * The resources that a server has used since it started, at one moment. Threads and processes that have ended in the
 * meantime are missing. Between two readings of a busy server there are hardly any.
 *
 * @param processNanos processor time of the whole process, with its compilers and garbage collector
 * @param threadNanos processor time of each Java thread, which are those that answer requests
 * @param threadBytes the bytes that each Java thread has allocated
 * @param databaseNanos processor time of each of its connections' processes in the database
 */
record Reading(
        long processNanos, Map<Long, Long> threadNanos, Map<Long, Long> threadBytes, Map<Long, Long> databaseNanos) {
    Reading {
        threadNanos = Map.copyOf(threadNanos);
        threadBytes = Map.copyOf(threadBytes);
        databaseNanos = Map.copyOf(databaseNanos);
    }

    /** The usage since an earlier reading. */
    Reading since(Reading earlier) {
        return new Reading(
                processNanos - earlier.processNanos,
                difference(threadNanos, earlier.threadNanos),
                difference(threadBytes, earlier.threadBytes),
                difference(databaseNanos, earlier.databaseNanos));
    }

    double threadMicros() {
        return sum(threadNanos) / 1e3;
    }

    double databaseMicros() {
        return sum(databaseNanos) / 1e3;
    }

    double processMicros() {
        return processNanos / 1e3;
    }

    double bytes() {
        return sum(threadBytes);
    }

    private static double sum(Map<Long, Long> values) {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<Long, Long> difference(Map<Long, Long> later, Map<Long, Long> earlier) {
        Map<Long, Long> difference = new HashMap<>();
        later.forEach((id, value) -> difference.put(id, value - earlier.getOrDefault(id, 0L)));
        return difference;
    }
}
