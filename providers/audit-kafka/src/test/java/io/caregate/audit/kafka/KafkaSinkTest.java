package io.caregate.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink against a real broker. */
class KafkaSinkTest {
    @TempDir
    static Path folder;

    private static Broker broker;

    @BeforeAll
    static void start() throws Exception {
        broker = new Broker(folder);
        broker.format();
        broker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void batchesWhenTheBrokerIsWellThenInOrderInOnePartitionWithTheirIds() throws Exception {
        broker.create("well", Map.of());
        try (KafkaSink sink = sink("well", 1)) {
            for (long from = 1; from <= 5000; from += 1000) {
                assertThat(sink.deliver(Items.batch(from, from + 999))).isEqualTo(Outcome.taken(1000));
            }
        }

        List<ConsumerRecord<String, String>> records = broker.records("well", 1, true);
        assertThat(seqs(records))
                .isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
        ConsumerRecord<String, String> first = records.get(0);
        assertThat(first.key()).isEqualTo(Items.entry(1, "").id());
        assertThat(first.value()).isEqualTo(Items.entry(1, "ü-1").render(Format.JSON));
        assertThat(header(first, "content-type")).isEqualTo("application/json");
        assertThat(broker.records("well", 0, true)).isEmpty();
    }

    @Test
    void batchesWhenTheBrokerIsKilledAndComesBackThenNothingIsLostAndOnlyWholeIdsComeTwice() throws Exception {
        broker.create("killed", Map.of());
        List<Outcome> retries = new ArrayList<>();
        Map<String, Object> impatient = settings("killed");
        impatient.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
        impatient.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
        impatient.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
        try (KafkaSink sink = new KafkaSink(impatient, "killed", 0, Format.JSON)) {
            for (long from = 1; from <= 4000; from += 500) {
                Batch batch = Items.batch(from, from + 499);
                CompletableFuture<Outcome> delivery = CompletableFuture.supplyAsync(() -> sink.deliver(batch));
                if (from == 1501) {
                    broker.kill();
                    if (!(delivery.join() instanceof Outcome.Taken)) {
                        retries.add(delivery.join());
                    }
                    retries.add(sink.deliver(batch));
                    broker.start();
                }
                delivery.join();
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> sink.deliver(batch) instanceof Outcome.Taken);
            }
        }

        assertThat(retries).last().isInstanceOf(Outcome.Retry.class);
        Map<String, String> byId = new LinkedHashMap<>();
        for (ConsumerRecord<String, String> record : broker.records("killed", 0, true)) {
            String before = byId.putIfAbsent(record.key(), record.value());
            assertThat(before).isIn(null, record.value());
        }
        assertThat(new ArrayList<>(byId.keySet()))
                .isEqualTo(LongStream.rangeClosed(1, 4000)
                        .mapToObj(seq -> Items.entry(seq, "").id())
                        .toList());
    }

    @Test
    void nodeWhenItWakesUpBehindItsSuccessorThenFencedOff() throws Exception {
        broker.create("fenced", Map.of());
        try (KafkaSink stopped = sink("fenced", 0);
                KafkaSink successor = sink("fenced", 0)) {
            assertThat(stopped.deliver(Items.batch(1, 10))).isInstanceOf(Outcome.Taken.class);
            assertThat(successor.deliver(Items.batch(11, 20))).isInstanceOf(Outcome.Taken.class);

            assertThat(stopped.deliver(Items.batch(11, 20))).isInstanceOf(Outcome.Retry.class);
            assertThat(seqs(broker.records("fenced", 0, true)))
                    .isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
        }
    }

    @Test
    void entryWhenTooLargeForTheTopicThenTheBatchIsRefusedAndNoneOfItCommitted() throws Exception {
        broker.create("small", Map.of("max.message.bytes", "20000"));
        Batch withLarge = new Batch(List.of(Items.entry(1, "alice"), Items.large(2), Items.entry(3, "alice")));
        try (KafkaSink sink = sink("small", 0)) {
            assertThat(sink.deliver(withLarge)).isInstanceOf(Outcome.Refused.class);
            assertThat(sink.deliver(Items.batch(1, 1))).isInstanceOf(Outcome.Taken.class);
        }
        assertThat(seqs(broker.records("small", 0, true))).containsExactly(1L);
    }

    @Test
    void topicWhenMissingThenTriedAgainWithinTheDeadline() {
        try (KafkaSink sink = sink("missing", 0)) {
            long start = System.nanoTime();
            assertThat(sink.deliver(Items.batch(1, 1))).isInstanceOf(Outcome.Retry.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
    }

    private static KafkaSink sink(String topic, int partition) {
        return new KafkaSink(settings(topic), topic, partition, Format.JSON);
    }

    private static Map<String, Object> settings(String topic) {
        return ProducerSettings.of(broker.servers(), "log-" + topic, new Properties());
    }

    private static List<Long> seqs(List<ConsumerRecord<String, String>> records) {
        return records.stream()
                .map(record -> Long.valueOf(header(record, "seq")))
                .toList();
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.US_ASCII);
    }
}
