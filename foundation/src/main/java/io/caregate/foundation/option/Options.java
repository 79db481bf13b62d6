package io.caregate.foundation.option;

import io.caregate.foundation.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import org.keycloak.Config;

/**
 * Reads the server options of one provider, {@code --spi-<spi>--<provider>--<name>}. White space around a value does
 * not matter, and an empty value counts as not set. A value of white space alone is a mistake, for which only a list
 * has a meaning: no items. A value that is not allowed leads to a {@link BadOptionException}, an option that does not
 * exist to a warning. Values appear in messages, so a secret is never an option: its file is.
 *
 * <p>Nothing is cached: each call reads again. May be called by any thread.
 */
public final class Options {
    private static final ServerLog LOG = ServerLog.of(Options.class);
    private static final String CORRECT = "correct it";

    private final String prefix;
    /** What the names of a group begin with, between the prefix of the provider and their own; usually nothing. */
    private final String group;

    private final List<String> names;
    private final Config.Scope scope;

    private Options(String provider, String group, List<String> names, Config.Scope scope) {
        this.prefix = provider + group;
        this.group = group;
        this.names = names;
        this.scope = scope;
    }

    /**
     * The options of a provider.
     *
     * @param names all options of the provider
     * @param scope Keycloak's source of their values
     */
    public static Options of(String spi, String provider, List<String> names, Config.Scope scope) {
        return new Options(fullName(spi, provider, ""), "", List.copyOf(names), scope);
    }

    /**
     * Options of the same names once more, for another thing of the same kind: {@code --spi-<spi>--<provider>--<group>-
     * <name>}.
     */
    public Options group(String name) {
        return new Options(prefix, name + "-", names, scope);
    }

    /** The same from the server's configuration. */
    public static Options of(String spi, String provider, List<String> names) {
        return of(spi, provider, names, Config.scope(spi, provider));
    }

    /** An option as an operator writes it on the command line. */
    public static String fullName(String spi, String provider, String name) {
        return "--spi-" + spi + "--" + provider + "--" + name;
    }

    /** Warns of each given option that does not exist; call it once. */
    public void warnOfUnknown() {
        for (String name : given()) {
            if (!names.contains(name) && !UnknownOptions.EVERY_PROVIDERS.contains(name)) {
                LOG.warnf("%s", UnknownOptions.warning(prefix, name, names));
            }
        }
    }

    /** Whether a value was given for any of them. */
    public boolean areGiven() {
        return names.stream().anyMatch(name -> given(name).isPresent());
    }

    /** The text that was given. */
    public Optional<String> text(String name) {
        return text(name, "some text");
    }

    private Optional<String> text(String name, String allowed) {
        Optional<String> text = given(name);
        if (text.filter(String::isEmpty).isPresent()) {
            throw bad(name, allowed);
        }
        return text;
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(scope.get(group + name))
                .filter(text -> !text.isEmpty())
                .map(String::strip);
    }

    /** The text of an option that has no default. */
    public String required(String name, String allowed) {
        return text(name, allowed).orElseThrow(() -> bad(name, allowed));
    }

    /** The result of {@code parse} for the text; it returns empty for a value that is not allowed. */
    public <T> T value(String name, T otherwise, Function<String, Optional<T>> parse, String allowed) {
        return value(name, parse, allowed, CORRECT).orElse(otherwise);
    }

    /** The same for a parser that throws {@link IllegalArgumentException}, whose message explains the complaint. */
    public <T> T parsed(String name, T otherwise, Function<String, T> parse, String allowed) {
        try {
            return text(name, allowed).map(parse).orElse(otherwise);
        } catch (IllegalArgumentException unreadable) {
            throw bad(name, allowed + " (" + unreadable.getMessage() + ")");
        }
    }

