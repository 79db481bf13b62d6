package io.caregate.audit.kafka;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import io.caregate.audit.sink.SinkSettings;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/** The sink {@value #ID}: one partition of one topic, in the log's order. */
public final class KafkaSinkFactory implements SinkFactory {
    /** The id, which is part of the name of every option. */
    public static final String ID = "kafka";

    static final String SERVERS = "bootstrap-servers";
    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String TRANSACTIONAL_ID = "transactional-id";
    static final String PROPERTIES = "properties-file";
    static final String FORMAT = "format";
    /** The names of its options, other than those that every sink has. */
    public static final List<String> NAMES = List.of(SERVERS, TOPIC, PARTITION, TRANSACTIONAL_ID, PROPERTIES, FORMAT);

    private static final int USUAL_BATCH = 1000;
    private static final int MOST_PARTITIONS = 100_000;

    private @Nullable SinkOptions options;
    private Optional<SinkSettings> settings = Optional.empty();

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope scope) {
        SinkOptions given = SinkOptions.of(scope, ID, NAMES);
        if (given.areGiven()) {
            options = given;
            settings = Optional.of(read(given).common());
        }
    }

    @Override
    public Optional<SinkSettings> settings() {
        return settings;
    }

    @Override
    public Sink create(KeycloakSession session) {
        // The file is read again: a password in it may have been changed.
        Settings wanted = read(Objects.requireNonNull(options, "asked for only with settings"));
        return new KafkaSink(wanted.producer(), wanted.topic(), wanted.partition(), wanted.format());
    }

    private static Settings read(SinkOptions options) {
        String servers = options.required(SERVERS, "host:port, several comma-separated");
        Map<String, Object> producer = ProducerSettings.of(
                servers, options.text(TRANSACTIONAL_ID).orElse("caregate-audit"), properties(options));
        try {
            new ProducerConfig(producer);
        } catch (ConfigException e) {
            // The message holds the value, which may be a secret.
            throw options.bad(PROPERTIES, "a file of producer properties that Kafka's client takes");
        }
        return new Settings(
                options.settings(USUAL_BATCH),
                producer,
                options.text(TOPIC).orElse("caregate-audit"),
                options.number(PARTITION, 0, 0, MOST_PARTITIONS),
                options.oneOf(FORMAT, Format.JSON));
    }

    private static Properties properties(SinkOptions options) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(
                    options.file(PROPERTIES, "a file of producer properties").orElse("")));
        } catch (IOException | IllegalArgumentException e) {
            throw options.bad(PROPERTIES, "a file in the form of Java's properties");
        }
        for (String name : ProducerSettings.FIXED) {
            if (properties.containsKey(name)) {
                throw options.bad(PROPERTIES, "a file without " + name + ", which the log sets itself");
            }
        }
        return properties;
    }

    private record Settings(
            SinkSettings common, Map<String, Object> producer, String topic, int partition, Format format) {}
}
