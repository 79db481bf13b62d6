package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.OpenEntries;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.Series;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.Verifier;
import io.caregate.audit.verify.VerifyPolicy;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.cli.Verdict.Search;
import io.caregate.audit.verify.siem.LogCopy;
import io.caregate.audit.verify.siem.SiemReport;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code verify}: checks whether an export, an entry with its proof, or a proof between two checkpoints is what was
 * sealed.
 */
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
            "  caregate-audit-verify verify log --key audit.pub --user alice --format csv > alice.csv",
            "  caregate-audit-verify verify /var/log/caregate/audit-*.jsonl --key audit.pub --allow-unproved-end",
            "  caregate-audit-verify verify log --key audit.pub --against-siem siem.ndjson --from 2026-01-01T00:00:00Z",
            "  curl … | caregate-audit-verify verify - --key 'sso.example.org/audit+1a2b3c4d+AQID…' --json"
        })
final class VerifyCommand implements Callable<Integer> {
    /** The signatures of a checkpoint take so much longer than the same bytes of an entry. */
    private static final int CHECKPOINT_WEIGHT = 40;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "The export or the proof; - is standard input. All files of a file sink, in their order, are"
                    + " one log. The folder of fetch is one too, with the checkpoints that it keeps.")
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
            description =
                    "A public key: name+id+base64, a file of such lines, or a PEM file. What has the form of a key"
                            + " is never taken for a file. Repeat it for keys that signed before.")
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
            description =
                    "How far an entry's time may lie before that of an earlier entry without a notice, and how much"
                            + " later a checkpoint may be signed than one of a larger size. Default: ${DEFAULT-VALUE}.")
    private Duration timeTolerance = Duration.ofMinutes(5);

    @Option(names = "--strict-time", description = "Take time that goes back for tampering, not for a notice.")
    private boolean strictTime;

    @Option(
            names = "--realm",
            paramLabel = "REALM",
            description =
                    "The realm that the file has to be of, by id or name. An export in which no entry is open does"
                            + " not show that.")
    private @Nullable String realm;

    @Option(
            names = "--exported-at",
            paramLabel = "TIME",
            description =
                    "When the export was asked for, as you know it: 2026-01-31T08:15:00Z. Its own checkpoint has to be"
                            + " of that time. Checkpoints that were signed later are left out; the export has to"
                            + " reach all"
                            + " others.")
    private @Nullable Instant exportedAt;

    @Option(
            names = "--allow-unproved-end",
            description =
                    "Take entries behind the last checkpoint for a notice, as a file sink has them while it writes."
                            + " They are not proved, and not shown. More than a server leaves without one stay a"
                            + " finding.")
    private boolean unprovedEnd;

    @ArgGroup(
            exclusive = false,
            heading = "%nShow entries: with one of these, standard output has the proved entries that fit, and nothing"
                    + " else; what is said about the file goes to standard error.%n")
    private Filters filters = new Filters();

    @Mixin
    private SiemOption siem = new SiemOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, UnreadableException {
        long began = System.nanoTime();
        PublicKeys known = new PublicKeys(keys);
        if (timeTolerance.isNegative()) {
            throw new UnreadableException("--time-tolerance: give a duration that is not negative, such as PT5M");
        }
        if (realm != null && realm.isBlank()) {
            throw new UnreadableException("--realm: give the id or the name of a realm");
        }
        Checkpoints checkpoints = new Checkpoints(known::of, origin, known::until);
        VerifyPolicy policy = new VerifyPolicy(timeTolerance, strictTime, exportedAt, unprovedEnd);
        Selection selection = filters.selection();
        siem.demand(filters);
        boolean shows = filters.isWanted() && !siem.isGiven();
        Archive.Contents archive = archive();
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (Matches matches = new Matches(selection);
                LogCopy copy = siem.copy(selection);
                Series series = series(archive)) {
            OpenEntries reader = copy != null ? copy : shows ? matches : OpenEntries.IGNORED;
            Report report;
            try (Progress progress = new Progress(work(archive), err, !json)) {
                if (archive != null) {
                    addKept(checkpoints, archive);
                }
                for (Path kept : checkpointFiles) {
                    try (InputStream in = Files.newInputStream(kept)) {
                        checkpoints.addKept(progress.over(in, CHECKPOINT_WEIGHT), kept.toString());
                    }
                }
                InputStream in = progress.over(series, 1);
                report = new Verifier(checkpoints, policy, reader, realm).verify(in, series);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            PrintWriter verdict = shows ? err : out;
            long shown = report.isGood() && shows ? matches.print(out, report.held(), filters.format()) : 0;
            Search search = shows ? new Search(selection, shown, matches.hidden()) : null;
            SiemReport compared = siem.compare(copy, report, checkpoints.origin());
            Verdict said = new Verdict(report, checkpoints, took, search, compared);
            if (json) {
                verdict.println(Json.object(said::write));
            } else {
                said.print(verdict);
            }
            verdict.flush();
            return said.isGood() ? Main.GOOD : Main.TAMPERED;
        }
    }

    /** The folder of {@code fetch}, if one was given. */
    private Archive.@Nullable Contents archive() throws IOException, UnreadableException {
        boolean hasFolder = !isStandardInput() && files.stream().anyMatch(file -> Files.isDirectory(Path.of(file)));
        if (!hasFolder) {
            return null;
        }
        if (files.size() > 1) {
            throw new UnreadableException("give the folder of fetch alone, or files");
        }
        return Archive.contents(Path.of(files.get(0)));
    }

    private static void addKept(Checkpoints checkpoints, Archive.Contents archive)
            throws IOException, UnreadableException {
        checkpoints.addKept(stream(archive.kept()), "checkpoints.txt");
        if (!archive.evidence().isBlank()) {
            checkpoints.addKept(stream(archive.evidence()), "the evidence");
        }
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Series series(Archive.@Nullable Contents archive) throws IOException {
        if (archive != null) {
            return new Series(
                    List.of("header.jsonl", "entries.jsonl"), List.of(archive.header(), archive.openEntries()));
        }
        if (isStandardInput()) {
            return new Series(files, List.of(new BufferedInputStream(System.in)));
        }
        List<InputStream> opened = new ArrayList<>();
        for (String file : files) {
            opened.add(Files.newInputStream(Path.of(file)));
        }
        return new Series(files, opened);
    }

    /** In bytes of the log; 0 if its length is unknown. */
    private long work(Archive.@Nullable Contents archive) throws IOException {
        if (archive != null) {
            return archive.state().bytes() + (long) archive.kept().length() * CHECKPOINT_WEIGHT;
        }
        if (isStandardInput()) {
            return 0;
        }
        long work = 0;
        for (Path kept : checkpointFiles) {
            work += Files.size(kept) * CHECKPOINT_WEIGHT;
        }
        for (String file : files) {
            work += Files.size(Path.of(file));
        }
        return work;
    }

    private boolean isStandardInput() {
        return files.equals(List.of("-"));
    }
}
