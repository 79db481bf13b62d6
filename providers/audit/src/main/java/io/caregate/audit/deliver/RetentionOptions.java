package io.caregate.audit.deliver;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;

/**
 * The operator's options about what need not be kept: entries of an age, and cursors of sinks that will not come back.
 * A bad value stops the start.
 *
 * @param retain how long an entry is kept at least; empty for ever
 * @param forgotten ids of sinks whose cursors are deleted
 */
public record RetentionOptions(Optional<Duration> retain, Set<String> forgotten) {
    public static final String RETAIN = "retain";
    public static final String FORGET_SINKS = "forget-sinks";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(RETAIN, FORGET_SINKS);

    private static final String PREFIX = "--spi-events-listener--caregate-audit--";
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(36_600);
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,30}");

    public RetentionOptions {
        forgotten = Set.copyOf(forgotten);
    }

    /** Reads the options; throws {@link ServerStartupError} for a value that is not allowed. */
    public static RetentionOptions from(Config.Scope scope) {
        Optional<Duration> retain = Optional.ofNullable(scope.get(RETAIN)).map(RetentionOptions::age);
        Set<String> forgotten = new TreeSet<>();
        String ids = scope.get(FORGET_SINKS, "").strip();
        for (String id : ids.isEmpty() ? List.<String>of() : Arrays.asList(ids.split(",", -1))) {
            if (!ID.matcher(id.strip()).matches()) {
                throw bad(FORGET_SINKS, ids, "ids of sinks that are not set up any more, comma-separated");
            }
            forgotten.add(id.strip());
        }
        return new RetentionOptions(retain, forgotten);
    }

    /** Stops the start where a sink is to be forgotten that is set up. */
    public void check(List<SinkHandle> wanted) {
        for (SinkHandle sink : wanted) {
            if (forgotten.contains(sink.id())) {
                throw bad(
                        FORGET_SINKS,
                        String.join(",", forgotten),
                        "ids of sinks that are not set up any more (" + sink.id() + " is)");
            }
        }
    }

    private static Duration age(String text) {
        String allowed = "an age (ISO 8601) from P1D to P36600D, such as P400D";
        try {
            Duration age = Duration.parse(text.strip());
            if (age.compareTo(LEAST) >= 0 && age.compareTo(MOST) <= 0) {
                return age;
            }
        } catch (DateTimeParseException e) {
            throw bad(RETAIN, text, allowed);
        }
        throw bad(RETAIN, text, allowed);
    }

    private static ServerStartupError bad(String option, String value, String allowed) {
        return new ServerStartupError(PREFIX + option + "=" + value + " is not allowed: give " + allowed, false);
    }
}
