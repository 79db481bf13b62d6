package io.caregate.audit.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.status.CheckStatus;
import io.caregate.audit.status.JobStatus;
import io.caregate.audit.status.LogStatus;
import io.caregate.audit.status.SinkStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcernsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    private static final Duration LASTING = Duration.ofMinutes(5);

    private static LogStatus status(
            Instant time,
            long damaged,
            long oldest,
            long checkpoint,
            long spill,
            List<JobStatus> jobs,
            SinkStatus... sinks) {
        return new LogStatus(
                time,
                7,
                new LogStatus.Waiting(1, Duration.ofSeconds(oldest), spill),
                Optional.of(Duration.ofSeconds(checkpoint)),
                damaged,
                new CheckStatus(0, 0, Optional.empty()),
                jobs,
                List.of(sinks));
    }

    private static SinkStatus sink(SinkStatus.State state, long lag) {
        return new SinkStatus(
                "siem", state, 1, Duration.ofSeconds(lag), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static JobStatus job(JobStatus.State state) {
        return new JobStatus(
                "check",
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 120, 180, 0, ''",
        "1, 0, 0, 0, damaged",
        "0, 121, 0, 0, unsealed",
        "0, 0, 181, 0, checkpoint",
        "0, 0, 0, 1, spill",
        "2, 900, 900, 9, checkpoint damaged spill unsealed"
    })
    void stateWhenItNeedsSomebodyThenNamed(long damaged, long oldest, long checkpoint, long spill, String names) {
        assertThat(String.join(" ", Concerns.in(status(TIME, damaged, oldest, checkpoint, spill, List.of()))))
                .isEqualTo(names);
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVERING, 600, false",
        "DELIVERING, 601, true",
        "FAILING, 600, false",
        "FAILING, 601, true",
        "MISCONFIGURED, 0, true",
        "REMOVED, 9999, false"
    })
    void sinkWhenItIsStuckOrMustBeMendedThenNamed(SinkStatus.State state, long lag, boolean named) {
        assertThat(Concerns.in(status(TIME, 0, 0, 0, 0, List.of(), sink(state, lag)))
                        .contains("sink siem"))
                .isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, false", "FAILING, true", "STALLED, true"})
    void jobWhenItIsNotDoneThenNamed(JobStatus.State state, boolean named) {
        assertThat(Concerns.in(status(TIME, 0, 0, 0, 0, List.of(job(state)))).contains("job check"))
                .isEqualTo(named);
    }

    @Test
    void concernWhenItGoesAwayByItselfThenNobodyIsTold() {
        Concerns concerns = new Concerns(LASTING);
        assertThat(concerns.after(status(TIME, 1, 0, 0, 0, List.of()))).isEmpty();
        assertThat(concerns.after(status(TIME.plus(LASTING).minusMillis(1), 1, 0, 0, 5, List.of())))
                .isEmpty();
        assertThat(concerns.after(status(TIME.plus(LASTING), 1, 0, 0, 5, List.of())))
                .containsExactly("damaged");
        assertThat(concerns.after(status(TIME.plus(LASTING).plusSeconds(1), 0, 0, 0, 5, List.of())))
                .isEmpty();
        assertThat(concerns.after(status(TIME.plus(LASTING).plusSeconds(2), 1, 0, 0, 5, List.of())))
                .as("it begins anew")
                .isEmpty();
        assertThat(concerns.after(status(TIME.plus(LASTING).plus(LASTING), 1, 0, 0, 5, List.of())))
                .containsExactly("spill");
    }
}
