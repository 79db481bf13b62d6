package io.caregate.audit.kafka;

import static org.awaitility.Awaitility.await;

import io.caregate.foundation.net.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A real broker with a controller (KRaft, one node), as a separate process on free ports of the loopback address. */
final class Broker implements AutoCloseable {
    private final Path folder;
    private final int port = FreePort.pick();
    private final int saslPort = FreePort.pick();
    private final int controllerPort = FreePort.pick();
    private Process process;

    /** A broker that is not started yet. */
    Broker(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("server.properties"), configuration());
        Files.writeString(folder.resolve("log4j2.yaml"), "Configuration:\n  status: WARN\n");
    }

    /** Makes its storage, once. */
    void format() throws IOException, InterruptedException {
        Process format = java(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                Uuid.randomUuid().toString(),
                "-c",
                folder.resolve("server.properties").toString());
        if (!format.waitFor(90, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IOException("kafka: " + Files.readString(folder.resolve("kafka.out")));
        }
    }

    String servers() {
        return "127.0.0.1:" + port;
    }

    /** The address where it asks for a name and a password (SASL PLAIN): {@code keycloak} and {@code secret}. */
    String saslServers() {
        return "127.0.0.1:" + saslPort;
    }

    void start() throws IOException {
        process = java("kafka.Kafka", folder.resolve("server.properties").toString());
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(this::answers);
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    void create(String topic, Map<String, String> configuration) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            admin.createTopics(Set.of(new NewTopic(topic, 2, (short) 1).configs(configuration)))
                    .all()
                    .get();
        }
    }

    /** The records in the partition, committed or not, from its beginning. */
    List<ConsumerRecord<String, String>> records(String topic, int partition, boolean committedOnly) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", servers());
        settings.put("isolation.level", committedOnly ? "read_committed" : "read_uncommitted");
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition one = new TopicPartition(topic, partition);
            consumer.assign(List.of(one));
            consumer.seekToBeginning(List.of(one));
            long end = consumer.endOffsets(List.of(one)).get(one);
            while (consumer.position(one) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroy();
            process.onExit().join();
        }
    }

    private boolean answers() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            return probe.isConnected()
                    && !admin.describeCluster()
                            .nodes()
                            .get(10, TimeUnit.SECONDS)
                            .isEmpty();
        } catch (IOException | ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Process java(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.yaml")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("kafka.out").toFile()));
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder.start();
    }

    private String configuration() {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,SASL_PLAINTEXT://127.0.0.1:%4$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                sasl.enabled.mechanisms=PLAIN
                listener.name.sasl_plaintext.plain.sasl.jaas.config=\
                  org.apache.kafka.common.security.plain.PlainLoginModule required user_keycloak="secret";
                log.dirs=%3$s
                auto.create.topics.enable=false
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                group.coordinator.rebalance.protocols=classic,consumer
                """.formatted(port, controllerPort, folder.resolve("log"), saslPort);
    }
}
