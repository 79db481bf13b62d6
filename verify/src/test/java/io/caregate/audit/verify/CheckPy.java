package io.caregate.audit.verify;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.audit.verify.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The verifier in Python, which shares nothing with this one except the pages that both implement. */
public final class CheckPy {
    private static final String PYTHON = "python3";
    private static final Path FILE = Path.of("..", "docs", "schema", "check.py");

    private CheckPy() {}

    /** Runs it. Skips the test where there is no Python. */
    public static CommandRun run(List<String> arguments) throws IOException, InterruptedException {
        assumeTrue(hasPython(), "skipped: no python3");
        List<String> command = new ArrayList<>(List.of(PYTHON, FILE.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new CommandRun(process.waitFor(), said);
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "--version").start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }
}
