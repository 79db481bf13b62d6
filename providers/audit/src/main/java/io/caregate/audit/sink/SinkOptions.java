package io.caregate.audit.sink;

import io.caregate.foundation.option.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;
import org.keycloak.models.KeycloakSession;

/**
 * Reads one sink's options, {@code --spi-caregate-audit-sink--<kind>--…}, and those of a sink with a name,
 * {@code --spi-caregate-audit-sink--<kind>--<name>-…}, in the same way as the pack's own: white space around a value is
 * ignored, and an empty value counts as not set. A value that is not allowed is a {@link ServerStartupError} in the
 * pack's usual form. A warning names an option that does not exist. The value is shown, so a secret is never an option:
 * use a file for it.
 */
public final class SinkOptions {
    /** The option for the position where a sink without a cursor begins. Every sink has it. */
    public static final String START = "start";
    /** The option for the number of items that are delivered at once. Every sink has it. */
    public static final String BATCH_SIZE = "batch-size";

    /** The options of every sink. */
    public static final List<String> COMMON = Stream.concat(Stream.of(START, BATCH_SIZE), SinkFilter.NAMES.stream())
            .toList();
    /** The option of a kind that names its further sinks. */
    public static final String INSTANCES = "instances";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");

    // No type of the foundation in a signature: its package has another name in the packed JAR.
    private final Options options;
    private final String id;
    private final String suffix;

    private SinkOptions(Options options, String id, String suffix) {
        this.options = options;
        this.id = id;
        this.suffix = suffix;
    }

    /**
     * The options of each sink of a kind that the operator has configured: the one without a name if any of its options
     * is set, then those that {@value #INSTANCES} names.
     *
     * @param names the options of the kind, other than {@link #COMMON}
     */
    static List<SinkOptions> given(Config.Scope scope, String kind, List<String> names) {
        List<String> all = Stream.concat(names.stream(), COMMON.stream()).toList();
        Options options = Options.of(SinkSpi.NAME, kind, all, scope);
        List<String> instances = options.list(INSTANCES, "");
        requireNames(options, kind, instances, all);
        Stream<String> grouped = instances.stream().flatMap(name -> all.stream().map(option -> name + "-" + option));
        Options.of(
                        SinkSpi.NAME,
                        kind,
                        Stream.of(all.stream(), Stream.of(INSTANCES), grouped)
                                .flatMap(Function.identity())
                                .toList(),
                        scope)
                .warnOfUnknown();
        List<SinkOptions> sinks = new ArrayList<>();
        if (options.areGiven()) {
            sinks.add(new SinkOptions(options, kind, ""));
        }
        for (String name : instances) {
            sinks.add(new SinkOptions(options.group(name), kind + "-" + name, "-" + name));
        }
        return sinks;
    }

    /** A name must leave no doubt which sink an option belongs to. */
    private static void requireNames(Options options, String kind, List<String> instances, List<String> all) {
        String allowed = "names of sinks, comma-separated, each once, of lower-case letters and digits, with a letter"
                + " first and at most " + Math.min(16, SinkFactory.MAX_ID - kind.length() - 1) + " characters";
        for (String name : instances) {
            if (!NAME.matcher(name).matches() || kind.length() + 1 + name.length() > SinkFactory.MAX_ID) {
                throw options.bad(INSTANCES, allowed + " (" + name + " is none)");
            }
            for (String option : all) {
                if (option.startsWith(name + "-") || option.equals(name)) {
                    throw options.bad(
                            INSTANCES, allowed + " (" + name + " is taken: the option " + option + " begins with it)");
                }
            }
        }
        if (new HashSet<>(instances).size() < instances.size()) {
            throw options.bad(INSTANCES, allowed);
        }
    }

    /** The id of the sink: its kind, followed by a dash and its name if it has one. */
    public String id() {
        return id;
    }

    /** What distinguishes this sink from others of its kind: a dash and its name; empty if it has none. */
    public String suffix() {
        return suffix;
    }

    /**
     * The sink that these options describe.
     *
     * @param usualBatch the default of {@value #BATCH_SIZE}
     * @param destination see {@link ConfiguredSink}
     * @param opener see {@link ConfiguredSink}
     */
    public ConfiguredSink sink(int usualBatch, String destination, Function<KeycloakSession, Sink> opener) {
        return new ConfiguredSink(
                id,
                new SinkSettings(
                        number(BATCH_SIZE, usualBatch, 1, SinkSettings.MAX_BATCH),
                        oneOf(START, Start.OLDEST),
                        filter()),
                destination,
                opener);
    }

    /** The entries that the sink gets. */
    public SinkFilter filter() {
        Set<String> types = items(
                SinkFilter.TYPES,
                text -> text.toUpperCase(Locale.ROOT),
                SinkFilter::isType,
                "event types, comma-separated, such as LOGIN_ERROR");
        Set<String> errors = items(
                SinkFilter.ERRORS,
                UnaryOperator.identity(),
                SinkFilter::isError,
                "error codes, comma-separated, such as invalid_user_credentials");
        Set<String> realms = Set.copyOf(options.list(SinkFilter.REALMS, ""));
        return new SinkFilter(realms, types, errors, options.flag(SinkFilter.CHANGES, true));
    }

    private Set<String> items(
            String name, UnaryOperator<String> spelling, Predicate<String> isAllowed, String allowed) {
        Set<String> items = new HashSet<>();
        for (String item : options.list(name, "")) {
            if (!isAllowed.test(spelling.apply(item))) {
                throw options.bad(name, allowed + " (" + item + " is none)");
            }
            items.add(spelling.apply(item));
        }
        return items;
    }

    /** The text of an option that is set. */
    public Optional<String> text(String name) {
        return options.text(name);
    }

    /** The text of an option that the sink requires. */
    public String required(String name, String allowed) {
        return options.required(name, allowed);
    }

    /** The result of {@code parse} for the text. It answers empty for a value that is not allowed. */
    public <T> T value(String name, T otherwise, Function<String, Optional<T>> parse, String allowed) {
        return options.value(name, otherwise, parse, allowed);
    }

    /** A constant of an enum, which operators write in lower case and with dashes. */
    public <E extends Enum<E>> E oneOf(String name, E otherwise) {
        return options.oneOf(name, otherwise);
    }

    /** A whole number in this range. */
    public int number(String name, int otherwise, int least, int most) {
        return options.number(name, otherwise, least, most);
    }

    /** A duration in this range, such as {@code PT20S} or {@code P1D} (ISO 8601). */
    public Duration duration(String name, Duration otherwise, Duration least, Duration most) {
        return options.duration(name, least, most).orElse(otherwise);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        return options.flag(name, otherwise);
    }

    /** The path of a folder, which need not exist. A relative path starts at Keycloak's home. */
    public Optional<Path> folder(String name, String allowed) {
        return options.folder(name, allowed);
    }

    /** The content of the file that the option names, without white space around it. */
    public Optional<String> file(String name, String allowed) {
        return options.file(name, allowed);
    }

    /** The error that stops the start. {@code allowed} says what the option must be. */
    public ServerStartupError bad(String name, String allowed) {
        return options.bad(name, allowed);
    }
}
