package io.caregate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: the harness starts kc.sh")
class ParentWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void commandWhenItEndsByItselfThenItsExitCodeIsKept() throws Exception {
        Process process = new ProcessBuilder(ParentWatch.around(List.of("bash", "-c", "exit 7"))).start();

        assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
    }

    @Test
    void commandWhenItIsAskedToEndThenItEnds() throws Exception {
        Process process = new ProcessBuilder(ParentWatch.around(endless())).start();
        ProcessHandle command = startedCommand();

        process.destroy();

        assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(command.isAlive()).isFalse();
    }

    @Test
    void commandWhenItsParentIsKilledThenItEnds() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        ProcessHandle command = startedCommand();
        assertThat(command.isAlive()).isTrue();

        parent.destroyForcibly();

        assertThat(command.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isNotNull();
    }

    private ProcessHandle startedCommand() throws IOException, InterruptedException {
        Path pid = folder.resolve("pid");
        // The command moves the file to its place once it is complete.
        try (var changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(pid)) {
                assertThat(changes.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .isNotNull()
                        .matches(WatchKey::reset);
            }
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private List<String> endless() {
        return endless(folder);
    }

    private static List<String> endless(Path folder) {
        return List.of(
                "bash",
                "-c",
                "echo $$ >\"$0/unfinished\"; mv \"$0/unfinished\" \"$0/pid\"; exec sleep 600",
                folder.toString());
    }

    /** A program that starts an endless command and waits for it. */
    static final class Parent {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            new ProcessBuilder(ParentWatch.around(endless(Path.of(arguments[0]))))
                    .start()
                    .waitFor();
        }
    }
}
