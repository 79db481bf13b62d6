package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.UnreadableException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code caregate-audit-verify}: verifies the audit log without a server. Exit codes: 0 nothing is wrong, 1 the log was
 * tampered with, 2 nothing can be said, because a file or an option cannot be understood.
 */
@Command(
        name = "caregate-audit-verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Verifies an export of the Caregate audit log from nothing but that file, checkpoints that were kept"
                        + " elsewhere, and the public key.",
        subcommands = {VerifyCommand.class, InspectCommand.class, KeyCommand.class, CommandLine.HelpCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is wrong",
            "1:the log was tampered with, or a checkpoint is not signed by a given key",
            "2:nothing can be said: a file or an option cannot be understood"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Make the key that the server signs with, and see its public half:",
            "    caregate-audit-verify key --origin sso.example.org/audit --out signing-key.pem",
            "  Verify an export against checkpoints that were kept:",
            "    caregate-audit-verify verify export.jsonl --checkpoints kept.txt --key audit.pub",
            "  See what a file holds:",
            "    caregate-audit-verify inspect export.jsonl"
        })
public final class Main {
    static final int GOOD = 0;
    static final int TAMPERED = 1;
    static final int UNREADABLE = 2;

    private Main() {}

    /** Runs a command and ends with its exit code. */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println("caregate-audit-verify: " + reason(exception));
            return UNREADABLE;
        });
    }

    private static String reason(Exception exception) {
        boolean own = exception instanceof UnreadableException || exception instanceof IllegalArgumentException;
        return own || !(exception instanceof IOException)
                ? String.valueOf(exception.getMessage())
                : "cannot read " + exception.getMessage();
    }
}
