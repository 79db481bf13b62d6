package io.caregate.audit.verify.dossier;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.archive.Archive;
import io.caregate.audit.verify.cli.CommandRun;
import io.caregate.audit.verify.fetch.Fetch;
import io.caregate.audit.verify.fetch.GrowingLog;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dossiers through the program: how they are made, what is in them, and that no change to one passes. */
class DossierTest {
    @TempDir
    private Path folder;

    @TempDir
    private static Path made;

    private static byte[] madeOctober = new byte[0];

    private static final GrowingLog MADE = new GrowingLog();

    private GrowingLog log = MADE;
    private Path archive = Path.of("");
    private Path key = Path.of("");
    private Path october = Path.of("");

    @BeforeAll
    static void fetchOnce() throws Exception {
        fill(MADE, made.resolve("log"));
    }

    /** Of every third entry, the archive has the hash only. October is from 11 to 29; 10 and 31 are next to it. */
    private static void fill(GrowingLog log, Path into) throws Exception {
        at(log, "2026-09-29T09:00:00Z").start("node-b", "old", "server");
        at(log, "2026-09-30T09:00:00Z").start("node-a", "<b>bold</b>", "server").start("node-a", "export", "command");
        fetch(log.add(5, "september"), into);
        fetch(at(log, "2026-09-30T23:59:59.999Z").add(2, "september"), into);
        fetch(at(log, "2026-10-01T00:00:00Z").add(10, "october"), into);
        at(log, "2026-10-20T08:00:00Z").start("node-b", "new", "server");
        fetch(log.add(9, "october"), into);
        fetch(at(log, "2026-11-01T00:00:00Z").add(1, "november"), into);
        fetch(at(log, "2026-11-02T00:00:00Z").add(5, "november"), into);
    }

    @BeforeEach
    void copy() throws IOException {
        archive = folder.resolve("log");
        key = Files.writeString(folder.resolve("audit.pub"), log.signer.key() + "\n");
        october = folder.resolve("october.zip");
        Files.createDirectory(archive);
        try (Stream<Path> files = Files.list(made.resolve("log"))) {
            for (Path file : files.toList()) {
                Files.copy(file, archive.resolve(file.getFileName()));
            }
        }
    }

    /** Another log, which the test may go on with. */
    private void fillOwn() throws Exception {
        log = new GrowingLog();
        archive = folder.resolve("own");
        Files.writeString(key, log.signer.key() + "\n");
        fill(log, archive);
    }

    private static GrowingLog at(GrowingLog log, String time) {
        log.now = Instant.parse(time);
        return log;
    }

    private static void fetch(GrowingLog log, Path into) throws Exception {
        try (Archive opened = Archive.open(into)) {
            new Fetch(
                            log,
                            origin -> new Checkpoints(
                                    name -> List.of(log.signer.key()), origin.isEmpty() ? null : origin),
                            Clock.fixed(log.now, ZoneOffset.UTC),
                            Duration.ofMinutes(10))
                    .run(opened);
        }
    }

    private CommandRun make(Path out, String from, String to, String... options) {
        List<String> arguments = new ArrayList<>(
                List.of("dossier", "--from", from, "--to", to, "--key", key.toString(), "--out", out.toString()));
        arguments.addAll(List.of(options));
        arguments.add(archive.toString());
        return CommandRun.of(arguments);
    }

    private ZipFiles october() throws IOException {
        if (madeOctober.length == 0) {
            october(new String[0]);
            madeOctober = Files.readAllBytes(october);
        }
        Files.write(october, madeOctober);
        return ZipFiles.of(october);
    }

    private ZipFiles october(String... options) throws IOException {
        CommandRun run = make(october, "2026-10-01", "2026-10-31", options);
        assertThat(run.exit()).as(run.said()).isZero();
        return ZipFiles.of(october);
    }

