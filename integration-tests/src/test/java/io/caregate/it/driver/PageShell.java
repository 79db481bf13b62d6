package io.caregate.it.driver;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One bash, as a reader uses it: the variables, functions, folder and background jobs of one block are still there in
 * the next. It ends at the first command that fails, and so do the processes that were started in it.
 */
public final class PageShell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path scratch = Files.createTempDirectory("caregate-shell");
    private final Process bash;
    private int blocks;

    public PageShell(Path folder, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder("/bin/bash")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("shell").toFile());
        builder.environment().putAll(environment);
        bash = builder.start();
        Files.createFile(variables());
        tell("set -euo pipefail");
    }

    /** Lines like {@code export NAME='value'} that are read before the next block. */
    public Path variables() {
        return scratch.resolve("variables");
    }

    /** The output of these commands, from both streams. */
    public String run(String commands) throws IOException {
        return run(commands, ". %s");
    }

    /** The same for commands that have to fail. */
    public String runFailing(String commands) throws IOException {
        return run(commands, "if ( . %s ); then echo 'this had to fail'; exit 97; fi");
    }

    private String run(String commands, String how) throws IOException {
        blocks++;
        Path block = Files.writeString(scratch.resolve("block-" + blocks), commands);
        Path output = scratch.resolve("output-" + blocks);
        Path done = scratch.resolve("done-" + blocks);
        tell(". " + variables() + "; : > " + variables() + "\n{ " + how.formatted(block) + "\n} < /dev/null > " + output
                + " 2>&1\n: > " + done);
        boolean inTime = ends(done);
        String printed = Files.exists(output) ? Files.readString(output) : "";
        if (!Files.exists(done)) {
            throw new AssertionError((inTime ? "failed" : "not done in " + PATIENCE) + ":\n" + commands + "\nprinted:\n"
                    + printed + Files.readString(scratch.resolve("shell")));
        }
        return printed;
    }

    private boolean ends(Path done) {
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> Files.exists(done) || !bash.isAlive());
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private void tell(String line) throws IOException {
        bash.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        bash.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        bash.descendants().forEach(ProcessHandle::destroy);
        bash.destroy();
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
