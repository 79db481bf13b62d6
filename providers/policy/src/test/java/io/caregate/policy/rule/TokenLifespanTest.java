package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenLifespanTest {

    @ParameterizedTest
    @NullAndEmptySource
    void parseWhenAbsentThenFiveMinutes(String absent) {
        assertThat(TokenLifespan.parse(absent)).hasValue(Duration.ofSeconds(300));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "86401, 86400",
        "99999, 9999",
        "0300, 300",
        "-300, 300",
        "+300, 300",
        "300.0, 300",
        "' 300', 300",
        "'300 ', 300",
        "5m, 5",
        "PT5M, 300",
        "3e2, 302",
        "99999999999999999999, 86399"
    })
    void parseWhenNoSecondsInRangeThenNothing(String refused, String accepted) {
        assertThat(TokenLifespan.parse(refused)).isEmpty();
        assertThat(TokenLifespan.parse(accepted)).hasValue(Duration.ofSeconds(Integer.parseInt(accepted)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"300\n", "\u0663\u0660\u0660", "\uff13\uff10\uff10", "\n"})
    void parseWhenOtherDigitsOrLineEndThenNothing(String refused) {
        assertThat(TokenLifespan.parse(refused)).isEmpty();
    }
}
