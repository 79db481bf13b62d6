package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Security;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Cosignatures by ML-DSA-44, each refusal beside what is accepted. */
class MlDsaWitnessTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    private static final String NAME = "w.example/1";
    private static final byte[] EMPTY = new TreeHasher().empty();

    private static String pem;

    private final WitnessSigner witness = WitnessSigner.ofPem(NAME, pem);
    private final WitnessKey key = witness.key();
    private final String text = Checkpoint.of("example.org/log", 0, EMPTY).text();

    @BeforeAll
    static void addProvider() {
        Security.addProvider(new BouncyCastleProvider());
        pem = WitnessSigner.newPem(WitnessSigner.Algorithm.ML_DSA_44);
    }

    @AfterAll
    static void removeProvider() {
        Security.removeProvider(BouncyCastleProvider.PROVIDER_NAME);
    }

    private static SignedNote note(String text, SignedNote.Signature signature) {
        return new SignedNote(text, List.of(signature));
    }

    @Test
    void noteWhenCosignedThenTheWitnessSaysWhen() {
        SignedNote cosigned =
                SignedNote.parse(note(text, witness.cosign(text, TIME)).toString());
        WitnessKey read = WitnessKey.parse(key.toString());
        assertThat(read.cosigned(cosigned)).contains(TIME);
        assertThat(read.isSameKey(key)).isTrue();
        assertThat(read).hasToString(key.toString());
        assertThat(cosigned.signatures().get(0).bytes()).hasSize(8 + 2420);
    }

    /** The signature is over the name, the time, the origin, the size and the root. */
    @Test
    void noteWhenAnythingThatIsSignedDiffersThenNotCosigned() {
        SignedNote.Signature signature = witness.cosign(text, TIME);
        byte[] root = EMPTY.clone();
        root[0]++;
        for (Checkpoint other : List.of(
                Checkpoint.of("example.org/other", 0, EMPTY),
                Checkpoint.of("example.org/log", 1, EMPTY),
                Checkpoint.of("example.org/log", 0, root))) {
            assertThat(key.cosigned(note(other.text(), signature)))
                    .as(other.text())
                    .isEmpty();
        }
        assertThat(key.cosigned(note("no checkpoint\n", signature))).isEmpty();
        WitnessSigner namesake = WitnessSigner.ofPem(NAME, WitnessSigner.newPem(WitnessSigner.Algorithm.ML_DSA_44));
        assertThat(key.cosigned(note(text, namesake.cosign(text, TIME)))).isEmpty();
        WitnessSigner renamed = WitnessSigner.ofPem("w.example/2", pem);
        SignedNote.Signature told = new SignedNote.Signature(
                NAME, key.id(), renamed.cosign(text, TIME).base64());
        assertThat(key.cosigned(note(text, told))).isEmpty();
        byte[] later = Base64.getDecoder().decode(signature.base64());
        later[7]++;
        assertThat(key.cosigned(note(text, changed(later)))).isEmpty();
        byte[] shorter = Arrays.copyOf(later, later.length - 1);
        assertThat(key.cosigned(note(text, changed(shorter)))).isEmpty();
        // A time of zero says that the witness makes no statement about the largest tree.
        assertThat(key.cosigned(note(text, witness.cosign(text, Instant.EPOCH))))
                .isEmpty();
        assertThat(key.cosigned(note(text, signature))).contains(TIME);
    }

    private SignedNote.Signature changed(byte[] bytes) {
        return new SignedNote.Signature(NAME, key.id(), Base64.getEncoder().encodeToString(bytes));
    }

    /** C2SP tlog-cosignature, section "ML-DSA-44 signed message", byte for byte. */
    @Test
    void messageWhenOfACheckpointThenAsSpecified() {
        byte[] root = HexFormat.of().parseHex("ab".repeat(32));
        byte[] message = MlDsaWitnessKey.message("w", Checkpoint.of("log", 258, root), 0x0102030405L);
        assertThat(HexFormat.of().formatHex(message))
                .isEqualTo("737562747265652f76310a00" + "0177" + "0000000102030405" + "036c6f67" + "0000000000000000"
                        + "0000000000000102" + "ab".repeat(32));
    }

    @Test
    void keyWhenWrittenOtherwiseThenRefused() {
        String ed25519 =
                NoteSigner.ofPem(NAME, NoteSigner.newPem()).witnessKey().toString();
        assertThat(WitnessKey.parse(ed25519).isSameKey(key)).isFalse();
        byte[] half = new byte[656];
        assertThatThrownBy(() -> WitnessKey.parse(new WrittenKey(NAME, (byte) 0x06, half).toString()))
                .hasMessageContaining("656 bytes, not 1312");
        assertThatThrownBy(() -> WitnessKey.parse(new WrittenKey("ä", (byte) 0x06, new byte[1312]).toString()))
                .hasMessageContaining("printable ASCII");
        assertThatThrownBy(() -> NoteVerifier.parse(key.toString())).hasMessageContaining("not an Ed25519 key");
    }

    @Test
    void fileWhenOfAnotherPairThenRefused() {
        String other = WitnessSigner.newPem(WitnessSigner.Algorithm.ML_DSA_44);
        String mixed = pem.substring(0, pem.indexOf("-----BEGIN PUBLIC"))
                + other.substring(other.indexOf("-----BEGIN PUBLIC"));
        assertThatThrownBy(() -> WitnessSigner.ofPem(NAME, mixed)).hasMessageContaining("not that of the private key");
        assertThatThrownBy(() -> WitnessSigner.ofPem(NAME, pem.substring(0, pem.indexOf("-----BEGIN PUBLIC"))))
                .hasMessageContaining("not an Ed25519 key");
        assertThatThrownBy(() -> WitnessSigner.ofPem(NAME, other.substring(other.indexOf("-----BEGIN PUBLIC"))))
                .hasMessageContaining("BEGIN PRIVATE KEY");
        WitnessSigner again = WitnessSigner.ofPem(NAME, WitnessSigner.newPem(WitnessSigner.Algorithm.ED25519));
        assertThat(again.key().cosigned(note(text, again.cosign(text, TIME)))).contains(TIME);
    }
}
