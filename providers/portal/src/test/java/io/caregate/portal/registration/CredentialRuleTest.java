package io.caregate.portal.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.portal.client.Authentication;
import io.caregate.portal.problem.ProblemType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialRuleTest {
    @ParameterizedTest
    @CsvSource({
        "SECRET, ,          NO_KEYS, SECRET_COLLECTED",
        "KEYS,   NO_SECRET, ,        NO_SECRET",
        "NONE,   NO_SECRET, NO_KEYS, NO_SECRET",
    })
    void credentialWhenTheClientDoesNotUseItThenRefused(
            Authentication authentication, ProblemType rotate, ProblemType replace, ProblemType collectAgain) {
        assertThat(CredentialRule.rotateSecret(authentication).orElse(null)).isEqualTo(rotate);
        assertThat(CredentialRule.replaceKeys(authentication).orElse(null)).isEqualTo(replace);
        assertThat(CredentialRule.collectSecret(false, authentication).orElse(null))
                .isEqualTo(collectAgain);
        assertThat(CredentialRule.collectSecret(true, authentication)).isEmpty();
    }
}
