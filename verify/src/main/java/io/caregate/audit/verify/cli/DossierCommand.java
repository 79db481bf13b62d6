package io.caregate.audit.verify.cli;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.MalformedException;
import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Series;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.Verifier;
import io.caregate.audit.verify.VerifyPolicy;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.dossier.Cover;
import io.caregate.audit.verify.dossier.DossierCheck;
import io.caregate.audit.verify.dossier.DossierMaker;
import io.caregate.audit.verify.dossier.Period;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.WitnessKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dossier}: makes one file of a period of the log, from a folder that it verifies first. */
@Command(
        name = "dossier",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies the folder of fetch, and makes one file of a period of it: a ZIP with the entries, the"
                    + " checkpoints and keys that prove them, what was in force, and a cover for people. It can be"
                    + " checked with verify, without the folder and without a network, and kept for years.",
            "If anything in the folder is wrong, no file is made."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the dossier is made, and verified",
            "1:something is wrong in the folder",
            "2:nothing can be said: an option or the folder cannot be understood, or the file cannot be written"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  caregate-audit-verify dossier --from 2026-10-01 --to 2026-10-31 --key audit.pub --out october.zip log",
            "  caregate-audit-verify key --origin caregate-dossier --out dossier-key.pem > dossier.pub",
            "  caregate-audit-verify dossier --from 2026-10-01 --to 2026-10-31 --key audit.pub --language de"
                    + " --signing-key dossier-key.pem --out october.zip log",
            "  caregate-audit-verify verify october.zip --key audit.pub --dossier-key dossier.pub"
        })
