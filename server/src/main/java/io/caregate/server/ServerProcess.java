package io.caregate.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of {@code kc.sh}. The script keeps a shell that starts Java as its child and passes signals on to it, and
 * {@link ParentWatch} keeps one more. Ending the server by force therefore means ending all of them: a killed shell
 * does not end its children.
 */
final class ServerProcess {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Process script;

    private ServerProcess(Process script) {
        this.script = script;
    }

    /**
     * Runs {@code bin/kc.sh} of an installation; its output goes to the log file. It ends when this process does, even
     * if this process is killed.
     */
    static ServerProcess launch(Path home, List<String> arguments, Map<String, String> environment, Path log) {
        var command = new ArrayList<String>();
        command.add(home.resolve("bin").resolve("kc.sh").toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(ParentWatch.around(command)).directory(home.toFile());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // A developer's settings for another Keycloak must not affect this one.
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.startsWith("KC_") || name.startsWith("KEYCLOAK_") || name.startsWith("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process id of Keycloak's Java, or of the script before Java starts and after it ends. */
    long pid() {
        return script.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(script.toHandle())
                .pid();
    }

    boolean isAlive() {
        return script.isAlive();
    }

    /** Waits for the end; true if it came in time. */
    boolean awaitExit(Duration timeout) throws InterruptedException {
        return script.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return script.exitValue();
    }

    /**
     * Asks Keycloak to end, and kills what is left when the grace period is over.
     *
     * @param asked runs as soon as Keycloak has been asked; an exception in it changes nothing
     */
    void stop(Duration grace, Runnable asked) throws InterruptedException {
        var family = family();
        script.destroy();
        try {
            asked.run();
        } catch (RuntimeException | Error unsaid) {
            // Maven's own output stream was seen to throw while Maven shuts down. Keycloak must end nevertheless.
        }
        if (!script.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS) || anyAlive(family)) {
            kill(family);
        }
    }

    /** Ends Keycloak as a power failure would. */
    void kill() throws InterruptedException {
        kill(family());
    }

    private List<ProcessHandle> family() {
        var family = new ArrayList<>(script.descendants().toList());
        family.add(script.toHandle());
        return family;
    }

    private static boolean anyAlive(List<ProcessHandle> family) {
        return family.stream().anyMatch(ProcessHandle::isAlive);
    }

    private static void kill(List<ProcessHandle> family) throws InterruptedException {
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : family) {
            try {
                process.onExit().get(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("Process " + process.pid() + " does not end", e);
            }
        }
    }
}
