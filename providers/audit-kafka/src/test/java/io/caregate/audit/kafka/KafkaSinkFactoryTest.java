package io.caregate.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSinkFactoryTest {
    @TempDir
    Path folder;

    @Test
    void sinkWhenNoOptionThenNotWanted() {
        assertThat(sinks(Map.of())).isEmpty();
    }

    @Test
    void sinkWhenServersAloneThenWanted() {
        assertThat(sinks(Map.of("bootstrap-servers", "broker.example.org:9093")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"format, xml", "partition, -1", "partition, x", "properties-file, /nonexistent"})
    void optionWhenNotAllowedThenTheStartStopsWithItsName(String name, String value) {
        assertThatThrownBy(() -> sinks(Map.of("bootstrap-servers", "b:9093", name, value)))
                .hasMessageContaining("--spi-caregate-audit-sink--kafka--" + name + " is ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks=1",
                "enable.idempotence=false",
                "transactional.id=mine",
                "delivery.timeout.ms=1",
                "security.protocol=secret-nonsense",
                "max.request.size=secret-nonsense"
            })
    void fileWhenItTakesAPromiseBackOrIsNoneOfKafkasThenTheStartStopsAndShowsNoValue(String line) throws Exception {
        assertThatThrownBy(() -> sinks(file(line)))
                .hasMessageContaining("--spi-caregate-audit-sink--kafka--properties-file is")
                .hasMessageNotContaining("secret-nonsense");
    }

    @Test
    void fileWhenItSaysHowToReachTheClusterThenTaken() throws Exception {
        List<ConfiguredSink> sinks = sinks(file("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
                + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"u\" password=\"p\";"));

        assertThat(sinks).hasSize(1);
    }

    @Test
    void fileWhenChangedLaterThenReadAnewForTheNextSink() throws Exception {
        ConfiguredSink sink = sinks(file("client.id=keycloak")).get(0);
        assertThat(sink.open(null)).isNotNull();

        file("acks=1");
        assertThatThrownBy(() -> sink.open(null))
                .hasMessageContaining("--spi-caregate-audit-sink--kafka--properties-file is");
        file("client.id=other");
        assertThat(sink.open(null)).isNotNull();
    }

    @Test
    void settingsWhenAFileIsGivenThenThePromisesStand() {
        Properties operators = new Properties();
        operators.setProperty("client.id", "keycloak");

        assertThat(ProducerSettings.of("b:9093", "id", operators))
                .containsEntry("client.id", "keycloak")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("transactional.id", "id");
    }

    @Test
    void sinkWhenItHasANameThenItsProducersHaveATransactionalIdOfTheirOwn() throws Exception {
        Map<String, String> both = new HashMap<>(file("client.id=keycloak"));
        both.putAll(Map.of("instances", "region", "region-bootstrap-servers", "b:9093", "region-topic", "other"));

        assertThat(sinks(both))
                .extracting(ConfiguredSink::id, ConfiguredSink::destination)
                .containsExactly(
                        tuple("kafka", "topic=caregate-audit partition=0 transactional-id=caregate-audit format=json"),
                        tuple(
                                "kafka-region",
                                "topic=other partition=0 transactional-id=caregate-audit-region format=json"));
    }

    private static List<ConfiguredSink> sinks(Map<String, String> given) {
        return ConfiguredSink.of(new KafkaSinkFactory(), TestConfig.scope("caregate-audit-sink", "kafka", given));
    }

    private Map<String, String> file(String lines) throws Exception {
        Path file = Files.writeString(folder.resolve("producer.properties"), lines);
        return Map.of("bootstrap-servers", "b:9093", "properties-file", file.toString());
    }
}