    private CommandRun verify(Path zip, String... options) {
        List<String> arguments = new ArrayList<>(List.of("verify", zip.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments);
    }

    private CommandRun verify(Path zip) {
        return verify(zip, "--key", key.toString());
    }

    private void assertFound(ZipFiles changed, String kind) throws IOException {
        CommandRun run = verify(changed.write(folder.resolve("changed.zip")));
        assertThat(run.exit()).as(run.said()).isEqualTo(1);
        assertThat(run.said()).startsWith("NOT OK").contains("  " + kind + ": ").doesNotContain("\tat ");
    }

    @Test
    void dossierWhenMadeThenItHasThePeriodAndVerifiesWithoutTheFolder() throws Exception {
        ZipFiles files = october(new String[0]);
        assertThat(files.names())
                .containsExactly(
                        "manifest.json",
                        "cover.html",
                        "keys.txt",
                        "checkpoints.txt",
                        "consistency.json",
                        "in-force.jsonl",
                        "entries.jsonl");
        assertThat(files.text("manifest.json"))
                .contains("\"first\":11,\"last\":29,\"before\":10,\"after\":31,", "\"fromSize\":8,", "\"toSize\":31,");
        assertThat(files.text("entries.jsonl").lines())
                .hasSize(1 + 31 - 8)
                .filteredOn(line -> line.contains("payload"))
                .allMatch(line -> line.contains("october")
                        || line.startsWith("{\"seq\":10,")
                        || line.startsWith("{\"seq\":31,")
                        || line.contains("node-b"));
        assertThat(files.text("in-force.jsonl").lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("{\"seq\":1,"))
                .anyMatch(line -> line.startsWith("{\"seq\":2,"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(october)))
                .isEqualTo("rw-------");

        Files.move(archive, folder.resolve("away"));
        CommandRun run = verify(october);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .startsWith("OK: entries 11 to 29 are proved, 14 of them open, from 2026-10-01T00:00:00Z to"
                        + " 2026-11-01T00:00:00Z; the open entries next to them are not of that time; nothing else")
                .contains("notice: the dossier is not signed");
    }

    /** The later checkpoint is the first behind the period that witnesses have cosigned. */
    @Test
    void dossierWhenTheLogIsCosignedThenItHasTheCosignaturesAndTheirKeysProveThem() throws Exception {
        WitnessSigner one = WitnessSigner.ofPem("w.example/1", NoteSigner.newPem());
        WitnessSigner two = WitnessSigner.ofPem("w.example/2", NoteSigner.newPem());
        WitnessSigner namesake = WitnessSigner.ofPem("w.example/2", NoteSigner.newPem());
        log = new GrowingLog();
        log.witnesses.addAll(List.of(one, two));
        archive = folder.resolve("own");
        Files.writeString(key, log.signer.key() + "\n");
        fill(log, archive);
        ZipFiles files = october("--witness", one.key().toString());
        assertThat(files.names()).containsSubsequence("checkpoints.txt", "cosignatures.txt", "consistency.json");
        assertThat(files.text("manifest.json")).contains("\"toSize\":31,");
        assertThat(files.text("cosignatures.txt").lines().filter(line -> line.startsWith("\u2014")))
                .hasSize(4);
        assertThat(files.text("cover.html")).contains("Cosigned by", "<code>w.example/2</code>", "--witness KEY");

        CommandRun unasked = verify(october);
        assertThat(unasked.exit()).as(unasked.said()).isZero();
        assertThat(unasked.said())
                .contains("witnesses whose cosignatures were not checked: 2; give their keys with --witness");
        Path keys = Files.writeString(folder.resolve("w.pub"), one.key() + "\n\n" + two.key() + "\n");
        CommandRun asked = verify(october, "--key", key.toString(), "--witness", keys.toString());
        assertThat(asked.exit()).as(asked.said()).isZero();
        assertThat(asked.said())
                .contains("; cosigned by w.example/1 at 2026-11-01T00:00:00Z and w.example/2 at 2026-11-01T00:00:00Z")
                .doesNotContain("not checked");
        CommandRun other = verify(
                october, "--key", key.toString(), "--witness", namesake.key().toString());
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.said()).contains("UNKNOWN_SIGNER: the later checkpoint is not cosigned by w.example/2");

        String forged = SignedNote.parse(files.text("checkpoints.txt").split("\n(?=growing)")[1])
                .with(one.cosign("other\n1\n" + "A".repeat(43) + "=\n", log.now))
                .toString();
        ZipFiles changed = ZipFiles.of(october).put("cosignatures.txt", forged).reseal();
        assertThat(verify(
                                changed.write(folder.resolve("forged.zip")),
                                "--key",
                                key.toString(),
                                "--witness",
                                one.key().toString())
                        .said())
                .contains("FORGED_SIGNATURE: the cosignature of w.example/1 is not valid");
        assertFound(changed, "OTHER_COVER");
        assertFound(ZipFiles.of(october).remove("cosignatures.txt").reseal(), "OTHER_COVER");
        assertFound(
                ZipFiles.of(october)
                        .put("cosignatures.txt", log.cosigned().orElseThrow())
                        .reseal(),
                "OTHER_FILE");
        assertFound(ZipFiles.of(october).put("cosignatures.txt", log.newest()).reseal(), "MALFORMED");
        Files.delete(october);
        CommandRun unmade = make(
                october, "2026-10-01", "2026-10-31", "--witness", namesake.key().toString());
        assertThat(unmade.exit()).isEqualTo(2);
        assertThat(unmade.said()).contains("--witness: the later checkpoint is not cosigned by w.example/2");
        assertThat(october).doesNotExist();
    }

