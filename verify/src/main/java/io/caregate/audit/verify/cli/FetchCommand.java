package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.archive.LockedException;
import io.caregate.audit.verify.fetch.AwayException;
import io.caregate.audit.verify.fetch.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fetch}: gets what is new in the log, and adds it to a folder if it is in order. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Signs in, fetches the entries since the last run with a checkpoint, verifies that they continue what the"
                    + " folder has, and adds them. Says in one line what is new.",
            "May run from cron or systemd at any time: a second run does not disturb the first, and a run that is"
                    + " stopped at any moment leaves the folder whole."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is in order",
            "1:something is wrong, now or in an earlier run whose evidence is still in the folder",
            "2:nothing can be said: an option, the folder, or the answer of the server",
            "3:another run is at work in the folder",
            "4:the server is away, or the log is behind"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify fetch --into log --issuer https://sso.example.org/realms/healthcare"
                    + " --client auditors --secret-file secret --key audit.pub",
            "  caregate-audit-verify fetch --config fetch.properties",
            "  caregate-audit-verify verify log --key audit.pub"
        })
final class FetchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private FetchOptions options = new FetchOptions();

    @Override
    public Integer call() throws IOException, AwayException, LockedException, UnreadableException {
        PrintWriter err = spec.commandLine().getErr();
        Outcome outcome = options.ready(shown -> {
                    err.println(Printable.of(shown));
                    err.flush();
                })
                .once(true);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Printable.of(outcome.line()));
        out.flush();
        return switch (outcome.state()) {
            case IN_ORDER -> Main.GOOD;
            case WRONG -> Main.TAMPERED;
            case BEHIND -> Main.AWAY;
        };
    }
}
