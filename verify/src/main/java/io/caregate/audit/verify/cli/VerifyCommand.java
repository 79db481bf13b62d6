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
import io.caregate.audit.verify.dossier.DossierCheck;
import io.caregate.audit.verify.siem.LogCopy;
import io.caregate.audit.verify.siem.SiemReport;
import io.caregate.auditlog.tree.NoteVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
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
import picocli.CommandLine.ParameterException;
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
                    + " proof (…/events/SEQ), or the proof between two checkpoints (…/checkpoints/consistency). Also"
                    + " the folder of fetch, and a dossier.",
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
            "  caregate-audit-verify verify october.zip --key audit.pub --dossier-key dossier.pub",
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
                    + " one log. The folder of fetch is one too, with the checkpoints that it keeps. A dossier is given"
                    + " alone.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--checkpoints",
            paramLabel = "FILE",
            description = "Checkpoints that were kept elsewhere than the log, as text, one after another. They are what"
                    + " shows that a log was cut off or set back. May be repeated.")
    private List<Path> checkpointFiles = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "A public key: name+id+base64, a file of such lines, or a PEM file. What has the form of a key"
                            + " is never taken for a file. Repeat it for keys that signed before. Required, except to"
                            + " see whether a dossier agrees with itself.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--dossier-key",
            paramLabel = "KEY",
            description = "A public key, as for --key, of the one who must have signed the dossier. May be repeated.")
    private List<String> dossierKeys = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "KEY",
            description = "The public key of a witness that must have cosigned the later checkpoint of a dossier: name"
                    + "+id+base64, or a file of such lines. May be repeated.")
    private List<String> witnesses = new ArrayList<>();

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
        if (isDossier()) {
            return dossier(known, began);
        }
        if (keys.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--key=KEY'");
        }
        if (!dossierKeys.isEmpty()) {
            throw new UnreadableException("--dossier-key is for a dossier, which " + files.get(0) + " is not");
        }
        if (!witnesses.isEmpty()) {
            throw new UnreadableException("--witness is for a dossier, which " + files.get(0) + " is not");
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
                    archive.addKeptTo(checkpoints);
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

    private boolean isDossier() throws IOException {
        for (String each : isStandardInput() ? List.<String>of() : files) {
            Path file = Path.of(each);
            if (Files.isRegularFile(file) && DossierCheck.isDossier(file)) {
                return true;
            }
        }
        return false;
    }

    private int dossier(PublicKeys known, long began) throws IOException, UnreadableException {
        if (files.size() > 1) {
            throw new UnreadableException("give a dossier alone");
        }
        if (filters.isWanted() || siem.isGiven() || exportedAt != null || unprovedEnd) {
            throw new UnreadableException("a dossier is checked whole: without filters, --format, --against-siem,"
                    + " --exported-at and --allow-unproved-end");
        }
        if (keys.isEmpty() && !checkpointFiles.isEmpty()) {
            throw new UnreadableException("--checkpoints is of use with --key only");
        }
        DossierCheck check = new DossierCheck(
                Path.of(files.get(0)),
                new DossierCheck.Trust(
                        keys.isEmpty() ? null : known::of, known::until, makers(), WitnessKeys.of(witnesses)),
                new VerifyPolicy(timeTolerance, strictTime, null, false),
                origin,
                realm);
        for (Path kept : checkpointFiles) {
            try (InputStream in = Files.newInputStream(kept)) {
                check.checkpoints().addKept(in, kept.toString());
            }
        }
        Report report = check.check();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Verdict said = new Verdict(report, check.checkpoints(), took, null, null, !keys.isEmpty());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.object(said::write));
        } else {
            said.print(out);
        }
        out.flush();
        if (!report.isGood()) {
            return Main.TAMPERED;
        }
        return keys.isEmpty() ? Main.UNREADABLE : Main.GOOD;
    }

    private List<NoteVerifier> makers() throws IOException, UnreadableException {
        List<NoteVerifier> makers = new PublicKeys(dossierKeys, "--dossier-key").of(DossierCheck.SIGNER);
        if (makers.isEmpty() && !dossierKeys.isEmpty()) {
            throw new UnreadableException("--dossier-key: the key that signs a dossier has the name "
                    + DossierCheck.SIGNER + "; give the one that key --origin " + DossierCheck.SIGNER + " prints");
        }
        return makers;
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

    private Series series(Archive.@Nullable Contents archive) throws IOException {
        if (archive != null) {
            return archive.series();
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
