package io.caregate.it.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real Kafka broker, and a consumer with Kafka's own classes. They come from the tests of
 * {@code providers/audit-kafka}, as a process with their class path, so that Kafka is not on the class path of these
 * tests.
 */
final class KafkaBroker implements AutoCloseable {
    static final String TOPIC = "caregate-audit";

    private static final String DONE = "done";

    private final Path errors;
    private final Process process;
    private final BufferedReader output;
    private final String servers;

    /** Returns as soon as the broker's address is known. */
    KafkaBroker(Path folder) throws IOException {
        errors = folder.resolve("process.err");
        Path kept = Path.of(System.getProperty("caregate.audit-kafka.test-classpath"));
        String classPath = String.join(
                System.getProperty("path.separator"),
                kept.resolveSibling("test-classes").toString(),
                kept.resolveSibling("classes").toString(),
                Files.readString(kept));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "io.caregate.audit.kafka.BrokerProcess",
                        folder.toString(),
                        TOPIC)
                .redirectError(errors.toFile());
        builder.environment().put("CLASSPATH", classPath);
        process = builder.start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        servers = line();
    }

    /** Its listener with SASL PLAIN, whose user is {@code keycloak} with the password {@code secret}. */
    String servers() {
        return servers;
    }

    void awaitStarted() {
        untilDone();
    }

    void kill() {
        tell("kill");
        untilDone();
    }

    void start() {
        tell("start");
        untilDone();
    }

    /** Every committed message, in the order of the partition. */
    List<Message> read() {
        tell("read");
        return untilDone().stream().map(KafkaBroker::message).toList();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> untilDone() {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.equals(DONE); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private String line() {
        try {
            String line = output.readLine();
            if (line == null) {
                throw new IllegalStateException("the broker's process has ended: " + Files.readString(errors));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Message message(String line) {
        String[] parts = line.split("\t", 3);
        return new Message(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    /** One message, as a consumer receives it. */
    record Message(String key, long seq, String value) {}
}
