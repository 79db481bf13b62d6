package io.caregate.auditlog.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The policies of C2SP tlog-policy. */
class TrustPolicyTest {
    private static String vkey(String name) {
        return NoteSigner.ofPem(name, NoteSigner.newPem()).witnessKey().toString();
    }

    /** The example of the specification. */
    private static final String EXAMPLE = "log "
            + NoteSigner.ofPem("example.org/log", NoteSigner.newPem()).key()
            + "\n\nwitness X1 " + vkey("x1") + "\n witness X2\t" + vkey("x2") + " https://x2.example/w \nwitness X3 "
            + vkey("x3") + "\ngroup X-witnesses 2 X1 X2 X3\n# the second organization\nwitness Y1 " + vkey("y1")
            + "\nwitness Y2 " + vkey("y2") + "\nwitness Y3 " + vkey("y3")
            + "\ngroup Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";

    @ParameterizedTest
    @CsvSource({
        "X1 X2 Y1, true",
        "X2 X3 Y3, true",
        "X1 X2 X3 Y1 Y2 Y3, true",
        "X1 Y1 Y2 Y3, false",
        "X1 X2 X3, false",
        "X-witnesses Y-witnesses, false",
        "X-and-Y, false",
        "none, false",
        "other, false"
    })
    void quorumWhenOfTheExampleThenTwoOfTheFirstAndOneOfTheSecond(String cosigned, boolean reached) {
        TrustPolicy policy = TrustPolicy.parse(EXAMPLE);
        assertThat(policy.isReached(Set.of(cosigned.split(" ")))).isEqualTo(reached);
        assertThat(policy.isReached(Set.of())).isFalse();
    }

    @Test
    void policyWhenReadThenItsLogsAndWitnessesInOrder() {
        TrustPolicy policy = TrustPolicy.parse(EXAMPLE);
        assertThat(policy.logs()).extracting(NoteVerifier::name).containsExactly("example.org/log");
        assertThat(policy.witnesses())
                .extracting(TrustPolicy.Witness::name)
                .containsExactly("X1", "X2", "X3", "Y1", "Y2", "Y3");
        assertThat(policy.witnesses().get(1).url()).contains("https://x2.example/w");
        assertThat(policy.witnesses().get(0).url()).isEmpty();
    }

    @Test
    void quorumWhenNoneThenReachedByNobody() {
        assertThat(TrustPolicy.parse("quorum none\n").isReached(Set.of())).isTrue();
    }

    @Test
    void quorumWhenOfOneWitnessThenThatOne() {
        TrustPolicy policy = TrustPolicy.parse("witness w " + vkey("w") + "\nquorum w");
        assertThat(policy.isReached(Set.of("w"))).isTrue();
        assertThat(policy.isReached(Set.of("v"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# quorum none\n",
                "quorum none\nquorum none\n",
                "quorum w\n",
                "quorum w\nWITNESS\n",
                "quorum\n",
                "quorum none none\n",
                "quorum none\r\n",
                "quorum\u00a0none\n",
                "witness none KEY\nquorum none\n",
                "WITNESS\nwitness w OTHER\nquorum w\n",
                "WITNESS\nwitness v SAME\nquorum w\n",
                "WITNESS\ngroup g 0 w\nquorum g\n",
                "WITNESS\ngroup g 2 w\nquorum g\n",
                "WITNESS\ngroup g 01 w\nquorum g\n",
                "WITNESS\ngroup g some w\nquorum g\n",
                "WITNESS\ngroup g all\nquorum g\n",
                "WITNESS\ngroup g all w w\nquorum g\n",
                "WITNESS\ngroup g all w\ngroup h all w\nquorum h\n",
                "WITNESS\ngroup g all v\nquorum g\n",
                "WITNESS\ngroup g all none\nquorum g\n",
                "WITNESS\ngroup w all w\nquorum w\n",
                "witness w LOGKEY\nquorum w\n",
                "log KEY\nquorum none\n",
                "observer w KEY\nquorum none\n"
            })
    void policyWhenItDiffersFromTheSpecificationThenRefused(String text) {
        String key = vkey("w");
        String log = NoteSigner.ofPem("w", NoteSigner.newPem()).key().toString();
        String same = WitnessKey.parse(key).toString();
        String policy = text.replace("WITNESS", "witness w KEY")
                .replace("LOGKEY", log)
                .replace("SAME", same)
                .replace("OTHER", vkey("v"))
                .replace("KEY", key);
        assertThatThrownBy(() -> TrustPolicy.parse(policy)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lineWhenWrongThenNamed() {
        assertThatThrownBy(() -> TrustPolicy.parse("\n# a comment\nquorum v\n"))
                .hasMessage("line 3: v is not defined on a line before");
    }
}
