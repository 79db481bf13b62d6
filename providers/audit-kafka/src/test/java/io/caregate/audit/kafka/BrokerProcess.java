package io.caregate.audit.kafka;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A broker, and one of Kafka's own consumers, for tests that have no Kafka on their class path. It prints at once where
 * the broker will be, and {@code done} after it was started and after each line of its input: {@code kill},
 * {@code start}, or {@code read}. It answers the last one with a line for each committed message: its key, its header
 * {@code seq} and its value, separated by tabs. When its input ends, the broker and the process end.
 */
final class BrokerProcess {
    private BrokerProcess() {}

    /** Takes the broker's folder, and the topic to create. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        // Kafka's client logs to whatever standard output is when the client is first used.
        System.setOut(System.err);
        try (Broker broker = new Broker(Path.of(arguments[0]))) {
            out.println(broker.saslServers());
            broker.format();
            broker.start();
            broker.create(arguments[1], Map.of());
            out.println("done");
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                obey(broker, line, arguments[1], out);
                out.println("done");
            }
        }
    }

    private static void obey(Broker broker, String line, String topic, PrintStream out) throws Exception {
        switch (line) {
            case "kill" -> broker.kill();
            case "start" -> broker.start();
            case "read" -> broker.records(topic, 0, true).forEach(message -> out.println(told(message)));
            default -> throw new IllegalArgumentException(line);
        }
    }

    private static String told(ConsumerRecord<String, String> message) {
        String seq = new String(message.headers().lastHeader("seq").value(), StandardCharsets.US_ASCII);
        return message.key() + "\t" + seq + "\t" + message.value();
    }
}
