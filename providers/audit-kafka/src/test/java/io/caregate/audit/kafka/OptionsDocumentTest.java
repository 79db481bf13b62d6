package io.caregate.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.sink.SinkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options in {@code docs/options.md} are those that the sink reads. */
class OptionsDocumentTest {
    @Test
    void optionWhenTheSinkReadsItThenDocumentedAndNoOtherIs() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "options.md"));
        String prefix = "--spi-caregate-audit-sink--kafka--";
        List<String> rows = Pattern.compile("^\\| `" + prefix + "([a-z-]+)` \\| `([A-Z_]+)` \\|", Pattern.MULTILINE)
                .matcher(document)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                KafkaSinkFactory.NAMES.stream(), Stream.of(SinkOptions.START, SinkOptions.BATCH_SIZE))
                        .map(name -> name + " " + variable(prefix + name))
                        .toList());
        assertThat(document).contains("| `caregate-audit-kafka.jar` | `caregate-audit-sink` | `kafka` |");
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