    /** The log has the hash of each JAR that ran, so the cover can say which of them the SBOM is of. */
    @Test
    void dossierWhenWithAnSbomThenTheCoverSaysWhatItDescribes() throws Exception {
        String hash = "{\"alg\":\"SHA-256\",\"content\":\"" + "a".repeat(64) + "\"}";
        String text = "{\"bomFormat\":\"CycloneDX\",\"x\":1.5,\"components\":[{\"components\":[{\"hashes\":[" + hash
                + "]}]}]}\n";
        Path sbom = Files.writeString(folder.resolve("caregate-sbom.json"), text);
        ZipFiles files = october("--sbom", sbom.toString());
        assertThat(files.names()).containsSubsequence("in-force.jsonl", "sbom.json", "entries.jsonl");
        assertThat(files.text("sbom.json")).isEqualTo(text);
        assertThat(files.text("cover.html"))
                .contains("It describes these JAR files, which ran: caregate-audit 0.1.0.")
                .doesNotContain("It does not describe");
        assertThat(verify(october).exit()).isZero();
        ZipFiles other = ZipFiles.of(october).replace("sbom.json", "a".repeat(64), "b".repeat(64));
        assertFound(other, "OTHER_FILE");
        assertFound(other.reseal(), "OTHER_COVER");
        assertFound(ZipFiles.of(october).remove("sbom.json").reseal(), "OTHER_COVER");
        assertFound(ZipFiles.of(october).put("sbom.json", "{}").reseal(), "MALFORMED");

        Files.delete(october);
        assertThat(october("--hashes-only", "--sbom", sbom.toString()).text("cover.html"))
                .contains("which ran: caregate-audit 0.1.0.");
        Files.delete(october);
        Files.writeString(sbom, text.replace("a".repeat(64), "b".repeat(64)));
        assertThat(october("--sbom", sbom.toString()).text("cover.html"))
                .contains("It does not describe these, which ran: caregate-audit 0.1.0.");
        assertThat(verify(october).exit()).isZero();
        Files.delete(october);
        for (String bad : List.of("{\"bomFormat\":\"CycloneDX\"}", "{}", "", "<bom/>", text + text)) {
            Files.writeString(sbom, bad);
            CommandRun run = make(october, "2026-10-01", "2026-10-31", "--sbom", sbom.toString());
            assertThat(run.exit()).as(bad).isEqualTo(2);
            assertThat(run.said()).contains("--sbom " + sbom + ": ");
        }
    }

    /** It is what the maker was given: the log does not have it. */
    @Test
    void dossierWhenWithAFindingsReportThenTheCoverNamesIt() throws Exception {
        String text = "{\"realm\":\"clinic\",\"generatedAt\":\"2026-10-31T12:00:00Z\",\"version\":\"0.1.0\",\"mode\":"
                + "\"enforce\",\"reportOnly\":[],\"governed\":true,\"findings\":[{\"client\":null}],\"summary\":{}}\n";
        Path report = Files.writeString(folder.resolve("before.json"), text);
        ZipFiles files = october("--findings", report.toString());
        assertThat(files.names()).containsSubsequence("in-force.jsonl", "findings.json", "entries.jsonl");
        assertThat(files.text("findings.json")).isEqualTo(text);
        assertThat(files.text("cover.html"))
                .contains(
                        "realm clinic, made 2026-10-31T12:00:00Z, mode enforce; findings: 1",
                        "It is not part of the log.");
        assertThat(verify(october).exit()).isZero();
        ZipFiles other = ZipFiles.of(october).replace("findings.json", "enforce", "report");
        assertFound(other, "OTHER_FILE");
        assertFound(other.reseal(), "OTHER_COVER");
        assertFound(ZipFiles.of(october).put("findings.json", "{}").reseal(), "MALFORMED");
        Files.delete(october);
        for (String bad :
                List.of("{}", "", "<html>", text.replace("12:00", "25:00"), text.replace("clinic\"", "\\ud800\""))) {
            Files.writeString(report, bad);
            CommandRun run = make(october, "2026-10-01", "2026-10-31", "--findings", report.toString());
            assertThat(run.exit()).as(bad).isEqualTo(2);
            assertThat(run.said()).contains("--findings " + report + ": ");
        }
    }

