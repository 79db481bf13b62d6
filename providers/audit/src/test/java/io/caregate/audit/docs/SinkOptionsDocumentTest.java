package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.syslog.SyslogSinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sinks' options in {@code docs/options.md} are those that they read. */
class SinkOptionsDocumentTest {
    static Stream<Arguments> sinks() {
        return Stream.of(Arguments.of(SyslogSinkFactory.PROVIDER_ID, SyslogSinkFactory.NAMES));
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void optionWhenASinkReadsItThenDocumentedAndNoOtherIs(String sink, List<String> names) throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "options.md"));
        String prefix = "--spi-caregate-audit-sink--" + sink + "--";
        List<String> rows = Pattern.compile("^\\| `" + prefix + "([a-z-]+)` \\| `([A-Z_]+)` \\|", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(SinkOptionsDocumentTest::row)
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(names.stream()
                        .map(name -> name + " " + variable(prefix + name))
                        .toList());
        assertThat(document).contains("| `caregate-audit.jar` | `caregate-audit-sink` | `" + sink + "` |");
    }

    private static String row(MatchResult row) {
        return row.group(1) + " " + row.group(2);
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
