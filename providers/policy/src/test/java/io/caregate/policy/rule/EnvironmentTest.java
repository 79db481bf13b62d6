package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @ParameterizedTest
    @NullAndEmptySource
    void parseWhenAbsentThenProduction(String absent) {
        assertThat(Environment.parse(absent)).hasValue(Environment.PRODUCTION);
    }

    @ParameterizedTest
    @CsvSource({"production, PRODUCTION", "acceptance, ACCEPTANCE"})
    void parseWhenKnownWordThenThat(String word, Environment environment) {
        assertThat(Environment.parse(word)).hasValue(environment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Acceptance", "ACCEPTANCE", "acceptance ", "acceptance\n", "test", "production,acceptance", "+"})
    void parseWhenUnknownWordThenNothingAndTheClientIsHeldToProduction(String word) {
        assertThat(Environment.parse(word)).isEmpty();
        assertThat(TestClients.backend()
                        .attributes(Map.of(Environment.ATTRIBUTE, word))
                        .facts()
                        .environment())
                .isEqualTo(Environment.PRODUCTION);
    }
}
