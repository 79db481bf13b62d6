package io.caregate.policy.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrationAttemptsTest {

    private final Map<String, Long> kept = new HashMap<>();
    private final RegistrationAttempts attempts =
            new RegistrationAttempts((key, seconds) -> kept.putIfAbsent(key, seconds) == null);

    @Test
    void tokenWhenRefusedTenTimesThenUsedUp() {
        for (int refusal = 1; refusal < 10; refusal++) {
            assertThat(attempts.isLast("token", 1000, 60, 1000))
                    .as("%d", refusal)
                    .isFalse();
        }
        assertThat(attempts.isLast("token", 1000, 60, 1000)).isTrue();
        assertThat(attempts.isLast("token", 1000, 60, 1000)).isTrue();
        assertThat(attempts.isLast("other", 1000, 60, 1000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # made at  | lives for  | now        | kept for
            1000       | 60         | 1000       | 60
            1000       | 60         | 1059       | 1
            1000       | 60         | 1060       | 1
            1000       | 60         | 5000       | 1
            1000       | 1          | 1000       | 1
            1000       | 0          | 1000       | 2592000
            1000       | -1         | 1000       | 2592000
            2147483647 | 2147483647 | 2147483647 | 2147483647
            """)
    void refusalWhenCountedThenAsLongAsTheTokenLives(int madeAt, int expiration, long now, long seconds) {
        attempts.isLast("token", madeAt, expiration, now);
        assertThat(kept).isEqualTo(Map.of("caregate.registration-refused.token.1", seconds));
    }
}
