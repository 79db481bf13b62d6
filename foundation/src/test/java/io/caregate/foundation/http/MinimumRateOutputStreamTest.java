package io.caregate.foundation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The reader moves the clock: a budget of ten seconds, 1,024 bytes a second. */
class MinimumRateOutputStreamTest {
    private static final int RATE = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private long now = TimeUnit.DAYS.toNanos(1);
    private long nanosOfWrite;
    private boolean throwsWhenInterrupted = true;

    private final MinimumRateOutputStream output = new MinimumRateOutputStream(new Reader(), PATIENCE, RATE, () -> now);

    private void send(int bytes, double seconds) throws IOException {
        nanosOfWrite = (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        output.write(new byte[bytes]);
    }

    @Test
    void readerWhenAsFastAsTheRateThenServedForEver() throws IOException {
        for (int second = 0; second < 100_000; second++) {
            send(RATE, 1);
        }
        assertThat(taken.size()).isEqualTo(100_000 * RATE);
    }

    @Test
    void readerWhenALittleSlowerThenGivenUpWhenHisTimeIsUsedUp() throws IOException {
        // A second in which half the rate is read uses half a second.
        for (int second = 0; second < 17; second++) {
            send(RATE / 2, 1);
        }
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> {
            send(RATE / 2, 1);
            send(RATE / 2, 1);
            send(RATE / 2, 1);
        });
    }

    @Test
    void readerWhenFastForLongThenNoMoreTimeThanAtFirst() throws IOException {
        for (int times = 0; times < 1_000; times++) {
            send(100 * RATE, 0);
        }
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(1, 10.001));
    }

    @Test
    void readerWhenHePausesWithinHisTimeThenServed() throws IOException {
        send(1, 9.9);
        send(20 * RATE, 0);
        send(1, 9.9);
        assertThat(taken.size()).isEqualTo(20 * RATE + 2);
    }

    @Test
    void timeWhenSpentBetweenWritesThenNotTheReaders() throws IOException {
        send(1, 9);
        now += TimeUnit.HOURS.toNanos(1);
        send(1, 0.9);
        assertThat(taken.size()).isEqualTo(2);
    }

    @Test
    void flushWhenItWaitsThenItCountsToo() {
        nanosOfWrite = TimeUnit.SECONDS.toNanos(11);
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(output::flush);
    }

    @Test
    void longWriteWhenTheReaderTakesItSteadilyThenMeasuredOnItsWay() throws IOException {
        // 64 seconds for a single write, a piece of 8 KiB every 8 seconds.
        send(64 * RATE, 8);
        assertThat(taken.size()).isEqualTo(64 * RATE);
    }

    @Test
    void readerWhenGivenUpThenNothingIsWrittenAnyMore() {
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(1, 11));
        int sent = taken.size();
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class)
                .isThrownBy(() -> send(1, 0))
                .matches(MinimumRateOutputStream.LostReader::isTooSlow);
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(1, 0));
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(output::flush);
        assertThat(taken.size()).isEqualTo(sent);
    }

    @Test
    void writeWhenLookedAtInTimeThenNotInterrupted() throws IOException {
        send(1, 9.9);
        output.inspect();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void lookWhenNobodyWritesThenNobodyIsInterrupted() throws IOException {
        send(1, 9.9);
        now += TimeUnit.HOURS.toNanos(1);
        output.inspect();
        assertThat(Thread.interrupted()).isFalse();
        send(1, 0);
    }

    /** The thread serves others afterwards: a late interrupt must not remain on it. */
    @Test
    void interruptWhenTheWriteDoesNotNoticeItThenTakenBackAndStillTooSlow() {
        throwsWhenInterrupted = false;
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(1, 10.1));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void writeWhenItsReaderHasGoneThenThatIsSaid() {
        IOException closed = new IOException("closed");
        var broken = new MinimumRateOutputStream(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw closed;
                    }
                },
                PATIENCE,
                RATE,
                () -> now);
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class)
                .isThrownBy(() -> broken.write(1))
                .withCause(closed)
                .matches(lost -> !lost.isTooSlow());
    }

    /** Accepts its input after the configured time, during which it is checked; ends when it is interrupted. */
    private final class Reader extends OutputStream {
        @Override
        public void write(int one) {
            throw new AssertionError("one byte at a time");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            waitForIt();
            taken.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            waitForIt();
        }

        private void waitForIt() throws IOException {
            now += nanosOfWrite;
            output.inspect();
            if (throwsWhenInterrupted && Thread.interrupted()) {
                throw new IOException("interrupted");
            }
        }
    }
}
