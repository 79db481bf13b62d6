package io.caregate.it.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that a test needs done before it goes on. */
public final class Command {
    private Command() {}

    /** Runs it, and fails with what it printed if it does. */
    public static void run(List<String> command) throws IOException, InterruptedException {
        run(new ProcessBuilder(command));
    }

    /** The same of a program with an environment of its own. */
    public static void run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program.command() + ": " + output);
        }
    }
}
