package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseTypeRuleTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # response type            | asks for a token | asks for a code
            code                       | false            | true
            none                       | false            | false
            ''                         | false            | false
            token                      | true             | false
            id_token                   | true             | false
            id_token token             | true             | false
            token id_token             | true             | false
            code token                 | true             | true
            token code                 | true             | true
            code id_token              | true             | true
            id_token code              | true             | true
            code id_token token        | true             | true
            token id_token code        | true             | true
            none token                 | true             | false
            TOKEN                      | true             | false
            Id_Token                   | true             | false
            CODE                       | false            | true
            '  token  '                | true             | false
            'code\ttoken'              | true             | true
            'code\\ttoken'             | false            | false
            tokens                     | false            | false
            codetoken                  | false            | false
            id_token_code              | false            | false
            code,token                 | false            | false
            """)
    void asksWhenResponseTypeThenTokenAndCodeAreFoundAsWords(String responseType, boolean token, boolean code) {
        assertThat(ResponseTypeRule.asksForToken(responseType)).isEqualTo(token);
        assertThat(ResponseTypeRule.asksForCode(responseType)).isEqualTo(code);
    }

    @Test
    void servedWhenListedThenNoneAsksForToken() {
        assertThat(ResponseTypeRule.SERVED)
                .containsExactly("code", "none")
                .noneMatch(ResponseTypeRule::asksForToken)
                .isUnmodifiable();
    }
}
