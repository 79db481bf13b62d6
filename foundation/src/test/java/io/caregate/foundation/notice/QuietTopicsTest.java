package io.caregate.foundation.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuietTopicsTest {
    private static final Duration QUIET = Duration.ofMinutes(15);

    private final AtomicLong clock = new AtomicLong(-7);
    private final QuietTopics topics = new QuietTopics(clock::get);

    private void later(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void noticeWhenTheFirstOfItsTopicThenAtOnce() {
        assertThat(topics.next("a")).contains(Duration.ZERO);
        assertThat(topics.next("b")).contains(Duration.ZERO);
    }

    @Test
    void noticeWhenOneIsWaitingThenNoOther() {
        topics.next("a");
        assertThat(topics.next("a")).isEmpty();
        topics.done("a", QUIET);
        later(Duration.ofMinutes(5));
        assertThat(topics.next("a")).contains(Duration.ofMinutes(10));
        assertThat(topics.next("a")).isEmpty();
        later(Duration.ofHours(1));
        assertThat(topics.next("a")).isEmpty();
    }

    @Test
    void noticeWhenTheQuietPeriodIsOverThenAtOnceAgain() {
        topics.next("a");
        topics.done("a", QUIET);
        later(QUIET.minusNanos(1));
        assertThat(topics.next("a")).contains(Duration.ofNanos(1));
        later(Duration.ofNanos(1));
        topics.done("a", QUIET);
        later(QUIET);
        assertThat(topics.next("a")).contains(Duration.ZERO);
    }

    @Test
    void noticeWhenThereWasNothingToTellThenTheNextAtOnce() {
        topics.next("a");
        topics.done("a", Duration.ZERO);
        assertThat(topics.next("a")).contains(Duration.ZERO);
    }

    @Test
    void noticesWhenOfTooManyTopicsThenOnlyOfThoseKnown() {
        for (int topic = 0; topic < QuietTopics.MOST; topic++) {
            topics.next("t" + topic);
            topics.done("t" + topic, QUIET);
        }
        assertThat(topics.next("one more")).isEmpty();
        assertThat(topics.next("t7")).isPresent();
        later(QUIET);
        assertThat(topics.next("one more")).contains(Duration.ZERO);
    }
}
