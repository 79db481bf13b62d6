package io.caregate.audit.verify.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.CheckPy;
import io.caregate.auditlog.tree.AddCheckpoint;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.SignedNote;
import io.caregate.auditlog.tree.TreeHasher;
import io.caregate.auditlog.tree.WitnessSigner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness with an ML-DSA-44 key. Java 17 takes it from Bouncy Castle here, as Keycloak does. */
class MlDsaWitnessTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");

    @TempDir
    private Path folder;

    private final TestLog log = TestLog.make();

    @BeforeAll
    static void addProvider() {
        Security.addProvider(new BouncyCastleProvider());
    }

    @AfterAll
    static void removeProvider() {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }

    private static WitnessSigner signer() {
        return WitnessSigner.ofPem("w.example/1", WitnessSigner.newPem(WitnessSigner.Algorithm.ML_DSA_44));
    }

    @Test
    void checkpointWhenCosignedThenStoredAndRecognizedAfterARestart() throws Exception {
        WitnessSigner signer = signer();
        for (long[] step : List.of(new long[] {0, 5}, new long[] {5, 8})) {
            try (CheckpointStore store = CheckpointStore.open(folder, signer.key())) {
                Alarms alarms = new Alarms(new PrintWriter(new StringWriter()), Optional.empty(), () -> TIME);
                Witness witness = new Witness(signer, List.of(log.signer().key()), store, () -> TIME, alarms);
                String request = log.request(step[0], step[1]);
                Reply reply = witness.add(request);
                assertThat(reply.status()).isEqualTo(200);
                String text = SignedNote.parse(AddCheckpoint.parse(request).checkpoint())
                        .text();
                assertThat(signer.key().cosigned(SignedNote.parse(text + "\n" + reply.body())))
                        .contains(TIME);
            }
        }
    }

    /** It is written from FIPS 204 and C2SP's page alone. */
    @Test
    void cosignatureWhenVerifiedByTheOneInPythonThenItFindsTheSame() throws Exception {
        byte[] leaf = new TreeHasher().leaf(new byte[] {1});
        WitnessSigner signer = signer();
        SignedNote note = log.signer().sign(Checkpoint.of(TestLog.ORIGIN, 1, leaf), TIME);
        SignedNote cosigned = note.with(signer.cosign(note.text(), TIME));
        Files.createDirectories(folder.resolve("tile/0/000.p"));
        Files.write(folder.resolve("tile/0/000.p/1"), leaf);
        assertThat(python(cosigned, signer)).isEqualTo("ok: 1 tiles lead to the checkpoint of 1 entries");
        assertThat(python(note, signer)).isEqualTo("not ok: not signed by w.example/1");
        assertThat(python(note.with(signer.cosign(other(leaf), TIME)), signer))
                .isEqualTo("not ok: a forged signature of w.example/1");
        WitnessSigner second = WitnessSigner.ofPem("w.example/2", NoteSigner.newPem());
        assertThat(python(cosigned.with(second.cosign(note.text(), TIME)), signer, second))
                .startsWith("ok: 1 tiles lead");
        assertThat(python(cosigned, signer, second)).isEqualTo("not ok: not signed by w.example/2");
    }

    private static String other(byte[] leaf) {
        return Checkpoint.of(TestLog.ORIGIN, 2, leaf).text();
    }

    private String python(SignedNote note, WitnessSigner... signers) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("checkpoint"), note.toString());
        Path key =
                Files.writeString(folder.resolve("log.pub"), log.signer().key().toString());
        List<String> arguments = new ArrayList<>();
        for (WitnessSigner signer : signers) {
            arguments.addAll(List.of("--witness", signer.key().toString()));
        }
        arguments.addAll(List.of("--tiles", folder.toString(), key.toString()));
        return CheckPy.run(arguments).said().strip();
    }
}
