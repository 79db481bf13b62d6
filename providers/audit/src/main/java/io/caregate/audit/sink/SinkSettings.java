package io.caregate.audit.sink;

/**
 * What the log has to know of a sink that is wanted.
 *
 * @param batchSize the most items of one {@link Batch}, 1 to {@value #MAX_BATCH}
 * @param start where a sink begins that has no cursor yet
 */
public record SinkSettings(int batchSize, Start start) {
    /** The most items that any sink may ask for at once. */
    public static final int MAX_BATCH = 5000;

    public SinkSettings {
        if (batchSize < 1 || batchSize > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " items, not " + batchSize);
        }
    }
}