final class DossierCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The folder of fetch.")
    private Path folder = Path.of("");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "The first day of the period in UTC, such as 2026-10-01, or its first moment, such as"
                    + " 2026-09-30T22:00:00Z.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "TIME",
            description = "The last day of the period in UTC, which belongs to it, or the first moment after it.")
    private String to = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to make. One that exists is never overwritten.")
    private Path out = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "A public key of the log, as for verify. May be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--witness",
            paramLabel = "KEY",
            description = "The public key of a witness that must have cosigned the checkpoint after the period: name+id"
                    + "+base64, or a file of such lines. May be repeated.")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description = "An SBOM (CycloneDX, JSON) to enclose, such as the caregate-sbom.json of a release. The cover"
                    + " says which of the JARs that ran it describes.")
    private @Nullable Path sbom;

    @Option(
            names = "--findings",
            paramLabel = "FILE",
            description = "A findings report of the realm (…/caregate/findings, JSON) to enclose.")
    private @Nullable Path findings;

    @Option(
            names = "--hashes-only",
            description = "Leave out what the entries say, apart from the starts of servers. Only those who hold the"
                    + " entries can then compare them with their hashes.")
    private boolean hashesOnly;

    @Option(
            names = "--language",
            paramLabel = "LANGUAGE",
            defaultValue = "en",
            description = "The language of the cover: en, de, fr or nl. Default: ${DEFAULT-VALUE}.")
    private String language = "en";

    @Option(
            names = "--signing-key",
            paramLabel = "FILE",
            description = "Your private Ed25519 key in PEM (PKCS 8), to sign the dossier with. It is not the key of the"
                    + " log.")
    private @Nullable Path signingKey;

    @Override
    public Integer call() throws IOException, UnreadableException {
        long began = System.nanoTime();
        if (!Cover.LANGUAGES.contains(language)) {
            throw new UnreadableException("--language: give one of " + String.join(", ", Cover.LANGUAGES));
        }
        Period period = Period.of(from, to);
        PublicKeys known = new PublicKeys(keys);
        List<WitnessKey> witnessKeys = WitnessKeys.of(witnesses);
        NoteSigner signer = signer();
        if (Files.exists(out)) {
            throw new UnreadableException("--out " + out + " exists; a file is never overwritten");
        }
        if (!Files.isDirectory(folder)) {
            throw new UnreadableException(folder + " is not the folder of fetch");
        }
        Archive.Contents archive = Archive.contents(folder);
        DossierMaker maker = new DossierMaker(
                new DossierMaker.Request(
                        period,
                        hashesOnly,
                        language,
                        Version.number(),
                        enclosed("--sbom", sbom, DossierMaker::demandSbom),
                        enclosed("--findings", findings, DossierMaker::demandFindings),
                        signer),
                archive,
                () -> checkpoints(known));
        Checkpoints checkpoints = checkpoints(known);
        Report whole = verify(archive, checkpoints, maker);
        if (!whole.isGood()) {
            say(whole, checkpoints, began);
            return Main.TAMPERED;
        }
        Path made = out.resolveSibling(out.getFileName() + ".tmp");
        if (Files.exists(made)) {
            throw new UnreadableException(
                    made + " exists: another run is making this file, or was stopped; remove it then");
        }
        try {
            maker.write(made);
            return check(made, known, witnessKeys, began);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static Checkpoints checkpoints(PublicKeys known) {
        return new Checkpoints(known::of, null, known::until);
    }

    /** The text of a file to enclose. One that is none must not be found out after an hour. */
    private static @Nullable String enclosed(String option, @Nullable Path file, Demand demand)
            throws IOException, UnreadableException {
        if (file == null) {
            return null;
        }
        try {
            String text = Files.readString(file);
            demand.of(text);
            return text;
        } catch (MalformedException e) {
            throw new UnreadableException(option + " " + file + ": " + e.getMessage(), e);
        } catch (CharacterCodingException e) {
            throw new UnreadableException(option + " " + file + ": it is not UTF-8", e);
        }
    }

    @FunctionalInterface
    private interface Demand {
        void of(String text) throws MalformedException;
    }

    private @Nullable NoteSigner signer() throws IOException, UnreadableException {
        if (signingKey == null) {
            return null;
        }
        try {
            return NoteSigner.ofPem(DossierCheck.SIGNER, Files.readString(signingKey));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("--signing-key " + signingKey + ": " + e.getMessage(), e);
        }
    }

    private static Report verify(Archive.Contents archive, Checkpoints checkpoints, DossierMaker maker)
            throws IOException, UnreadableException {
        try (Series series = archive.series()) {
            archive.addKeptTo(checkpoints);
            return new Verifier(checkpoints, VerifyPolicy.DEFAULT, maker.entries()).verify(series, series);
        }
    }

    /** What was written is verified as its reader will verify it, and only then gets its name. */
    private int check(Path made, PublicKeys known, List<WitnessKey> witnessKeys, long began)
            throws IOException, UnreadableException {
        DossierCheck check = check(made, known, witnessKeys);
        Report report = check.check();
        if (!report.isGood()) {
            throw notGood(check(made, known, List.of()).check(), report);
        }
        Files.move(made, out);
        say(report, check.checkpoints(), began);
        return Main.GOOD;
    }

    /** Says whether only the cosignatures are wrong. */
    private static UnreadableException notGood(Report withoutWitnesses, Report report) {
        return withoutWitnesses.isGood()
                ? new UnreadableException(
                        "--witness: " + report.findings().get(0).text()
                                + "; fetch again when it has cosigned, or make the dossier without it")
                : new UnreadableException("the folder was changed while the dossier was made, or the disk is bad ("
                        + withoutWitnesses.findings().get(0).text() + "): start again");
    }

    private static DossierCheck check(Path made, PublicKeys known, List<WitnessKey> witnessKeys) {
        DossierCheck.Trust trust = new DossierCheck.Trust(known::of, known::until, List.of(), witnessKeys);
        return new DossierCheck(made, trust, VerifyPolicy.DEFAULT, null, null);
    }

    private void say(Report report, Checkpoints checkpoints, long began) {
        PrintWriter writer = spec.commandLine().getOut();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        new Verdict(report, checkpoints, took, null, null).print(writer);
        if (report.isGood()) {
            writer.println(Printable.of("written to " + out));
        }
        writer.flush();
    }
}
