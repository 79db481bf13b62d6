package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.ExportedLog;
import io.caregate.auditlog.tree.NoteSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify --against-siem} on the log of 50 entries, every other of which is open. */
class AgainstSiemTest {
    @TempDir
    private Path folder;

    private Path key;
    private Path export;
    private Path kept;
    private final List<String> records = new ArrayList<>();

    @BeforeEach
    void write() throws Exception {
        Path secret = folder.resolve("key.pem");
        CommandRun made = CommandRun.of(List.of("key", "--origin", ExportedLog.ORIGIN, "--out", secret.toString()));
        key = Files.writeString(folder.resolve("key.pub"), made.said());
        NoteSigner signer = NoteSigner.ofPem(ExportedLog.ORIGIN, Files.readString(secret));
        export = Files.writeString(folder.resolve("export.jsonl"), ExportedLog.export(signer));
        kept = Files.writeString(folder.resolve("kept.txt"), ExportedLog.kept(signer));
        records.addAll(ExportedLog.records());
    }

    @Test
    void siemWhenItHasWhatTheLogHasThenZero() throws Exception {
        CommandRun run = verify();

        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .contains(
                        "OK: entries 1 to 50 are proved",
                        "SIEM OK: 25 of its 25 records have the content that the log has, and none of 25 entries is"
                                + " missing",
                        "25 records in the format json, 25 compared with an open entry");
    }

    @Test
    void siemWhenARecordIsChangedThenOneAndItsFieldNamed() throws Exception {
        records.set(3, records.get(3).replace("alice", "mallory"));
        CommandRun run = verify();

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .contains("SIEM NOT OK: 1 finding", "SIEM_CHANGED: line 4: entry 7 differs in details")
                .doesNotContain("mallory");
    }

    @Test
    void siemWhenARecordIsMissingThenOneUnlessTheFilterLeavesItOut() throws Exception {
        records.remove(0);

        assertThat(verify().exit()).isEqualTo(1);
        assertThat(verify().said()).contains("SIEM_LACKS: the export lacks 1 of 25 entries: 1");
        assertThat(verify("--from", "2026-01-31T08:15:02Z").exit()).isZero();
    }

    @Test
    void siemWhenTheLogItselfIsTamperedWithThenNothingIsCompared() throws Exception {
        Files.writeString(export, Files.readString(export).replace("\\\"seen\\\":\\\"25", "\\\"seen\\\":\\\"26"));
        CommandRun run = verify();

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said()).contains("NOT OK: 1 finding").doesNotContain("SIEM");
    }

    @Test
    void siemWhenAskedForAsJsonThenOneObjectWithBothVerdicts() throws Exception {
        records.add("{}");
        CommandRun run = verify("--json");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.said())
                .startsWith("{\"result\":\"not ok\"")
                .contains(
                        "\"findingCount\":0,",
                        "\"siem\":{\"result\":\"not ok\",\"format\":\"json\",\"records\":26,\"compared\":25,",
                        "\"kind\":\"SIEM_UNREADABLE\"");
    }

    @Test
    void siemWhenAnOptionMakesNoSenseThenTwo() throws Exception {
        CommandRun shown = verify("--format", "csv");
        assertThat(shown.exit()).isEqualTo(2);
        assertThat(shown.said()).contains("--format shows entries: leave it out with --against-siem");

        CommandRun missing = run("--against-siem", folder.resolve("none").toString());
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(missing.said()).contains("--against-siem: ", " cannot be read");
    }

    private CommandRun verify(String... more) throws Exception {
        Path siem = Files.write(folder.resolve("siem.ndjson"), records);
        List<String> arguments = new ArrayList<>(List.of("--against-siem", siem.toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private CommandRun run(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("verify", export.toString(), "--checkpoints", kept.toString(), "--key", key.toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments);
    }
}
