package io.caregate.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    private final RateLimiter limiter = new RateLimiter(clock::get);

    @Test
    void callWhenTheLimitIsReachedThenTheNextHasToWait() {
        use("a", RateLimiter.MOST);

        assertThat(limiter.count("a")).contains(Duration.ofMillis(500));
        assertThat(limiter.count("b")).isEmpty();
    }

    @Test
    void callWhenAfterTheTimeToWaitThenOneMore() {
        use("a", RateLimiter.MOST);
        pass(limiter.count("a").orElseThrow());

        assertThat(limiter.count("a")).isEmpty();
        assertThat(limiter.count("a")).isPresent();
    }

    /** Otherwise a program that keeps trying would never be let in again. */
    @Test
    void callWhenRefusedThenNotCounted() {
        use("a", RateLimiter.MOST);
        for (int i = 0; i < 1000; i++) {
            assertThat(limiter.count("a")).contains(Duration.ofMillis(500));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 61, 3600})
    void userWhenAMinuteHasPassedThenTheFullLimitAgain(long seconds) {
        use("a", RateLimiter.MOST);
        pass(Duration.ofSeconds(seconds));

        use("a", RateLimiter.MOST);
        assertThat(limiter.count("a")).isPresent();
    }

    /** A user types for an hour, and pauses as briefly as the web app asks for. */
    @Test
    void userWhenTypingAtAnEvenSpeedThenNeverStopped() {
        for (int i = 0; i < 7200; i++) {
            assertThat(limiter.count("a")).isEmpty();
            pass(Duration.ofMillis(500));
        }
    }

    @Test
    void userWhenTheLastCallIsLongAgoThenForgotten() {
        for (int i = 0; i < 1000; i++) {
            use("user-" + i, 1);
        }
        use("busy", RateLimiter.MOST);
        pass(Duration.ofSeconds(59));
        use("busy", 100);
        pass(Duration.ofSeconds(1));

        use("late", 1);

        assertThat(limiter.size()).isEqualTo(2);
    }

    private void use(String user, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(limiter.count(user)).as("call " + i).isEmpty();
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
