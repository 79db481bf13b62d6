package io.caregate.audit.verify.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Leniency;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.Verifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: whether an export, an entry with its proof, or a proof between two checkpoints is what was sealed. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies what the server hands out: an export (…/export), the files of its file sink, one entry with its"
                    + " proof (…/events/SEQ), or the proof between two checkpoints (…/checkpoints/consistency).",
            "Reads the file by the grammar of the format, recomputes the tree, checks signatures, compares it with"
                    + " every checkpoint, and names each entry that is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify verify export.jsonl --key audit.pub",
            "  caregate-audit-verify verify export.jsonl --checkpoints kept.txt --key audit.pub --key older.pub",
            "  caregate-audit-verify verify export.jsonl --key audit.pub --type LOGIN_ERROR --user alice >"
                    + " errors.jsonl",
            "  caregate-audit-verify verify /var/log/caregate/audit-*.jsonl --key audit.pub --allow-unproved-end",
            "  curl … | caregate-audit-verify verify - --key 'sso.example.org/audit+1a2b3c4d+AQID…' --json"
        })
final class VerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The export or the proof; - is standard input. All files of a file sink, in their order, are"
                    + " one log.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "Checkpoints that were kept elsewhere than the log, as text, one after another. They are what"
                    + " shows that a log was cut off or set back. May be repeated.")
    private List<Path> checkpointFiles = new ArrayList<>();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "A public key: name+id+base64, a file of such lines, or a PEM file. Repeat it for keys that"
                    + " signed before.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "The name of the log. Default: that of the first checkpoint.")
    private @Nullable String origin;

    @Option(
            names = "--time-tolerance",
            paramLabel = "DURATION",
            defaultValue = "PT5M",
            description = "How far an entry's time may lie before that of an earlier entry without a notice. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration timeTolerance = Duration.ofMinutes(5);

    @Option(names = "--strict-time", description = "Take time that goes back for tampering, not for a notice.")
    private boolean strictTime;

    @Option(
            names = "--exported-at",
            paramLabel = "TIME",
            description = "When the export was made, as you know it: 2026-01-31T08:15:00Z. Checkpoints that were signed"
                    + " later are left out; the export has to reach every other one.")
    private @Nullable Instant exportedAt;

    @Option(
            names = "--allow-unproved-end",
            description =
                    "Take entries behind the last checkpoint for a notice, as a file sink has them while it writes."
                            + " They are not proved, and not shown.")
    private boolean unprovedEnd;

    @ArgGroup(
            exclusive = false,
            heading =
                    "%nShow entries: with one of these, standard output has the proved entries that fit, a JSON object"
                            + " on a line, and nothing else; what is said about the file goes to standard error.%n")
    private Filters filters = new Filters();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, UnreadableException {
        PublicKeys known = new PublicKeys(keys);
        Checkpoints checkpoints = new Checkpoints(known::of, origin);
        for (Path kept : checkpointFiles) {
            checkpoints.addKept(Files.readAllBytes(kept), kept.toString());
        }
        Leniency leniency = new Leniency(timeTolerance, strictTime, exportedAt, unprovedEnd);
        Selection selection = filters.selection();
        long began = System.nanoTime();
        try (Matches matches = new Matches(selection);
                InputStream in = open()) {
            OpenEntries reader = selection.isNarrow() ? matches : OpenEntries.IGNORED;
            Report report = new Verifier(checkpoints, leniency, reader).verify(in, files.get(0));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            PrintWriter out = spec.commandLine().getOut();
            PrintWriter verdict = selection.isNarrow() ? spec.commandLine().getErr() : out;
            long shown = report.isGood() && selection.isNarrow() ? matches.print(out, report.held()) : 0;
            Long matching = selection.isNarrow() ? (Long) shown : null;
            if (json) {
                verdict.println(Json.object(members -> write(members, report, checkpoints, took, matching)));
            } else {
                print(verdict, report, checkpoints, took, matching);
            }
            verdict.flush();
            return report.isGood() ? Main.GOOD : Main.TAMPERED;
        }
    }

    private InputStream open() throws IOException {
        if (files.equals(List.of("-"))) {
            return new BufferedInputStream(System.in);
        }
        List<InputStream> opened = new ArrayList<>();
        long size = 0;
        for (String file : files) {
            Path path = Path.of(file);
            size += Files.size(path);
            opened.add(Files.newInputStream(path));
        }
        InputStream all = new SequenceInputStream(Collections.enumeration(opened));
        return Progress.over(all, size, spec.commandLine().getErr(), !json);
    }

    private static void print(
            PrintWriter out, Report report, Checkpoints checkpoints, Duration took, @Nullable Long matching) {
        if (report.isGood()) {
            out.println("OK: " + report.proved());
        } else {
            out.println("NOT OK: " + (report.count() == 1 ? "1 finding" : report.count() + " findings"));
            report.findings().forEach(finding -> out.println("  " + finding.kind() + ": " + finding.text()));
            if (report.count() > report.findings().size()) {
                out.println("  and " + (report.count() - report.findings().size()) + " more");
            }
        }
        if (matching != null) {
            out.println(
                    report.isGood()
                            ? matching + " of the entries that are proved and open fit what was asked for"
                            : "no entry is shown");
        }
        out.printf("log          %s%n", checkpoints.origin());
        out.printf("entries      %d read, %d of them open%n", report.entries(), report.opened());
        out.printf(
                "proved       up to entry %d%s%n",
                report.held(), report.time().map(time -> ", signed " + time).orElse(""));
        out.printf("checkpoints  %d given, %d compared and held%n", checkpoints.seen(), report.checkpoints());
        out.printf("took         %d.%03d s%n", took.toSeconds(), took.toMillisPart());
        report.notices().forEach(notice -> out.println("notice: " + notice.text()));
    }

    private static void write(
            JsonGenerator json, Report report, Checkpoints checkpoints, Duration took, @Nullable Long matching)
            throws IOException {
        json.writeStringField("result", report.isGood() ? "ok" : "not ok");
        json.writeStringField("proved", report.isGood() ? report.proved() : null);
        json.writeStringField("origin", checkpoints.origin());
        json.writeNumberField("entries", report.entries());
        json.writeNumberField("opened", report.opened());
        json.writeNumberField("provedUpTo", report.held());
        json.writeStringField("signedAt", report.time().map(Object::toString).orElse(null));
        json.writeNumberField("checkpointsGiven", checkpoints.seen());
        json.writeNumberField("checkpointsHeld", report.checkpoints());
        json.writeNumberField("millis", took.toMillis());
        if (matching != null) {
            json.writeNumberField("shown", matching);
        }
        Finding wrong = report.wrong().orElse(null);
        if (wrong != null) {
            json.writeObjectFieldStart("wrong");
            write(json, wrong);
            json.writeEndObject();
        }
        json.writeNumberField("findingCount", report.count());
        write(json, "findings", report.findings());
        write(json, "notices", report.notices());
    }

    private static void write(JsonGenerator json, String name, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings) {
            json.writeStartObject();
            write(json, finding);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStringField("kind", finding.kind().name());
        if (finding.first() > 0) {
            json.writeNumberField("firstEntry", finding.first());
            json.writeNumberField("lastEntry", finding.last());
        }
        json.writeStringField("text", finding.text());
    }
}
