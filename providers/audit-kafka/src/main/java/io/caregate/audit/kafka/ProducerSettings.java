package io.caregate.audit.kafka;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The settings of the producer. An operator's file adds those that are needed to reach the cluster. It cannot change
 * those that the log's guarantees depend on.
 */
final class ProducerSettings {
    /** The settings that the log's guarantees depend on. A file that sets one of them is refused. */
    static final List<String> FIXED = List.of(
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ProducerConfig.LINGER_MS_CONFIG);

    /** Three waits of this length, for the transaction's begin, first record and end, fit into a sink's deadline. */
    private static final int WAIT_MILLIS = 8_000;

    private static final int REQUEST_MILLIS = 5_000;
    private static final int LARGEST_REQUEST = 1 << 20;
    // The packaging renames Kafka's packages, and would rename them in a constant.
    private static final String KAFKA = String.join(".", "org", "apache", "kafka", "");
    private static final String PACKAGED = packageOf(ProducerConfig.class.getName());

    private ProducerSettings() {}

    static Map<String, Object> of(String servers, String transactionalId, Properties operators) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        for (String name : operators.stringPropertyNames()) {
            settings.put(name, packaged(operators.getProperty(name)));
        }
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WAIT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WAIT_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        return settings;
    }

    /** A value that names one of Kafka's classes, such as a login module, with the class's name in this JAR. */
    static String packaged(String value) {
        return value.replace(KAFKA, PACKAGED);
    }

    /** The package, with a dot, that replaces Kafka's own in front of {@code clients.producer}. */
    private static String packageOf(String producerConfig) {
        return producerConfig.substring(0, producerConfig.indexOf("clients.producer."));
    }
}
