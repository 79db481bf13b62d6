package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.ExportedLog;
import io.caregate.auditlog.tree.NoteSigner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path secret;
    private Path key;
    private Path export;
    private Path kept;

    @BeforeEach
    void write() throws Exception {
        secret = folder.resolve("key.pem");
        assertThat(run("key", "--origin", ExportedLog.ORIGIN, "--out", secret.toString()))
                .isZero();
        key = Files.writeString(folder.resolve("key.pub"), out.toString());
        NoteSigner signer = NoteSigner.ofPem(ExportedLog.ORIGIN, Files.readString(secret));
        export = Files.writeString(folder.resolve("export.jsonl"), ExportedLog.export(signer));
        kept = Files.writeString(folder.resolve("kept.txt"), ExportedLog.kept(signer));
        out.getBuffer().setLength(0);
    }

    @Test
    void verifyWhenUntouchedThenZero() {
        assertThat(verify()).isZero();
        assertThat(out.toString())
                .contains(
                        "OK: entries 1 to 50 are proved, 25 of them open; nothing else is in the file",
                        "50 read, 25 of them open",
                        "up to entry 50");
    }

    @Test
    void verifyWhenKeyIsInPemThenZero() throws Exception {
        run("key", "--origin", ExportedLog.ORIGIN, "--in", secret.toString(), "--pem");
        Files.writeString(key, out.toString());
        assertThat(verify()).isZero();
    }

    @Test
    void verifyWhenTamperedThenOneAndTheEntryNamed() throws Exception {
        Files.writeString(export, Files.readString(export).replace("\\\"seen\\\":\\\"25", "\\\"seen\\\":\\\"26"));
        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("NOT OK: 1 finding", "EDITED: entry 25 ");
    }

    @Test
    void verifyWhenJsonThenOneObject() throws Exception {
        Files.writeString(export, Files.readString(export).replace("\\\"seen\\\":\\\"25", "\\\"seen\\\":\\\"26"));
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--json"))
                .isEqualTo(1);
        assertThat(out.toString().strip())
                .startsWith("{\"result\":\"not ok\",\"proved\":null,\"origin\":\"" + ExportedLog.ORIGIN + "\"")
                .contains("\"wrong\":{\"kind\":\"EDITED\",\"firstEntry\":25,\"lastEntry\":25,")
                .endsWith("}");
    }

    @Test
    void verifyWhenKeyIsAnothersThenOne() throws Exception {
        NoteSigner other = NoteSigner.ofPem(ExportedLog.ORIGIN, NoteSigner.newPem());
        Files.writeString(key, other.key() + "\n");
        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).contains("signed by none of the given keys");
    }

    @Test
    void verifyWhenOneOfSeveralKeysSignedThenZero() throws Exception {
        NoteSigner other = NoteSigner.ofPem(ExportedLog.ORIGIN, NoteSigner.newPem());
        Files.writeString(key, other.key() + "\n" + Files.readString(key));
        assertThat(verify()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify none.jsonl --key none",
                "verify",
                "inspect none",
                "key",
                "key --out a --in b",
                "no",
                "verify --nothing x"
            })
    void anythingWhenNotUnderstoodThenTwo(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void verifyWhenTheKeyIsWrittenThenNoFileOfThatNameIsRead() throws Exception {
        String written = Files.readString(key).strip();
        NoteSigner other = NoteSigner.ofPem(ExportedLog.ORIGIN, NoteSigner.newPem());
        // A key may look like the name of a file: its name and its Base64 may have slashes.
        Path planted = Path.of(written);
        Path top = Path.of(planted.getName(0).toString());
        assertThat(top).doesNotExist();
        try {
            if (planted.getNameCount() > 1) {
                Files.createDirectories(planted.getParent());
            }
            Files.writeString(planted, other.key() + "\n");
            assertThat(run("verify", export.toString(), "--key", written)).isZero();
            assertThat(out.toString()).contains("key          " + written);
        } finally {
            try (Stream<Path> files = Files.walk(top)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void verifyWhenGoodThenItSaysByWhichKeyAndOfWhichRealm() throws Exception {
        String written = Files.readString(key).strip();
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--json"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "{\"result\":\"ok\"",
                        "\"keys\":[\"" + written + "\"]",
                        "\"realmId\":\"r\",\"realmShown\":true,\"realms\":[\"clinic\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--user=",
                "--user= alice",
                "--client=app ",
                "--from=1769847303",
                "--to=20260201",
                "--from=2026-01-31",
                "--from=2026-01-31T08:15:00Z --to=2026-01-31T08:15:00Z",
                "--time-tolerance=PT-1S",
                "--realm="
            })
    void verifyWhenAskedForWhatNobodyMeansThenTwo(String options) {
        List<String> arguments = new ArrayList<>(List.of("verify", export.toString(), "--key", key.toString()));
        arguments.addAll(List.of(options.split(" (?=--)")));
        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(options.substring(0, options.indexOf('=')));
    }

    @Test
    void verifyWhenNothingCanBeSaidAndJsonIsWantedThenOneObject() {
        assertThat(run("verify", folder.resolve("no\u001b[2J\u202e").toString(), "--key", key.toString(), "--json"))
                .isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"result\":\"nothing can be said\",\"error\":\"cannot read ");
        assertThat(err.toString() + out).doesNotContain("\u001b", "\u202e");
        out.getBuffer().setLength(0);
        assertThat(run("verify", "--json", "--nothing")).isEqualTo(2);
        assertThat(out.toString()).startsWith("{\"result\":\"nothing can be said\"");
    }

    @Test
    void verifyWhenItsErrorsCannotBeWrittenThenTwo() {
        PrintWriter full = new PrintWriter(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        });
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out, true)).setErr(full);
        assertThat(Main.run(line, "verify", export.toString(), "--key", key.toString(), "--user", "alice"))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, alice?, false",
        "UTF-8, jos\u00e9, false",
        "UTF-8, jos\uFFFD\uFFFD, true",
        "ANSI_X3.4-1968, alice, false",
        "ANSI_X3.4-1968, jos??, true",
        "ANSI_X3.4-1968, jos\uFFFD\uFFFD, true",
        "ISO-8859-1, jos\u00e9, false",
        "ISO-8859-1, ?, true"
    })
    void argumentWhenTheLocaleCannotCarryItThenLost(String encoding, String argument, boolean lost) {
        assertThat(Arguments.lost(encoding, "verify", argument).isPresent()).isEqualTo(lost);
    }

    @Test
    void verifyWhenFilteredThenTheProvedEntriesAndNothingElse() {
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--ip", "192.0.2.25", "--user", "alice"))
                .isZero();
        assertThat(out.toString().lines())
                .singleElement()
                .asString()
                .startsWith("{\"seq\":25,\"entry\":{\"client\":\"app\",")
                .endsWith(",\"v\":1}}");
        assertThat(err.toString())
                .contains(
                        "OK: entries 1 to 50",
                        "asked for    user alice, ip 192.0.2.25",
                        "1 of 25 open entries fit; 25 closed entries were not searched");
    }

    @ParameterizedTest
    @CsvSource({
        "--type LOGIN_ERROR, 25",
        "--type LOGIN, 0",
        "--type login_error, 25",
        "--ip 192.0.2.25, 1",
        "--ip ::ffff:192.0.2.25, 1",
        "--ip ::FFFF:c000:219, 1",
        "--ip 192.0.2.025, 0",
        "--ip localhost, 0",
        "--error invalid_user_credentials, 25",
        "--error other, 0",
        "--client app, 25",
        "--client App, 0",
        "--user alice, 25",
        "--user bob, 0",
        "--from 2026-01-31T08:15:49Z, 1",
        "--to 2026-01-31T08:15:03Z, 1",
        "--from 1769847303000 --to 1769847306000, 2"
    })
    void verifyWhenFilteredThenByWhatWasSealed(String filter, int shown) {
        List<String> arguments =
                new ArrayList<>(List.of("verify", export.toString(), "--key", key.toString(), "--json"));
        arguments.addAll(List.of(filter.split(" ")));
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).hasSize(shown);
        assertThat(err.toString()).contains("\"shown\":" + shown + ",");
    }

    @Test
    void verifyWhenFilteredAndTamperedThenNothingIsShown() throws Exception {
        Files.writeString(export, Files.readString(export).replace("\\\"seen\\\":\\\"25", "\\\"seen\\\":\\\"26"));
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--type", "LOGIN_ERROR"))
                .isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("NOT OK", "no entry is shown");
    }

    @Test
    void verifyWhenEntriesAreNotCoveredYetThenTheyAreNamedAndNotShown() throws Exception {
        NoteSigner signer = NoteSigner.ofPem(ExportedLog.ORIGIN, Files.readString(secret));
        Path sink = Files.writeString(folder.resolve("sink.jsonl"), ExportedLog.sink(signer));
        List<String> arguments = List.of("verify", sink.toString(), "--key", key.toString(), "--allow-unproved-end");
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).contains("not covered yet: entries 41 to 50");
        out.getBuffer().setLength(0);
        List<String> filtered = new ArrayList<>(arguments);
        filtered.addAll(List.of("--format", "table"));
        assertThat(run(filtered.toArray(String[]::new))).isZero();
        assertThat(err.toString().lines())
                .contains("not covered yet: entries 41 to 50; not shown", "asked for    all entries");
        assertThat(out.toString().lines()).hasSize(1 + 20);
        out.getBuffer().setLength(0);
        filtered = new ArrayList<>(arguments);
        filtered.add("--json");
        assertThat(run(filtered.toArray(String[]::new))).isZero();
        assertThat(out.toString()).contains("\"notCovered\":{\"firstEntry\":41,\"lastEntry\":50}");
        assertThat(run("verify", sink.toString(), "--key", key.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("NOT_COVERED: no checkpoint covers the entries 41 to 50");
    }

    @ParameterizedTest
    @CsvSource({"csv, 26, '\"seq\",'", "table, 26, 'SEQ '", "jsonl, 25, '{\"seq\":1,'"})
    void verifyWhenAFormatIsWantedThenAllProvedEntriesInIt(String format, int lines, String begin) {
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--format", format))
                .isZero();
        assertThat(out.toString()).startsWith(begin);
        assertThat(out.toString().lines()).hasSize(lines);
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--format", format, "--user", "nobody"))
                .isZero();
        assertThat(run("verify", export.toString(), "--key", key.toString(), "--format", "xml"))
                .isEqualTo(2);
    }

    @Test
    void verifyWhenNothingWasKeptThenTwo() throws Exception {
        Files.writeString(kept, "");
        assertThat(verify()).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was kept in it");
    }

    @Test
    void verifyWhenTheProgramFailsThenTwo() {
        CommandLine line = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionStrategy(parsed -> {
                    throw new OutOfMemoryError("Java heap space");
                });
        assertThat(Main.run(line, "verify", export.toString(), "--key", key.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("nothing can be said, Java has not enough memory (Java heap space): give it more");
    }

    @Test
    void verifyWhenItsOutputCannotBeWrittenThenTwo() {
        PrintWriter full = new PrintWriter(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        });
        CommandLine line = Main.commandLine().setOut(full).setErr(new PrintWriter(err, true));
        assertThat(Main.run(line, "verify", export.toString(), "--key", key.toString()))
                .isEqualTo(2);
    }

    @Test
    void inspectWhenAProofIsPrettyThenSaysWhatItHolds() throws Exception {
        Path corpus = Path.of("src", "test", "resources", "corpus");
        assertThat(run("inspect", corpus.resolve("entry-pretty.json").toString()))
                .isZero();
        assertThat(out.toString()).contains("entry with proof", "first entry      9", "size 12 root");
    }

    @Test
    void inspectWhenExportOrCheckpointsThenSaysWhatTheyHold() {
        assertThat(run("inspect", export.toString())).isZero();
        assertThat(out.toString()).contains("export", "last entry", "50", "size 50 root");
        assertThat(run("inspect", kept.toString(), "--json")).isZero();
        assertThat(out.toString()).contains("\"checkpoint 4\":\"" + ExportedLog.ORIGIN + " size 40 root");
    }

    @Test
    void keyWhenMadeThenOnlyItsOwnerMayReadItAndItIsNeverOverwritten() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(run("key", "--out", secret.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("never overwritten");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "verify --help", "inspect --help", "key --help", "fetch --help", "monitor --help"})
    void helpWhenAskedForThenItHasExamples(String arguments) {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(out.toString()).contains("Examples:", "caregate-audit-verify");
    }

    private int verify() {
        return run("verify", export.toString(), "--checkpoints", kept.toString(), "--key", key.toString());
    }

    private int run(String... arguments) {
        return Main.run(
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)), arguments);
    }
}
