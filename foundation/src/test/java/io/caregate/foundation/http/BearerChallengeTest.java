package io.caregate.foundation.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearerChallengeTest {
    @Test
    void challengeWhenNoTokenThenNoErrorCode() {
        assertThat(BearerChallenge.tokenMissing("clinic")).isEqualTo("Bearer realm=\"clinic\"");
    }

    @Test
    void challengeWhenTheTokenIsInvalidThenItsErrorCodeAndDescriptionIfAny() {
        assertThat(BearerChallenge.tokenInvalid("clinic", null))
                .isEqualTo("Bearer realm=\"clinic\", error=\"invalid_token\"");
        assertThat(BearerChallenge.tokenInvalid("clinic", "expired"))
                .isEqualTo("Bearer realm=\"clinic\", error=\"invalid_token\", error_description=\"expired\"");
    }

    @Test
    void challengeWhenTheRealmHasOtherCharactersThenTheyEndNoQuote() {
        assertThat(BearerChallenge.tokenMissing("a\"b\r\nc\u00e9")).isEqualTo("Bearer realm=\"a_b__c_\"");
    }
}
