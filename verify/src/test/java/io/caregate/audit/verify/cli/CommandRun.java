package io.caregate.audit.verify.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One run of the command line: its exit code, and its output. */
public record CommandRun(int exit, String said) {
    public static CommandRun of(List<String> arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said, true);
        int exit = Main.run(Main.commandLine().setOut(writer).setErr(writer), arguments.toArray(String[]::new));
        return new CommandRun(exit, said.toString());
    }
}
