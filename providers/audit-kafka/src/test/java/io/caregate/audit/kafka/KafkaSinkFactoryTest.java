package io.caregate.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.foundation.option.TestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;

class KafkaSinkFactoryTest {
    @TempDir
    Path folder;

    private final KafkaSinkFactory factory = new KafkaSinkFactory();

    @Test
    void sinkWhenNoOptionThenNotWanted() {
        factory.init(TestConfig.scope("caregate-audit-sink", "kafka", Map.of()));

        assertThat(factory.settings()).isEmpty();
    }

    @Test
    void sinkWhenServersAloneThenWanted() {
        factory.init(TestConfig.scope(
                "caregate-audit-sink", "kafka", Map.of("bootstrap-servers", "broker.example.org:9093")));

        assertThat(factory.settings()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"format, xml", "partition, -1", "partition, x", "properties-file, /nonexistent"})
    void optionWhenNotAllowedThenTheStartStopsWithItsName(String name, String value) {
        assertThatThrownBy(() -> factory.init(TestConfig.scope(
                        "caregate-audit-sink", "kafka", Map.of("bootstrap-servers", "b:9093", name, value))))
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
        assertThatThrownBy(() -> factory.init(scope(line)))
                .hasMessageContaining("--spi-caregate-audit-sink--kafka--properties-file is")
                .hasMessageNotContaining("secret-nonsense");
    }

    @Test
    void fileWhenItSaysHowToReachTheClusterThenTaken() throws Exception {
        factory.init(scope("security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\n"
                + "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"u\" password=\"p\";"));

        assertThat(factory.settings()).isPresent();
    }

    @Test
    void fileWhenChangedLaterThenReadAnewForTheNextSink() throws Exception {
        factory.init(scope("client.id=keycloak"));
        assertThat(factory.create(null)).isNotNull();

        scope("acks=1");
        assertThatThrownBy(() -> factory.create(null))
                .hasMessageContaining("--spi-caregate-audit-sink--kafka--properties-file is");
        scope("client.id=other");
        assertThat(factory.create(null)).isNotNull();
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

    private Config.Scope scope(String lines) throws Exception {
        Path file = Files.writeString(folder.resolve("producer.properties"), lines);
        return TestConfig.scope(
                "caregate-audit-sink",
                "kafka",
                Map.of("bootstrap-servers", "b:9093", "properties-file", file.toString()));
    }
}
