package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.LockedException;
import io.caregate.audit.verify.fetch.AwayException;
import io.caregate.audit.verify.fetch.Monitor;
import io.caregate.audit.verify.fetch.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code monitor}: fetches at an interval until it is told to end. */
@Command(
        name = "monitor",
        mixinStandardHelpOptions = true,
        description = {
            "Does what fetch does, at an interval, until it gets SIGTERM. Says each change in a line: new entries, the"
                    + " log is not in order, it is behind, the server is away, it is back.",
            "The alarm is raised if the log is not in order or is behind, or could not be checked for as long as it may"
                    + " be behind, even while a run is at work."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify monitor --config fetch.properties --every PT5M --alarm /usr/local/bin/page-me"
        })
final class MonitorCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int SECONDS_TO_END = 5;
    private static final int SECONDS_OF_ALARM = 60;
    private static final int LONGEST_ARGUMENT = 4_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FetchOptions options = new FetchOptions();

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "PT5M",
            description = "The time between two runs. Default: ${DEFAULT-VALUE}.")
    private Duration every = Duration.ofMinutes(5);

    @Option(
            names = "--alarm",
            paramLabel = "PROGRAM",
            description = "A program to run when the alarm is raised, with the line as its only argument. It has a"
                    + " minute. If it does not end with 0, the next run raises the alarm again.")
    private @Nullable Path alarm;

    @Override
    public Integer call() throws IOException, UnreadableException, InterruptedException {
        if (every.compareTo(SHORTEST) < 0) {
            throw new UnreadableException("--every: give a duration of a second or more, such as PT5M");
        }
        FetchOptions.Ready ready = options.ready(this::say);
        Monitor monitor =
                new Monitor(new Once(ready)::run, ready.clock(), options.behindAfter(), this::say, this::raise);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Thread end = new Thread(() -> end(told, ended), "end");
        Runtime.getRuntime().addShutdownHook(end);
        Watchdog watchdog = Watchdog.over(monitor, every, options.behindAfter(), this::say);
        try {
            do {
                monitor.turn();
            } while (!told.await(every.toMillis(), TimeUnit.MILLISECONDS));
            return monitor.isInOrder() ? Main.GOOD : Main.TAMPERED;
        } finally {
            watchdog.close();
            ended.countDown();
        }
    }

    /** Lets the run end, and ends the program with 0: Java itself would take SIGTERM for a failure. */
    private void end(CountDownLatch told, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            // The program has failed, and says so with its own exit code.
            return;
        }
        told.countDown();
        try {
            // The folder is whole at any moment, so a run that waits for the server may be cut short.
            boolean isEnded = ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
            say(isEnded ? "ended" : "ended during a run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Main.GOOD);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(line));
        out.flush();
    }

    /** Whether the alarm was raised, or there is no program that could. */
    private boolean raise(String line) {
        Path program = alarm;
        return program == null || raise(program, line, this::say);
    }

    /** Runs the program. Systems limit an argument, and a server must not silence the alarm by a long line. */
    static boolean raise(Path program, String line, Consumer<String> said) {
        String printable = Printable.of(line);
        String argument = printable.substring(0, Math.min(printable.length(), LONGEST_ARGUMENT));
        try {
            Process process =
                    new ProcessBuilder(program.toString(), argument).inheritIO().start();
            if (!process.waitFor(SECONDS_OF_ALARM, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                said.accept("the alarm " + program + " did not end within " + SECONDS_OF_ALARM + " s");
            } else if (process.exitValue() != 0) {
                said.accept("the alarm " + program + " ended with " + process.exitValue());
            } else {
                return true;
            }
        } catch (IOException e) {
            said.accept("the alarm cannot be raised: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** A person signs in at most once, before the first run. */
    private static final class Once {
        private final FetchOptions.Ready ready;
        private boolean first = true;

        Once(FetchOptions.Ready ready) {
            this.ready = ready;
        }

        Outcome run() throws IOException, AwayException, LockedException, UnreadableException {
            boolean isFirst = first;
            first = false;
            return ready.once(isFirst);
        }
    }
}
