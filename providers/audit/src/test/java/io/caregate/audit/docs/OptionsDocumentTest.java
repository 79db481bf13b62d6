package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.capture.CaptureOptions;
import io.caregate.audit.deliver.RetentionOptions;
import io.caregate.audit.fhir.FhirSinkFactory;
import io.caregate.audit.file.FileSinkFactory;
import io.caregate.audit.seal.SealOptions;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.syslog.SyslogSinkFactory;
import io.caregate.audit.webhook.WebhookSinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options of {@code docs/options.md} are those that the JAR reads. */
class OptionsDocumentTest {
    private static final Map<String, List<String>> SINKS = Map.of(
            FhirSinkFactory.ID, FhirSinkFactory.NAMES,
            FileSinkFactory.ID, FileSinkFactory.NAMES,
            SyslogSinkFactory.ID, SyslogSinkFactory.NAMES,
            WebhookSinkFactory.ID, WebhookSinkFactory.NAMES);

    @Test
    void optionWhenItExistsThenDocumentedAndNoOtherIs() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "options.md"));
        Set<String> documented = Pattern.compile("--spi-[a-z-]+?--caregate-audit--[a-z-]+")
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        List<String> existing = Stream.of(CaptureOptions.NAMES, SealOptions.NAMES, RetentionOptions.NAMES)
                .flatMap(List::stream)
                .map(name -> "--spi-events-listener--" + CaptureOptions.PROVIDER_ID + "--" + name)
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(existing);
        assertThat(existing).allSatisfy(option -> assertThat(document)
                .contains("| `" + option + "` | `" + variable(option) + "` |"));
    }

    @Test
    void optionOfASinkWhenItExistsThenDocumentedAndNoOtherIs() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "options.md"));
        Set<String> documented = Pattern.compile("(?m)^\\| `(--spi-caregate-audit-sink--(?!kafka--)[a-z]+--[a-z-]+)`")
                .matcher(document)
                .results()
                .map(option -> option.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        List<String> existing = SINKS.entrySet().stream()
                .flatMap(sink -> Stream.concat(
                                sink.getValue().stream(), Stream.of(SinkOptions.START, SinkOptions.BATCH_SIZE))
                        .map(name -> "--spi-caregate-audit-sink--" + sink.getKey() + "--" + name))
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(existing);
        assertThat(existing).allSatisfy(option -> assertThat(document)
                .contains("| `" + option + "` | `" + variable(option) + "` |"));
    }

    private static String variable(String option) {
        return option.replaceFirst("--", "KC_").replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
