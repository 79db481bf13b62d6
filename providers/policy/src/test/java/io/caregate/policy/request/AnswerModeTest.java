package io.caregate.policy.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;

class AnswerModeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            # response_mode | answered by   | is a JWT
            none            | FRAGMENT      | false
            query           | QUERY         | false
            form_post       | FORM_POST     | false
            unknown         | QUERY         | false
            jwt             | FRAGMENT_JWT  | true
            query.jwt       | QUERY_JWT     | true
            form_post.jwt   | FORM_POST_JWT | true
            """)
    void answerWhenToATokenRequestThenInTheFragmentUnlessAskedOtherwise(
            String mode, OIDCResponseMode answered, boolean jwt) {
        assertThat(AnswerMode.fragmentByDefault(mode)).isEqualTo(answered);
        assertThat(AnswerMode.isJwt(answered)).isEqualTo(jwt);
        assertThat(AnswerMode.asksForJwt(mode)).isEqualTo(jwt);
    }
}
