package io.caregate.audit.kafka;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Writes each batch in one transaction into one partition, so that all of it is there in order, or none. The
 * transactional id is the same on every node: if a node was stopped and wakes up after its successor has started, the
 * broker fences it off. If the answer to a commit is lost, the batch is written again: the same ids come a second time,
 * in order. After any error, a producer is not used again.
 */
final class KafkaSink implements Sink, AutoCloseable {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Map<String, Object> settings;
    private final String topic;
    private final int partition;
    private final Format format;
    private @Nullable Producer<String, byte[]> producer;

    KafkaSink(Map<String, Object> settings, String topic, int partition, Format format) {
        this.settings = settings;
        this.topic = topic;
        this.partition = partition;
        this.format = format;
    }

    @Override
    public Outcome deliver(Batch batch) {
        try {
            Producer<String, byte[]> ready = ready();
            ready.beginTransaction();
            for (Item item : batch.items()) {
                // The commit throws the error of any of them.
                Future<RecordMetadata> unused = ready.send(record(item));
            }
            ready.commitTransaction();
            return Outcome.taken(batch);
        } catch (KafkaException e) {
            close();
            return outcome(e);
        }
    }

    @Override
    public void close() {
        Producer<String, byte[]> used = producer;
        producer = null;
        if (used != null) {
            used.close(AT_ONCE);
        }
    }

    private Producer<String, byte[]> ready() {
        if (producer == null) {
            producer = made();
            producer.initTransactions();
        }
        return producer;
    }

    private Producer<String, byte[]> made() {
        try {
            return new KafkaProducer<>(settings);
        } catch (KafkaException e) {
            // The message may hold a value from the operator's file.
            throw new ConfigException(e.getClass().getName());
        }
    }

    private ProducerRecord<String, byte[]> record(Item item) {
        byte[] value = item.render(format).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, partition, item.id(), value);
        record.headers().add("seq", Long.toString(item.seq()).getBytes(StandardCharsets.US_ASCII));
        record.headers().add("content-type", format.mediaType().getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    /** The cause decides: a commit wraps the error of a record. */
    private static Outcome outcome(KafkaException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException) {
                return Outcome.misconfigured(
                        "no Kafka client can be made: look at the properties and the servers' names");
            }
            if (cause instanceof RecordTooLargeException) {
                return Outcome.refused("the broker or the topic takes no message of this size");
            }
            if (cause instanceof SslAuthenticationException) {
                return Outcome.retry("TLS with the broker failed");
            }
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return Outcome.misconfigured(
                        "the broker does not admit this client, its topic or its transactional id");
            }
            if (cause instanceof InvalidTopicException) {
                return Outcome.misconfigured("the topic's name is not allowed");
            }
            if (cause instanceof InterruptException) {
                return Outcome.retry("this node stops to deliver");
            }
        }
        return Outcome.retry("the broker cannot be reached or did not take the messages");
    }
}
