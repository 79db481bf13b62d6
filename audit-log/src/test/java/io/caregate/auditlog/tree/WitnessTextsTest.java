package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of C2SP tlog-cosignature, tlog-witness and tlog-proof. */
class WitnessTextsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");

    /** The example of tlog-witness. */
    private static final String REQUEST = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            \u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurm\
            RDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            """;

    private static final String PROOF = """
            c2sp.org/tlog-proof@v1
            extra YWdl
            index 73894
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=

            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            \u2014 example.com/fancylog Az3grlgt
            """;

    private final NoteSigner log = NoteSigner.ofPem("example.org/log", NoteSigner.newPem());
    private final NoteSigner witness = NoteSigner.ofPem("w.example/1", NoteSigner.newPem());
    private final WitnessKey key = witness.witnessKey();
    private final SignedNote note = log.sign(Checkpoint.of("example.org/log", 0, new TreeHasher().empty()), TIME);

    @Test
    void noteWhenCosignedThenTheWitnessSaysWhen() {
        SignedNote cosigned = note.with(witness.cosign(note.text(), TIME));
        assertThat(WitnessKey.parse(key.toString()).cosigned(SignedNote.parse(cosigned.toString())))
                .contains(TIME);
        assertThat(log.key().check(cosigned).outcome()).isEqualTo(NoteVerifier.Outcome.SIGNED);
    }

    @Test
    void noteWhenCosignedByAnotherOrForAnotherTextThenNotCosigned() {
        NoteSigner namesake = NoteSigner.ofPem("w.example/1", NoteSigner.newPem());
        assertThat(key.cosigned(note)).isEmpty();
        assertThat(key.cosigned(note.with(namesake.cosign(note.text(), TIME)))).isEmpty();
        assertThat(key.cosigned(note.with(witness.cosign("other\n", TIME)))).isEmpty();
        assertThat(key.cosigned(note.with(witness.cosign(note.text(), Instant.EPOCH))))
                .isEmpty();
        // One that is valid does not make up for one that is not.
        assertThat(key.cosigned(note.with(witness.cosign("other\n", TIME)).with(witness.cosign(note.text(), TIME))))
                .isEmpty();
    }

    /** A plain signature of the same key is not a cosignature, and a cosignature is not a signature of a log. */
    @Test
    void signatureWhenOfTheOtherKindThenNeitherStandsForTheOther() {
        Checkpoint checkpoint = Checkpoint.of("w.example/1", 0, new TreeHasher().empty());
        SignedNote plain = new SignedNote(
                checkpoint.text(),
                List.of(witness.sign(checkpoint, TIME).signatures().get(0)));
        SignedNote timed = new SignedNote(checkpoint.text(), List.of(witness.cosign(checkpoint.text(), TIME)));
        assertThat(key.cosigned(plain)).isEmpty();
        assertThat(key.cosigned(timed)).contains(TIME);
        assertThat(witness.key().check(timed).outcome()).isEqualTo(NoteVerifier.Outcome.NOT_SIGNED);
        assertThatThrownBy(() -> WitnessKey.parse(witness.key().toString())).hasMessageContaining("0x04");
        assertThatThrownBy(() -> NoteVerifier.parse(key.toString())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestWhenOfTheSpecificationThenReadAndWrittenTheSame() {
        AddCheckpoint request = AddCheckpoint.parse(REQUEST);
        assertThat(request.oldSize()).isEqualTo(20_852_014);
        assertThat(request.proof()).hasSize(4);
        assertThat(Checkpoint.parse(SignedNote.parse(request.checkpoint()).text())
                        .size())
                .isEqualTo(20_852_163);
        assertThat(request).hasToString(REQUEST);
        String first = new AddCheckpoint(0, List.of(), note.toString()).toString();
        assertThat(first).isEqualTo("old 0\n\n" + note);
        assertThat(AddCheckpoint.parse(first).proof()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "old \n\nx",
                "old 01\n\nx",
                "old -1\n\nx",
                "old 1 \n\nx",
                "Old 1\n\nx",
                "old 1\nx",
                "old 1\nPlRN\n\nx",
                "old 1\n \n\nx",
                "old 1\r\n\r\nx",
                "old 1000000000000000000\n\nx",
                "old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\nx"
            })
    void requestWhenItDiffersFromTheSpecificationThenRefused(String body) {
        assertThatThrownBy(() -> AddCheckpoint.parse(body)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestWhenProofHasMoreThanSixtyThreeHashesThenRefused() {
        byte[] hash = new TreeHasher().empty();
        List<byte[]> most = IntStream.range(0, 63).mapToObj(i -> hash).toList();
        List<byte[]> more = IntStream.range(0, 64).mapToObj(i -> hash).toList();
        assertThat(AddCheckpoint.parse(new AddCheckpoint(1, most, "x").toString())
                        .proof())
                .hasSize(63);
        assertThatThrownBy(() -> AddCheckpoint.parse(new AddCheckpoint(1, more, "x").toString()))
                .hasMessageContaining("63");
    }

    @Test
    void sizeWhenInAConflictThenThatAndNothingElse() {
        assertThat(AddCheckpoint.sizeIn("20852014\n")).isEqualTo(20_852_014);
        for (String body : List.of("", "1", "\n", "1\n\n", "01\n", "1 \n", "<html>\n", "-1\n")) {
            assertThatThrownBy(() -> AddCheckpoint.sizeIn(body)).as(body).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void proofWhenOfTheSpecificationThenReadAndWrittenTheSame() {
        TlogProof proof = TlogProof.parse(PROOF);
        assertThat(proof.index()).isEqualTo(73_894);
        assertThat(proof.hashes()).hasSize(1);
        assertThat(proof.extra())
                .hasValueSatisfying(extra -> assertThat(extra).isEqualTo("age".getBytes(StandardCharsets.US_ASCII)));
        assertThat(proof).hasToString(PROOF);
        String only = new TlogProof(Optional.empty(), 0, List.of(), note.toString()).toString();
        assertThat(only).isEqualTo("c2sp.org/tlog-proof@v1\nindex 0\n\n" + note);
        assertThat(TlogProof.parse(only).extra()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v1\n\nx",
                "c2sp.org/tlog-proof@v2\nindex 0\n\nx",
                "c2sp.org/tlog-proof@v1\nindex 00\n\nx",
                "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx",
                "c2sp.org/tlog-proof@v1\nextra YWdl\n\nx",
                "c2sp.org/tlog-proof@v1\nindex 0\n",
                "c2sp.org/tlog-proof@v1\nextra ?\nindex 0\n\nx",
                " c2sp.org/tlog-proof@v1\nindex 0\n\nx"
            })
    void proofWhenItDiffersFromTheSpecificationThenRefused(String text) {
        assertThatThrownBy(() -> TlogProof.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
