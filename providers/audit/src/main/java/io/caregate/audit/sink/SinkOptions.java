package io.caregate.audit.sink;

import io.caregate.foundation.option.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;

/**
 * Reads one sink's options, {@code --spi-caregate-audit-sink--<id>--…}, in the same way as the pack's own: white space
 * around a value is ignored, and an empty value counts as not set. A value that is not allowed is a
 * {@link ServerStartupError} in the pack's usual form. A warning names an option that does not exist. The value is
 * shown, so a secret is never an option: use a file for it.
 */
public final class SinkOptions {
    /** The option for the position where a sink without a cursor begins. Every sink has it. */
    public static final String START = "start";
    /** The option for the number of items that are delivered at once. Every sink has it. */
    public static final String BATCH_SIZE = "batch-size";

    // No type of the foundation in a signature: its package has another name in the packed JAR.
    private final Options options;

    private SinkOptions(Options options) {
        this.options = options;
    }

    /**
     * The options of the sink with this id. {@code names} are those that it has in addition to the two of every sink.
     */
    public static SinkOptions of(Config.Scope scope, String id, List<String> names) {
        List<String> all =
                Stream.concat(names.stream(), Stream.of(START, BATCH_SIZE)).toList();
        Options options = Options.of(SinkSpi.NAME, id, all, scope);
        options.warnOfUnknown();
        return new SinkOptions(options);
    }

    /** Whether the operator set any of them, and so wants the sink. */
    public boolean areGiven() {
        return options.areGiven();
    }

    /** The settings that every sink has. */
    public SinkSettings settings(int usualBatch) {
        return new SinkSettings(number(BATCH_SIZE, usualBatch, 1, SinkSettings.MAX_BATCH), oneOf(START, Start.OLDEST));
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
