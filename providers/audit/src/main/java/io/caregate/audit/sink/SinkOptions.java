package io.caregate.audit.sink;

import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;

/**
 * Reads one sink's options, {@code --spi-caregate-audit-sink--<id>--…}. A value that is not allowed is a
 * {@link ServerStartupError} with the option's full name and what is allowed; an option that does not exist is named in
 * a warning. The value itself is shown, so a secret is never an option: give its file.
 */
public final class SinkOptions {
    /** Where a sink begins that has no cursor: an option of every sink. */
    public static final String START = "start";
    /** How many items are delivered at once: an option of every sink. */
    public static final String BATCH_SIZE = "batch-size";

    private static final ServerLog LOG = ServerLog.of(SinkOptions.class);
    private static final List<String> KEYCLOAKS_OWN = List.of("enabled");

    private final Config.Scope scope;
    private final String prefix;
    private final List<String> names;

    private SinkOptions(Config.Scope scope, String prefix, List<String> names) {
        this.scope = scope;
        this.prefix = prefix;
        this.names = names;
    }

    /** The options of the sink with this id; {@code names} are those that it knows beside the two of every sink. */
    public static SinkOptions of(Config.Scope scope, String id, List<String> names) {
        List<String> all =
                Stream.concat(names.stream(), Stream.of(START, BATCH_SIZE)).toList();
        SinkOptions options = new SinkOptions(scope, "--spi-" + SinkSpi.NAME + "--" + id + "--", all);
        options.warnOfUnknown();
        return options;
    }

    /** Whether the operator gave any of them, and so wants the sink. */
    public boolean areGiven() {
        return names.stream().anyMatch(name -> scope.get(name) != null);
    }

    /** The settings of every sink. */
    public SinkSettings settings(int usualBatch) {
        return new SinkSettings(
                number(BATCH_SIZE, usualBatch, 1, SinkSettings.MAX_BATCH),
                value(START, Start.OLDEST, Start::of, "oldest or now"));
    }

    /** The value of this option as it was given, without blanks around it; empty text counts as not given. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(scope.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The value of an option that the sink cannot do without. */
    public String required(String name, String allowed) {
        return text(name).orElseThrow(() -> bad(name, "", allowed));
    }

    /** The value that {@code parse} makes of it. */
    public <T> T value(String name, T otherwise, Function<String, Optional<T>> parse, String allowed) {
        Optional<String> given = text(name);
        return given.isEmpty()
                ? otherwise
                : parse.apply(given.get()).orElseThrow(() -> bad(name, given.get(), allowed));
    }

    /** A whole number of this range. */
    public int number(String name, int otherwise, int least, int most) {
        return value(
                name,
                otherwise,
                text -> text.matches("\\d{1,9}")
                        ? Optional.of(Integer.valueOf(text)).filter(number -> number >= least && number <= most)
                        : Optional.empty(),
                "a whole number from " + least + " to " + most);
    }

    /** A duration of this range, as {@code PT20S} or {@code P1D} (ISO 8601). */
    public Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        return value(
                name,
                otherwise,
                text -> parseDuration(text)
                        .filter(duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0),
                "a duration (ISO 8601) from " + least + " to " + most);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        return value(
                name,
                otherwise,
                text -> text.equals("true") || text.equals("false")
                        ? Optional.of(Boolean.valueOf(text))
                        : Optional.empty(),
                "true or false");
    }

    /** What the file of this option holds, without white space around it. */
    public Optional<String> file(String name, String allowed) {
        return text(name).map(path -> {
            try {
                return Files.readString(Path.of(path), StandardCharsets.UTF_8).strip();
            } catch (IOException | InvalidPathException e) {
                throw bad(
                        name,
                        path,
                        allowed + " (it cannot be read: " + e.getClass().getSimpleName() + ")");
            }
        });
    }

    /** The error that stops the start. */
    public ServerStartupError bad(String name, @Nullable String value, String allowed) {
        return new ServerStartupError(
                prefix + name + "=" + (value == null ? "" : value) + " is not allowed: give " + allowed, false);
    }

    private static Optional<Duration> parseDuration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    // Nothing else names the options that were given.
    @SuppressWarnings("deprecation")
    private void warnOfUnknown() {
        for (String given : new TreeSet<>(scope.getPropertyNames())) {
            String option = given.substring(given.lastIndexOf("--") + 2);
            if (!names.contains(option) && !KEYCLOAKS_OWN.contains(option)) {
                LOG.warnf("option=%s%s is unknown and has no effect; known are %s", prefix, option, names);
            }
        }
    }
}