    @Test
    void dossierWhenMadeTwiceThenTheBytesAreTheSame() throws Exception {
        october(new String[0]);
        byte[] first = Files.readAllBytes(october);
        Files.delete(october);
        october(new String[0]);
        assertThat(Files.readAllBytes(october)).isEqualTo(first);
    }

    @Test
    void partsWhenTakenAloneThenEachIsWhatTheServerHandsOut() throws Exception {
        ZipFiles files = october();
        Path proof = Files.writeString(folder.resolve("proof.json"), files.text("consistency.json"));
        assertThat(verify(proof).exit()).isZero();
        for (String line : files.text("in-force.jsonl").lines().toList()) {
            Files.writeString(proof, line);
            assertThat(verify(proof).exit()).isZero();
        }
    }

    @Test
    void coverWhenAnEntryHasMarkupThenItIsTextAndThePageHasNoScript() throws Exception {
        String english = october().text("cover.html");
        assertThat(english)
                .contains(
                        "&lt;b&gt;bold&lt;/b&gt;",
                        "This dossier is not signed.",
                        "default-src &#39;none&#39;".replace("&#39;", "'"),
                        "11 to 29: 19 entries, 14 of them with their content and 5 with their hash only",
                        "Node node-a started 2026-09-30T09:00:00Z (entry 2)",
                        "Node node-b started 2026-10-20T08:00:00Z (entry 21)")
                .doesNotContain("<b>bold", "<script", "http:", "https:", "{0}", "process</th><td><code>command");
        Files.delete(october);
        assertThat(october("--language", "de").text("cover.html"))
                .contains("<html lang=\"de\">", "Dieses Dossier ist nicht signiert.", "Einträge nach Typ")
                .doesNotContain("{0}");
        assertThat(verify(october).exit()).isZero();
    }

    @Test
    void dossierWhenOfHashesOnlyThenNoEntryIsOpenAndItSaysWhatThatIsWorth() throws Exception {
        ZipFiles files = october("--hashes-only");
        assertThat(files.text("entries.jsonl").lines().skip(1)).noneMatch(line -> line.contains("payload"));
        assertThat(files.text("in-force.jsonl").lines()).hasSize(3);
        assertThat(files.text("cover.html"))
                .contains("each with its hash only", "the maker of this dossier says so")
                .doesNotContain("LOGIN_ERROR");
        CommandRun run = verify(october);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .startsWith("OK: the hashes of entries 9 to 31 are proved; that 11 to 29 are those from")
                .contains("is what the maker says");
        assertFound(
                files.replace("manifest.json", "\"first\":11,", "\"first\":8,").reseal(), "OTHER_PERIOD");
    }

