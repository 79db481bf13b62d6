package io.caregate.audit.kafka;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.SinkFactory;
import io.caregate.audit.sink.SinkOptions;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;

/** The sink {@value #ID}: one partition of one topic, in the log's order. */
public final class KafkaSinkFactory extends SinkFactory {
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

    public KafkaSinkFactory() {
        super(ID, NAMES);
    }

    @Override
    public ConfiguredSink read(SinkOptions options) {
        producer(options);
        String topic = options.text(TOPIC).orElse("caregate-audit");
        int partition = options.number(PARTITION, 0, 0, MOST_PARTITIONS);
        Format format = options.oneOf(FORMAT, Format.JSON);
        // The file is read again for each sink: a password in it may have been changed.
        return options.sink(
                USUAL_BATCH,
                "topic=" + topic + " partition=" + partition + " transactional-id=" + transactionalId(options)
                        + " format=" + format,
                session -> new KafkaSink(producer(options), topic, partition, format));
    }

    /** A producer with the id of another one shuts that one out. */
    private static String transactionalId(SinkOptions options) {
        return options.text(TRANSACTIONAL_ID).orElse("caregate-audit" + options.suffix());
    }

    private static Map<String, Object> producer(SinkOptions options) {
        String servers = options.required(SERVERS, "host:port, several comma-separated");
        Map<String, Object> producer = ProducerSettings.of(servers, transactionalId(options), properties(options));
        try {
            new ProducerConfig(producer);
        } catch (ConfigException e) {
            // The message holds the value, which may be a secret.
            throw options.bad(PROPERTIES, "a file of producer properties that Kafka's client takes");
        }
        return producer;
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
}
