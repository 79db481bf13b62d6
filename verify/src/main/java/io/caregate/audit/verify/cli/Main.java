package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.LockedException;
import io.caregate.audit.verify.fetch.AwayException;
import io.caregate.audit.verify.witness.WitnessCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code caregate-audit-verify}: verifies the audit log without a server. Exit codes: 0 if everything in the file is
 * proved, 1 if there is an error in it, 2 if no statement is possible, because a file or an option cannot be
 * understood, or the program fails. {@code fetch} has two more: 3 if another run is at work, 4 if the server is away or
 * the log is behind.
 */
@Command(
        name = "caregate-audit-verify",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Verifies an export of the Caregate audit log from nothing but that file, checkpoints that were kept"
                        + " elsewhere, and the public key.",
        subcommands = {
            VerifyCommand.class,
            FetchCommand.class,
            DossierCommand.class,
            MonitorCommand.class,
            InspectCommand.class,
            KeyCommand.class,
            WitnessCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that is in the file is proved",
            "1:something is wrong: the log was tampered with, a checkpoint is not signed by a given key, or something"
                    + " in the file is not proved",
            "2:nothing can be said: a file or an option cannot be understood, or the program fails",
            "3:fetch: another run is at work in the folder",
            "4:fetch: the server is away, or the log is behind"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  Make the key that the server signs with, and see its public half:",
            "    caregate-audit-verify key --origin sso.example.org/audit --out signing-key.pem",
            "  Verify an export against checkpoints that were kept:",
            "    caregate-audit-verify verify export.jsonl --checkpoints kept.txt --key audit.pub",
            "  Fetch what is new in a log, and verify it:",
            "    caregate-audit-verify fetch --config fetch.properties",
            "  Make one file of a month of it, for an auditor and for years:",
            "    caregate-audit-verify dossier --from 2026-10-01 --to 2026-10-31 --key audit.pub --out october.zip log",
            "  See what a file holds:",
            "    caregate-audit-verify inspect export.jsonl"
        })
final class Main {
    static final int GOOD = 0;
    static final int TAMPERED = 1;
    static final int UNREADABLE = Start.UNREADABLE;
    static final int LOCKED = 3;
    static final int AWAY = 4;

    private Main() {}

    /** Runs a command. Answers its exit code. The output is UTF-8, whatever the locale is. */
    static int start(String... arguments) {
        Locale.setDefault(Locale.ROOT);
        CommandLine line = commandLine().setOut(writer(FileDescriptor.out)).setErr(writer(FileDescriptor.err));
        Optional<String> lost = Arguments.lost(System.getProperty("sun.jnu.encoding", ""), arguments);
        return lost.isPresent() ? nothing(line, lost.get(), arguments) : run(line, arguments);
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** The exit code. A failure of the program itself, such as a lack of memory, says nothing about the log. */
    static int run(CommandLine line, String... arguments) {
        try {
            ConfigFile.apply(line, arguments);
            int code = line.execute(arguments);
            boolean unsaid = line.getOut().checkError() || line.getErr().checkError();
            return code == GOOD && unsaid ? nothing(line, "what was to be said could not be written", arguments) : code;
        } catch (UnreadableException | IOException unreadable) {
            return nothing(line, reason(unreadable), arguments);
        } catch (Throwable failure) {
            return nothing(line, Start.why(failure), arguments);
        }
    }

    static CommandLine commandLine() {
        // A file that is named @… is a file, not a list of options.
        return new CommandLine(new Main())
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    nothing(command, reason(exception), parsed.originalArgs().toArray(String[]::new));
                    return code(exception);
                })
                .setParameterExceptionHandler((exception, given) -> {
                    CommandLine command = exception.getCommandLine();
                    int code = nothing(command, String.valueOf(exception.getMessage()), given);
                    command.usage(command.getErr());
                    return code;
                });
    }

    /** Says why no statement is possible. */
    private static int nothing(CommandLine command, String why, String... arguments) {
        String reason = Printable.of(why);
        command.getErr().println("caregate-audit-verify: " + reason);
        command.getErr().flush();
        if (Arguments.wantJson(arguments)) {
            PrintWriter verdict = Arguments.filter(arguments) ? command.getErr() : command.getOut();
            verdict.println(Json.object(json -> {
                json.writeStringField("result", "nothing can be said");
                json.writeStringField("error", reason);
            }));
            verdict.flush();
        }
        return UNREADABLE;
    }

    private static int code(Exception exception) {
        if (exception instanceof LockedException) {
            return LOCKED;
        }
        return exception instanceof AwayException ? AWAY : UNREADABLE;
    }

    private static String reason(Exception exception) {
        boolean own = exception instanceof UnreadableException || exception instanceof IllegalArgumentException;
        return own || !(exception instanceof IOException)
                ? String.valueOf(exception.getMessage())
                : "cannot read " + exception.getMessage();
    }
}
