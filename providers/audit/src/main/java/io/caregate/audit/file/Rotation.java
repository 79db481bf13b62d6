package io.caregate.audit.file;

import java.time.Duration;

/**
 * When a new file begins.
 *
 * @param bytes a file that has reached this size gets nothing more
 * @param age nor does one that is this old
 */
record Rotation(long bytes, Duration age) {
    boolean isDue(long size, Duration old) {
        return size >= bytes || old.compareTo(age) >= 0;
    }
}
