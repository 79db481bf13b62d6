package io.caregate.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.foundation.option.OptionsDocument;
import io.caregate.foundation.option.TestConfig;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options in {@code docs/options.md} are those that the sink reads. */
class OptionsDocumentTest {
    private static final String PREFIX = "--spi-caregate-audit-sink--kafka--";
    private static final Map<String, String> ANY_TEXT = Map.of(
            "bootstrap-servers", "Kafka's client reads it, when it connects",
            "topic", "whether a topic exists is known when the client has connected",
            "transactional-id", "any text distinguishes a log");

    private final OptionsDocument options = OptionsDocument.of(PREFIX + ".+");

    @Test
    void optionWhenTheSinkReadsItThenDocumentedAndNoOtherIs() {
        assertThat(options.options())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                KafkaSinkFactory.NAMES.stream(), Stream.of(SinkOptions.START, SinkOptions.BATCH_SIZE))
                        .map(PREFIX::concat)
                        .toList());
    }

    @Test
    void optionWhenItsValueIsBadThenTheStartStopsWithOneFormOfSentence() {
        options.assertComplaints(
                Map.of(PREFIX + "bootstrap-servers", "broker.example.org:9093"),
                TestConfig.fullNames(PREFIX, ANY_TEXT),
                given -> ConfiguredSink.of(
                        new KafkaSinkFactory(), new TestConfig(given).scope("caregate-audit-sink", "kafka")));
    }
}
