package io.caregate.it.driver;

import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands of {@code bin/kc.sh} that end on their own, such as {@code export}. */
public final class KcScript {
    /** Options with which a test's server starts sooner. */
    public static final Map<String, String> QUICK = Map.of("JAVA_OPTS_APPEND", ServerBuilder.QUICK_JAVA);

    private static final long PATIENCE_SECONDS = 240;

    private KcScript() {}

    /**
     * Runs it to its end. Its output goes to the log.
     *
     * @throws AssertionError if it takes more than four minutes or does not end well, with its output
     */
    public static void run(Path home, Path log, Map<String, String> environment, String... arguments) {
        var command = Stream.concat(Stream.of(home.resolve("bin/kc.sh").toString()), Stream.of(arguments))
                .toList();
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(QUICK);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("kc.sh " + arguments[0] + " failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
