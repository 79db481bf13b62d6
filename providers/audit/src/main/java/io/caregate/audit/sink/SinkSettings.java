package io.caregate.audit.sink;

/**
 * The settings of a wanted sink that the log needs.
 *
 * @param batchSize the most items of one {@link Batch}, 1 to {@value #MAX_BATCH}
 * @param start the position where a sink without a cursor begins
 * @param filter which entries it gets
 */
public record SinkSettings(int batchSize, Start start, SinkFilter filter) {
    /** The most items that any sink may ask for at once. */
    public static final int MAX_BATCH = 5000;

    public SinkSettings {
        if (batchSize < 1 || batchSize > MAX_BATCH) {
            throw new IllegalArgumentException("a batch has 1 to " + MAX_BATCH + " items, not " + batchSize);
        }
    }
}
