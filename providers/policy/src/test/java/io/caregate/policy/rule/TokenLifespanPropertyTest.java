package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TokenLifespanPropertyTest {

    @Property
    void everyNumberOfSecondsOfADayReadsBack(@ForAll @IntRange(min = 1, max = 86400) int seconds) {
        assertThat(TokenLifespan.parse(Integer.toString(seconds))).hasValue(Duration.ofSeconds(seconds));
    }

    @Property
    void whateverIsWrittenTheCapIsNeverBeyondADay(@ForAll String text) {
        assertThat(TokenLifespan.parse(text).orElse(TokenLifespan.DEFAULT))
                .isBetween(Duration.ofSeconds(1), TokenLifespan.MOST);
    }
}
