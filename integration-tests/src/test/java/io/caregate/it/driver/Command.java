package io.caregate.it.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that has to finish before the test continues. */
public final class Command {
    private Command() {}

    /** Whether the program is installed and ends without an error. What it prints is thrown away. */
    public static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Runs it, and answers what it prints. If it fails, throws with its output. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command));
    }

    /** The same for a program with its own environment. */
    public static String run(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program.command() + ": " + output);
        }
        return output;
    }
}
