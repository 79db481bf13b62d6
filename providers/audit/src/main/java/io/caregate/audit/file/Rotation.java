package io.caregate.audit.file;

import java.time.Duration;

/**
 * When a new file begins.
 *
 * @param bytes a file that has reached this size gets nothing more
 * @param age nor one that was begun so long ago
 */
record Rotation(long bytes, Duration age) {
    boolean isDue(long size, Duration old) {
        return size >= bytes || old.compareTo(age) >= 0;
    }
}
