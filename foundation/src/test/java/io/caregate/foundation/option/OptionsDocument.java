package io.caregate.foundation.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.keycloak.ServerStartupError;

/** The tables of options in {@code docs/options.md}; each JAR compares its own options with those that it reads. */
public final class OptionsDocument {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(--spi-[a-zA-Z0-9-]+)` \\| `([A-Z0-9_]+)` \\|");

    private final List<String> options;

    private OptionsDocument(List<String> options) {
        this.options = options;
    }

    /** The options whose full names match. */
    public static OptionsDocument of(String names) {
        try {
            return new OptionsDocument(ROW.matcher(Files.readString(Path.of("..", "..", "docs", "options.md")))
                    .results()
                    .peek(row -> assertThat(row.group(2)).isEqualTo(variable(row.group(1))))
                    .map(row -> row.group(1))
                    .filter(option -> option.matches(names))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The full names, in the order of the document. */
    public List<String> options() {
        return options;
    }

    /**
     * Gives every option a bad value in turn, and expects the one form of complaint.
     *
     * @param valid options that are needed in addition to the bad one
     * @param anyText the options that have no bad value, each with the reason
     * @param start reads the given options
     */
    public void assertComplaints(
            Map<String, String> valid, Map<String, String> anyText, Consumer<Map<String, String>> start) {
        assertThat(options).containsAll(anyText.keySet());
        for (String option : options) {
            Map<String, String> given = new HashMap<>(valid);
            given.put(option, "\u00bf no such value?");
            if (anyText.containsKey(option)) {
                start.accept(given);
            } else {
                assertThatThrownBy(() -> start.accept(given))
                        .as(option)
                        .isInstanceOf(ServerStartupError.class)
                        .hasMessageMatching(Pattern.quote(option + " is \"\u00bf no such value?\", but must be ")
                                + ".+: correct it(, or remove it for the default, \\S+)?\\.");
            }
        }
    }
}