    /** A constant of an enum; operators write it in lower case and with dashes. */
    public <E extends Enum<E>> E oneOf(String name, E otherwise) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : otherwise.getDeclaringClass().getEnumConstants()) {
            constants.put(written(constant), constant);
        }
        return value(
                        name,
                        text -> Optional.ofNullable(constants.get(text)),
                        either(List.copyOf(constants.keySet())),
                        orDefault(written(otherwise)))
                .orElse(otherwise);
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean otherwise) {
        return value(
                        name,
                        text -> Optional.of(text)
                                .filter(List.of("true", "false")::contains)
                                .map(Boolean::valueOf),
                        "true or false",
                        orDefault(otherwise))
                .orElse(otherwise);
    }

    /** A whole number in this range. */
    public int number(String name, int otherwise, int least, int most) {
        return value(
                        name,
                        text -> Optional.of(text)
                                .filter(digits -> digits.matches("[0-9]{1,9}"))
                                .map(Integer::valueOf)
                                .filter(number -> number >= least && number <= most),
                        "a whole number from " + least + " to " + most,
                        orDefault(otherwise))
                .orElse(otherwise);
    }

    /** A duration in this range, such as {@code PT20S} or {@code P1D} (ISO 8601); empty if it was not given. */
    public Optional<Duration> duration(String name, Duration least, Duration most) {
        return value(
                name,
                text -> duration(text).filter(given -> given.compareTo(least) >= 0 && given.compareTo(most) <= 0),
                "a duration (ISO 8601) from " + written(least) + " to " + written(most),
                CORRECT);
    }

    /** The items between the commas, without empty ones. An option that is set to nothing is an empty list. */
    public List<String> list(String name, String otherwise) {
        // Keycloak returns null for an option with an empty value, but lists its name among those given.
        String text = given(name).orElse(given().contains(name) ? "" : otherwise);
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** The path of a folder, which need not exist; a relative one starts at Keycloak's home. */
    public Optional<Path> folder(String name, String allowed) {
        return value(name, Options::folderAt, allowed, CORRECT);
    }

    /** The content of the file that the option names, without white space around it. */
    public Optional<String> file(String name, String allowed) {
        return text(name, allowed).map(path -> {
            try {
                return Files.readString(Path.of(path), StandardCharsets.UTF_8).strip();
            } catch (IOException | InvalidPathException e) {
                throw bad(name, allowed + " (it cannot be read: " + e.getClass().getSimpleName() + ")");
            }
        });
    }

    /**
     * The complaint about an option.
     *
     * @param allowed what it must be, such as {@code a whole number from 1 to 5}
     */
    public BadOptionException bad(String name, String allowed) {
        return bad(name, allowed, CORRECT);
    }

    private BadOptionException bad(String name, String allowed, String remedy) {
        Optional<String> given = given(name);
        return new BadOptionException(prefix + name, given, allowed, given.isPresent() ? remedy : "set it");
    }

    private <T> Optional<T> value(String name, Function<String, Optional<T>> parse, String allowed, String remedy) {
        return given(name).map(text -> Optional.of(text)
                .filter(some -> !some.isEmpty())
                .flatMap(parse)
                .orElseThrow(() -> bad(name, allowed, remedy)));
    }

    /** The names of the options that were given, unknown and empty ones included. */
    private SortedSet<String> given() {
        return UnknownOptions.names(scope, prefix);
    }

    private static Optional<Path> folderAt(String text) {
        try {
            Path folder =
                    Path.of(System.getProperty("kc.home.dir", "")).resolve(text).normalize();
            return Optional.of(folder).filter(path -> !Files.exists(path) || Files.isDirectory(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String orDefault(Object otherwise) {
        return CORRECT + ", or remove it for the default, " + otherwise;
    }

    /** A constant of {@link #oneOf} as an operator writes it. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String written(Duration duration) {
        Duration days = Duration.ofDays(duration.toDays());
        return days.equals(duration) ? "P" + days.toDays() + "D" : duration.toString();
    }

    private static String either(List<String> values) {
        int last = values.size() - 1;
        return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }
}