    @Test
    void dossierWhenThePeriodIsNotOverThenItSaysSo() throws Exception {
        CommandRun run = make(october, "2026-10-15", "2026-12-31");
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .contains("notice: the period was not over: the last checkpoint in the dossier was signed");
        assertThat(ZipFiles.of(october).text("cover.html")).contains("The period was not over");
        assertThat(verify(october).exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-02, 2026-10-19, no open entry is of the time, 20, 21",
        "2020-01-01, 2020-01-31, no open entry is of the time, 0, 1",
        "2030-01-01, 2030-01-31, no open entry is of the time, 35, 0",
        "2026-09-01, 2026-12-31, entries 1 to 35 are proved, 0, 0",
        "2026-10-20, 2026-10-20, entries 21 to 29 are proved, 20, 31",
        "2026-09-29, 2026-09-29, entries 1 to 1 are proved, 0, 2",
        "2026-10-01T00:00:00.001Z, 2026-11-01T00:00:00Z, entries 21 to 29 are proved, 20, 31",
        "2026-09-30T23:59:59.999Z, 2026-10-01T00:00:00Z, entries 10 to 10 are proved, 8, 11",
        "2026-11-01T01:00:00+01:00, 2026-11-01T00:00:00.001Z, entries 31 to 31 are proved, 29, 32"
    })
    void periodWhenItHasAnyBordersThenTheDossierVerifies(String from, String to, String proved, long before, long after)
            throws Exception {
        CommandRun made = make(october, from, to);
        assertThat(made.exit()).as(made.said()).isZero();
        CommandRun run = verify(october);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).startsWith("OK: " + proved);
        assertThat(ZipFiles.of(october).text("manifest.json"))
                .contains("\"before\":" + before + ",\"after\":" + after + ",");
    }

    @Test
    void logWhenItHasNoEntryThenTheDossierSaysThatAndVerifies() throws Exception {
        log = new GrowingLog();
        archive = folder.resolve("none");
        Files.writeString(key, log.signer.key() + "\n");
        fetch(at(log, "2026-11-01T00:00:00Z").sign(), archive);
        assertThat(october(new String[0]).text("entries.jsonl").lines()).hasSize(1);
        CommandRun run = verify(october);
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said()).startsWith("OK: no open entry is of the time");
    }

    @Test
    void periodWhenAClockWasSetBackThenAllInBetweenIsInItAndTheCoverSaysSo() throws Exception {
        fillOwn();
        at(log, "2026-10-31T12:00:00Z").add(2, "late").checkpoints.remove(log.checkpoints.size() - 1);
        fetch(at(log, "2026-11-03T00:00:00Z").add(2, "november"), archive);
        ZipFiles files = october(new String[0]);
        assertThat(files.text("manifest.json")).contains("\"first\":11,\"last\":38,\"before\":10,\"after\":40,");
        assertThat(files.text("cover.html")).contains("4 of the entries between the first and the last have a time");
        assertThat(verify(october).exit()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cover.html | Dossier | Dozzier | OTHER_FILE",
                "keys.txt | growing | grewing | MALFORMED",
                "checkpoints.txt | '\n31\n' | '\n32\n' | FORGED_SIGNATURE",
                "consistency.json | =\"]} | =\",\"AAAA\"]} | OTHER_FILE",
                "in-force.jsonl | node-a | node-z | EDITED",
                "entries.jsonl | october | november | EDITED",
                "manifest.json | '\"last\":29' | '\"last\":28' | OTHER_PERIOD",
                "manifest.json | '\"before\":10' | '\"before\":8' | OTHER_PERIOD",
                "manifest.json | '\"after\":31' | '\"after\":0' | OTHER_PERIOD",
                "manifest.json | '\"fromSize\":8' | '\"fromSize\":16' | OTHER_FILE",
                "manifest.json | '\"toSize\":31' | '\"toSize\":32' | OTHER_FILE",
                "manifest.json | '\"tool\":\"(' | '\"tool\":\"1(' | OTHER_COVER",
                "manifest.json | '\"language\":\"en\"' | '\"language\":\"de\"' | OTHER_COVER",
                "manifest.json | '\"language\":\"en\"' | '\"language\":\"xx\"' | MALFORMED",
                "manifest.json | 2026-10-01T | 2026-09-01T | OTHER_PERIOD",
                "manifest.json | '\"to\":\"2026-11-01T' | '\"to\":\"2026-10-20T' | OTHER_PERIOD",
                "manifest.json | '\"entries\":\"open\"' | '\"entries\":\"hashes\"' | OTHER_PERIOD",
                "manifest.json | '\"realmId\":\"r\"' | '\"realmId\":\"s\"' | MALFORMED",
                "manifest.json | '\"signedBy\":null' | '\"signedBy\":\"x\"' | OTHER_FILE",
                "manifest.json | '\"v\":1' | '\"v\":2' | MALFORMED",
                "manifest.json | '\"first\"' | '\"furst\"' | MALFORMED",
                "manifest.json | '{\"dossier' | '{ \"dossier' | MALFORMED"
            })
    void partWhenEditedThenFound(String name, String text, String other, String kind) throws Exception {
        ZipFiles files = october();
        assertFound(files.replace(name, text, other), kind);
    }

    /** A forger corrects the manifest, too. The nearest that is accepted is a manifest written again as it was. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cover.html | October | ",
                "cover.html | is not signed | OTHER_COVER",
                "cover.html | 14 of them | OTHER_COVER",
                "in-force.jsonl | bold | EDITED",
                "entries.jsonl | alice | EDITED"
            })
    void partWhenEditedAndResealedThenFound(String name, String text, String kind) throws Exception {
        ZipFiles files = october();
        if (kind == null) {
            assertThat(verify(files.reseal().write(folder.resolve("same.zip"))).exit())
                    .isZero();
        } else {
            assertFound(files.replace(name, text, "x").reseal(), kind);
        }
    }

    @Test
    void partWhenLeftOutOrAddedThenFound() throws Exception {
        ZipFiles whole = october();
        for (String name : whole.names()) {
            ZipFiles files = ZipFiles.of(october);
            files.remove(name);
            if (name.equals("manifest.json")) {
                assertThat(verify(files.write(folder.resolve("none.zip"))).exit())
                        .isEqualTo(2);
            } else if (name.equals("checkpoints.txt") || name.equals("entries.jsonl")) {
                assertFound(files, "MALFORMED");
            } else if (name.equals("keys.txt") || name.equals("in-force.jsonl") || name.equals("consistency.json")) {
                assertFound(files, "OTHER_FILE");
                assertFound(files.reseal(), "OTHER_FILE");
            } else {
                assertFound(files.reseal(), "OTHER_FILE");
            }
        }
        assertFound(ZipFiles.of(october).put("notes.txt", "hello"), "MALFORMED");
        assertFound(ZipFiles.of(october).put("../../notes.txt", "hello"), "MALFORMED");
        assertFound(ZipFiles.of(october).put("manifest.sig", "hello\n"), "MALFORMED");
        assertFound(
                ZipFiles.of(october)
                        .put("manifest.sig", signer().sign("hello\n").toString()),
                "OTHER_FILE");
    }

    private static NoteSigner signer() {
        return NoteSigner.ofPem(DossierCheck.SIGNER, NoteSigner.newPem());
    }

    @Test
    void partWhenSwappedWithAnotherDossiersThenFound() throws Exception {
        october();
        Path other = folder.resolve("other.zip");
        assertThat(make(other, "2026-09-30", "2026-10-15").exit()).isZero();
        ZipFiles others = ZipFiles.of(other);
        assertThat(others.names()).contains("entries.jsonl", "in-force.jsonl");
        for (String name : List.of("cover.html", "checkpoints.txt", "entries.jsonl", "manifest.json")) {
            ZipFiles files = ZipFiles.of(october).put(name, others.text(name));
            CommandRun run = verify(files.write(folder.resolve("swapped.zip")));
            assertThat(run.exit()).as(name + " " + run.said()).isEqualTo(1);
            CommandRun resealed = verify(files.reseal().write(folder.resolve("swapped.zip")));
            assertThat(resealed.exit()).as(name + " " + resealed.said()).isEqualTo(1);
        }
    }

    @Test
    void entryWhenRemovedClosedOrOpenedThenFound() throws Exception {
        ZipFiles files = october();
        List<String> lines = files.text("entries.jsonl").lines().toList();
        String first = lines.get(3);
        assertThat(first).startsWith("{\"seq\":11,");
        String closed = first.substring(0, first.indexOf(",\"salt\"")) + "}";
        assertFound(files.replace("entries.jsonl", first, closed).reseal(), "OTHER_PERIOD");
        assertFound(
                ZipFiles.of(october).replace("entries.jsonl", first + "\n", "").reseal(), "GAP");
        String middle = lines.get(5);
        assertFound(
                ZipFiles.of(october)
                        .replace("entries.jsonl", middle, middle.substring(0, middle.indexOf(",\"salt\"")) + "}")
                        .reseal(),
                "OTHER_COVER");
        Path all = folder.resolve("all.zip");
        assertThat(make(all, "2026-09-01", "2026-12-31").exit()).isZero();
        String before = ZipFiles.of(all)
                .text("entries.jsonl")
                .lines()
                .filter(line -> line.startsWith("{\"seq\":10,"))
                .findFirst()
                .orElseThrow();
        assertThat(lines).contains(before);
        String hidden = before.substring(0, before.indexOf(",\"salt\"")) + "}";
        assertFound(
                ZipFiles.of(october).replace("entries.jsonl", before, hidden).reseal(), "OTHER_PERIOD");
    }

    /** Whatever a forger adds, it is not the last start of a node before the period. */
    @Test
    void startWhenItIsTwiceOrInThePeriodThenFound() throws Exception {
        String[] lines = october().text("in-force.jsonl").split("(?<=\n)");
        assertThat(lines).hasSize(2);
        assertFound(
                ZipFiles.of(october).put("in-force.jsonl", lines[1] + lines[0]).reseal(), "OTHER_FILE");
        assertFound(
                ZipFiles.of(october).put("in-force.jsonl", lines[0] + lines[0]).reseal(), "OTHER_FILE");
        assertFound(ZipFiles.of(october).put("in-force.jsonl", lines[0]).reseal(), "OTHER_COVER");
        assertFound(
                ZipFiles.of(october)
                        .put("in-force.jsonl", lines[0] + lines[1].strip())
                        .reseal(),
                "MALFORMED");
        Files.delete(october);
        String[] all = october("--hashes-only").text("in-force.jsonl").split("(?<=\n)");
        assertThat(all).hasSize(3);
        assertThat(all[2]).startsWith("{\"seq\":21,");
        ZipFiles files = october();
        assertFound(files.put("in-force.jsonl", lines[0] + lines[1] + all[2]).reseal(), "OTHER_FILE");
    }

    @Test
    void signatureWhenAskedForThenOnlyTheMakersOwnCounts() throws Exception {
        Path secret = folder.resolve("dossier-key.pem");
        CommandRun made = CommandRun.of(List.of("key", "--origin", "caregate-dossier", "--out", secret.toString()));
        Path maker = Files.writeString(folder.resolve("dossier.pub"), made.said());
        Path stranger = Files.writeString(folder.resolve("stranger.pub"), signer().key() + "\n");
        ZipFiles files = october("--signing-key", secret.toString());
        assertThat(files.text("cover.html")).contains(made.said().strip()).doesNotContain("is not signed.");

        assertThat(maker(october, maker).exit()).isZero();
        assertThat(maker(october, maker).said()).doesNotContain("dossier is");
        CommandRun unasked = verify(october);
        assertThat(unasked.exit()).isZero();
        assertThat(unasked.said()).contains("notice: the dossier is signed by caregate-dossier+");
        CommandRun other = maker(october, stranger);
        assertThat(other.exit()).isEqualTo(1);
        assertThat(other.said()).contains("UNKNOWN_SIGNER: the dossier is signed by none of the given keys, but by");

        assertFound(ZipFiles.of(october).remove("manifest.sig"), "OTHER_FILE");
        assertFound(
                ZipFiles.of(october).replace("cover.html", "Dossier", "Dozzier").reseal(), "FORGED_SIGNATURE");
        Files.delete(october);
        october();
        CommandRun unsigned = maker(october, maker);
        assertThat(unsigned.exit()).isEqualTo(1);
        assertThat(unsigned.said()).contains("UNKNOWN_SIGNER: the dossier is not signed");
    }

    private CommandRun maker(Path zip, Path maker) {
        return verify(zip, "--key", key.toString(), "--dossier-key", maker.toString());
    }

    @Test
    void keysWhenNotGivenOrOthersThenNothingIsProved() throws Exception {
        ZipFiles files = october();
        CommandRun own = verify(october, "--checkpoints", key.toString());
        assertThat(own.exit()).isEqualTo(2);
        own = verify(october);
        assertThat(own.exit()).isZero();
        own = verify(october, new String[0]);
        assertThat(own.exit()).isEqualTo(2);
        assertThat(own.said())
                .startsWith("NOT PROVED: the signatures are by keys that came with the file: give --key")
                .doesNotContain("OK:");
        assertThat(verify(october, "--json").said()).startsWith("{\"result\":\"not proved\",\"proved\":null,");
        NoteSigner other = NoteSigner.ofPem(GrowingLog.ORIGIN, NoteSigner.newPem());
        CommandRun strange = verify(october, "--key", other.key().toString());
        assertThat(strange.exit()).isEqualTo(1);
        assertThat(strange.said()).contains("UNKNOWN_SIGNER");
        files.put("keys.txt", other.key() + "\n").reseal();
        assertFound(files, "OTHER_FILE");
        CommandRun swapped = verify(folder.resolve("changed.zip"), new String[0]);
        assertThat(swapped.exit()).isEqualTo(1);
    }

    @Test
    void checkpointsWhenKeptElsewhereThenALaterOneIsLeftOutAndAForkIsFound() throws Exception {
        fillOwn();
        october(new String[0]);
        Path kept = Files.writeString(folder.resolve("kept.txt"), log.newest());
        CommandRun later = verify(october, "--key", key.toString(), "--checkpoints", kept.toString());
        assertThat(later.exit()).as(later.said()).isZero();
        assertThat(later.said()).contains("was signed after the export and is left out");
        at(log, "2026-10-05T00:00:00Z").setBack(15).add(5, "forked");
        Files.writeString(kept, log.newest());
        CommandRun forked = verify(october, "--key", key.toString(), "--checkpoints", kept.toString());
        assertThat(forked.exit()).as(forked.said()).isEqualTo(1);
        assertThat(forked.said()).contains("OTHER_TREE");
    }

    @Test
    void folderWhenSomethingInItIsWrongThenNoDossierIsMade() throws Exception {
        Path entries = archive.resolve("entries.jsonl");
        Files.writeString(entries, Files.readString(entries).replaceFirst("september", "septembre"));
        CommandRun run = make(october, "2026-10-01", "2026-10-31");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said()).startsWith("NOT OK");
        assertThat(october).doesNotExist();
        assertThat(folder.resolve("october.zip.tmp")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--from=yesterday",
                "--from=2026-13-01",
                "--from=2026-12-01",
                "--language=it",
                "--signing-key=none.pem",
                "--key=none.pub",
                "--out=audit.pub"
            })
    void dossierWhenAnOptionMakesNoSenseThenTwo(String option) {
        String value = option.replace("=audit", "=" + folder.resolve("audit"));
        List<String> arguments = new ArrayList<>(List.of("dossier", value));
        Map.of("--from", "2026-10-01", "--to", "2026-10-31", "--key", key.toString(), "--out", october.toString())
                .forEach((name, usual) -> {
                    if (!option.startsWith(name)) {
                        arguments.addAll(List.of(name, usual));
                    }
                });
        arguments.add(archive.toString());
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exit()).as(run.said()).isEqualTo(2);
        assertThat(run.said()).doesNotContain("\tat ");
        assertThat(october).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--type=LOGIN_ERROR",
                "--format=csv",
                "--allow-unproved-end",
                "--exported-at=2026-10-01T00:00:00Z"
            })
    void verifyWhenAnOptionIsNotForADossierThenTwo(String option) throws Exception {
        october();
        assertThat(verify(october, "--key", key.toString(), option).exit()).isEqualTo(2);
        assertThat(verify(archive, "--key", key.toString(), "--dossier-key", key.toString())
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void zipWhenPackedInAnotherWayThenRefused() throws Exception {
        october();
        byte[] zip = Files.readAllBytes(october);
        assertRefused(Arrays.copyOf(zip, zip.length + 1));
        assertRefused(Arrays.copyOf(zip, zip.length - 1));
        assertRefused(Arrays.copyOf(zip, zip.length / 2));
        assertRefused(twice(zip));
        // The CRC, the lengths and the time of the first file, in front of it and in the directory.
        for (int at : List.of(6, 10, 14, 18, 22, 28)) {
            byte[] other = zip.clone();
            other[at]++;
            assertRefused(other);
        }
        byte[] directory = zip.clone();
        directory[zip.length - 30]++;
        assertRefused(directory);
    }

    private static byte[] twice(byte[] zip) {
        byte[] both = Arrays.copyOf(zip, zip.length * 2);
        System.arraycopy(zip, 0, both, zip.length, zip.length);
        return both;
    }

    private void assertRefused(byte[] bytes) throws IOException {
        CommandRun run = verify(Files.write(folder.resolve("other.zip"), bytes));
        assertThat(run.exit()).as(run.said()).isEqualTo(1);
        assertThat(run.said())
                .contains("MALFORMED: the dossier cannot be read: ")
                .doesNotContain("\tat ");
    }

    @Test
    void zipWhenItIsABombOrHasANameTwiceThenRefusedBeforeItIsRead() throws Exception {
        ZipFiles files = october();
        Path zip = folder.resolve("bomb.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            byte[] manifest = files.text("manifest.json").getBytes(StandardCharsets.UTF_8);
            StoredZip.put(
                    packed,
                    "manifest.json",
                    manifest.length,
                    Digesting.of(manifest).crc());
            packed.write(manifest);
            packed.putNextEntry(new ZipEntry("entries.jsonl"));
            for (int i = 0; i < 200; i++) {
                packed.write(new byte[1 << 20]);
            }
        }
        assertThat(Files.size(zip)).isLessThan(1 << 20);
        assertRefused(Files.readAllBytes(zip));
        byte[] twice = Files.readAllBytes(october);
        String text = new String(twice, StandardCharsets.ISO_8859_1).replace("keys.txt", "cover.ht");
        assertRefused(text.getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(new String(twice, StandardCharsets.ISO_8859_1)
                .replace("keys.txt", "../y.txt")
                .getBytes(StandardCharsets.ISO_8859_1));
    }
}
