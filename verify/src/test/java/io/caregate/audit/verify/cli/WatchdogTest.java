package io.caregate.audit.verify.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.fetch.AwayException;
import io.caregate.audit.verify.fetch.Monitor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchdogTest {
    @Test
    void runWhenItDoesNotEndThenTheAlarmIsRaisedMeanwhile() throws Exception {
        Duration behindAfter = Duration.ofMillis(200);
        CountDownLatch hangs = new CountDownLatch(1);
        BlockingQueue<String> alarms = new LinkedBlockingQueue<>();
        Monitor monitor = new Monitor(
                () -> {
                    try {
                        hangs.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new AwayException("late");
                },
                Clock.systemUTC(),
                behindAfter,
                line -> {},
                alarms::add);
        try (Watchdog watchdog = Watchdog.over(monitor, Duration.ofMillis(50), behindAfter, alarms::add)) {
            assertThat(watchdog).isNotNull();
            Thread run = new Thread(monitor::turn);
            run.start();
            assertThat(alarms.poll(30, TimeUnit.SECONDS)).startsWith("NOT CHECKED since ");
            assertThat(run.isAlive()).isTrue();
            hangs.countDown();
            run.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"PT5M, PT10M, PT10M", "PT10M, PT10M, PT20M", "PT1H, PT10M, PT1H10M"})
    void logWhenItIsCheckedSeldomThenUncheckedWhenTheNextRunIsLate(Duration every, Duration behind, Duration limit) {
        assertThat(Watchdog.limit(every, behind)).isEqualTo(limit);
    }

    /** A server that makes the line longer than an argument may be must not silence the alarm. */
    @Test
    void alarmWhenTheProgramDoesNotEndWithZeroThenItWasNotRaised() {
        List<String> said = new ArrayList<>();
        assertThat(MonitorCommand.raise(Path.of("true"), "x".repeat(1 << 20), said::add))
                .isTrue();
        assertThat(said).isEmpty();
        assertThat(MonitorCommand.raise(Path.of("false"), "x", said::add)).isFalse();
        assertThat(MonitorCommand.raise(Path.of("no-such-program"), "x", said::add))
                .isFalse();
        assertThat(said).hasSize(2).first().isEqualTo("the alarm false ended with 1");
    }
}
