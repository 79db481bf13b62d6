package io.caregate.policy.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportPlacesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ReportPlaces places = new ReportPlaces(registry, Duration.ofMillis(200));

    @AfterEach
    void close() {
        places.close();
    }

    private double turnedAway(String reason) {
        return registry.get("caregate.findings.reports.turned.away")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double running() {
        return registry.get("caregate.findings.reports.running").gauge().value();
    }

    @Test
    void placeWhenAllAreTakenThenNoneUntilOneIsGivenBack() {
        List<ReportPlaces.Place> taken = new ArrayList<>();
        for (int i = 0; i < ReportPlaces.MOST; i++) {
            taken.add(places.take().orElseThrow());
        }
        assertThat(running()).isEqualTo(ReportPlaces.MOST);
        assertThat(places.take()).isEmpty();
        assertThat(turnedAway("busy")).isEqualTo(1);

        taken.get(0).close();
        assertThat(places.take()).isPresent();
        assertThat(places.take()).isEmpty();
    }

    /** It is closed at the end of the document, and once more with the session. */
    @Test
    void placeWhenClosedTwiceThenGivenBackOnce() {
        ReportPlaces.Place first = places.take().orElseThrow();
        places.take().orElseThrow();
        first.close();
        first.close();
        assertThat(running()).isEqualTo(1);
    }

    @Test
    void documentWhenItsReaderReadsThenAllOfIt() throws IOException {
        var read = new ByteArrayOutputStream();
        try (ReportPlaces.Place place = places.take().orElseThrow()) {
            place.send(read, out -> out.write("all of it".getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("all of it");
        assertThat(running()).isZero();
        assertThat(turnedAway("slow")).isZero();
    }

    @Test
    void documentWhenItsReaderNeverReadsThenBrokenOffAndTheThreadIsFree() {
        assertThatExceptionOfType(PacedOutput.LostReader.class).isThrownBy(() -> {
            try (ReportPlaces.Place place = places.take().orElseThrow()) {
                place.send(new Stuck(), out -> out.write(new byte[10]));
            }
        });
        assertThat(running()).isZero();
        assertThat(turnedAway("slow")).isEqualTo(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** The server would write what is left in its buffer without a limit. */
    @Test
    void endOfTheDocumentWhenItsReaderNeverReadsThenBrokenOffToo() {
        assertThatExceptionOfType(PacedOutput.LostReader.class).isThrownBy(() -> {
            try (ReportPlaces.Place place = places.take().orElseThrow()) {
                place.send(new Buffered(), out -> out.write(new byte[10]));
            }
        });
    }

    /** Waits as the server's own stream does: for ever, or until it is interrupted. */
    private static class Stuck extends OutputStream {
        private final CountDownLatch never = new CountDownLatch(1);

        @Override
        public void write(int one) throws IOException {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }
    }

    private static final class Buffered extends Stuck {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            // It is in the buffer now.
        }

        @Override
        public void flush() throws IOException {
            write(0);
        }
    }
}
