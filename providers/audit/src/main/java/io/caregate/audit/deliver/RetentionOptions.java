package io.caregate.audit.deliver;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The operator's retention options: the age at which entries expire, and the cursors of sinks that will not come back.
 * A bad value stops the start.
 *
 * @param retain the shortest time that an entry is kept; empty for ever
 * @param forgotten ids of sinks whose cursors are deleted
 */
public record RetentionOptions(Optional<Duration> retain, Set<String> forgotten) {
    public static final String RETAIN = "retain";
    public static final String FORGET_SINKS = "forget-sinks";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(RETAIN, FORGET_SINKS);

    private static final String FORGETTABLE = "ids of sinks that are no longer configured, comma-separated";
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(36_600);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,30}");

    public RetentionOptions {
        forgotten = Set.copyOf(forgotten);
    }

    /**
     * Reads the options of the listener.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    public static RetentionOptions from(Options listener) {
        return new RetentionOptions(
                listener.duration(RETAIN, LEAST, MOST),
                listener.value(FORGET_SINKS, Set.of(), RetentionOptions::ids, FORGETTABLE));
    }

    /** Stops the start if a sink that is set up is named as one to forget. */
    public void check(List<SinkHandle> wanted, Options listener) {
        for (SinkHandle sink : wanted) {
            if (forgotten.contains(sink.id())) {
                throw listener.bad(FORGET_SINKS, FORGETTABLE + " (" + sink.id() + " is configured)");
            }
        }
    }

    private static Optional<Set<String>> ids(String text) {
        List<String> ids = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        return ids.stream().allMatch(id -> ID.matcher(id).matches()) ? Optional.of(Set.copyOf(ids)) : Optional.empty();
    }
}
