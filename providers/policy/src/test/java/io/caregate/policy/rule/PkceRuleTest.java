package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PkceRuleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # rule   | public client | challenge | method | accepted
            PUBLIC   | true          | x         | S256   | true
            PUBLIC   | true          | x         | plain  | false
            PUBLIC   | true          | x         | s256   | false
            PUBLIC   | true          | x         | S512   | false
            PUBLIC   | true          | x         | ''     | false
            PUBLIC   | true          | x         |        | false
            PUBLIC   | true          |           | S256   | false
            PUBLIC   | true          | ''        | S256   | false
            PUBLIC   | true          |           |        | false
            PUBLIC   | false         | x         | S256   | true
            PUBLIC   | false         | x         | plain  | false
            PUBLIC   | false         | x         |        | false
            PUBLIC   | false         |           |        | true
            PUBLIC   | false         |           | ''     | true
            PUBLIC   | false         |           | S256   | true
            PUBLIC   | false         |           | plain  | false
            ALL      | true          | x         | S256   | true
            ALL      | true          |           |        | false
            ALL      | false         | x         | S256   | true
            ALL      | false         | x         | plain  | false
            ALL      | false         |           |        | false
            ALL      | false         | ''        | S256   | false
            OFF      | true          | x         | S256   | true
            OFF      | true          |           |        | true
            OFF      | true          | x         | plain  | false
            OFF      | true          | x         |        | false
            OFF      | false         |           | plain  | false
            OFF      | false         |           |        | true
            """)
    void checkWhenChallengeThenOnlyS256Accepted(
            PkceRule rule, boolean publicClient, String challenge, String method, boolean accepted) {
        assertThat(rule.check(publicClient, challenge, method).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void checkWhenMissingThenTextSaysWhatToSend() {
        assertThat(PkceRule.PUBLIC.check(true, null, null))
                .hasValue("Missing parameter: code_challenge; send one with code_challenge_method=S256 (RFC 7636)");
    }

    @Test
    void checkWhenPlainThenTextNamesTheMethodThatIsServed() {
        assertThat(PkceRule.PUBLIC.check(true, "x", "plain"))
                .hasValue("code_challenge_method must be S256; plain is not served");
    }
}
