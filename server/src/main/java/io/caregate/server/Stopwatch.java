package io.caregate.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;

/**
 * Records the time that this process has spent on servers, browsers and databases: one line each, {@code what TAB name
 * TAB seconds}, in a separate file below {@code times} in the target folder of the module {@code server}. The report of
 * a test run adds the files up. Thread-safe. A failure to write must not fail a test, so it is ignored.
 */
public final class Stopwatch {
    private final Path folder;
    private final String what;
    private final String name;
    private final long started = System.nanoTime();

    private Stopwatch(Path folder, String what, String name) {
        this.folder = folder;
        this.what = what;
        this.name = name;
    }

    /**
     * Starts measuring.
     *
     * @param serverTarget the target folder of the module {@code server}
     * @param what is measured, such as {@code server start}
     * @param name of the item that is measured
     */
    public static Stopwatch start(Path serverTarget, String what, String name) {
        return new Stopwatch(serverTarget.resolve("times"), what, name);
    }

    /** Stops measuring and records the time. */
    public void stop() {
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        String line = String.format(Locale.ROOT, "%s\t%s\t%.1f%n", what, name, took.toMillis() / 1000.0);
        try {
            append(line);
        } catch (IOException notKept) {
            return;
        }
    }

    private void append(String line) throws IOException {
        synchronized (Stopwatch.class) {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(ProcessHandle.current().pid() + ".tsv"),
                    line,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }
}
