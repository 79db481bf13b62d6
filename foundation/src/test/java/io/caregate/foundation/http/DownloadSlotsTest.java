package io.caregate.foundation.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DownloadSlotsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DownloadSlots slots =
            new DownloadSlots(registry, "caregate.letters", "letter", Duration.ofMillis(200));
    private final AtomicInteger begun = new AtomicInteger();

    @AfterEach
    void close() {
        slots.close();
    }

    private Optional<DownloadSlots.Place> take() {
        return slots.take("clinic", begun::incrementAndGet);
    }

    private double turnedAway(String reason) {
        return registry.get("caregate.letters.turned.away")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double running() {
        return registry.get("caregate.letters.running").gauge().value();
    }

    @Test
    void placeWhenAllAreTakenThenNoneUntilOneIsGivenBack() {
        List<DownloadSlots.Place> taken = new ArrayList<>();
        for (int i = 0; i < DownloadSlots.MOST; i++) {
            taken.add(take().orElseThrow());
        }
        assertThat(running()).isEqualTo(DownloadSlots.MOST);
        assertThat(take()).isEmpty();
        assertThat(turnedAway("busy")).isEqualTo(1);

        taken.get(0).close();
        assertThat(take()).isPresent();
        assertThat(take()).isEmpty();
    }

    /** It is closed at the end of the document, and again with the session. */
    @Test
    void placeWhenClosedTwiceThenGivenBackOnce() {
        DownloadSlots.Place first = take().orElseThrow();
        take().orElseThrow();
        first.close();
        first.close();
        assertThat(running()).isEqualTo(1);
    }

    @Test
    void documentWhenItsReaderReadsThenAllOfItAfterTheTransaction() throws IOException {
        var read = new ByteArrayOutputStream();
        StreamingOutput document = take().orElseThrow().paced(out -> {
            assertThat(begun).hasValue(1);
            assertThat(running()).isEqualTo(1);
            out.write("all of it".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(begun).hasValue(0);
        document.write(read);
        assertThat(read.toString(StandardCharsets.UTF_8)).isEqualTo("all of it");
        assertThat(running()).isZero();
        assertThat(turnedAway("slow")).isZero();
    }

    @Test
    void documentWhenItCannotBeMadeThenThePlaceIsFree() {
        StreamingOutput document = take().orElseThrow().paced(out -> {
            throw new IOException("the database is away");
        });
        assertThatIOException()
                .isThrownBy(() -> document.write(new ByteArrayOutputStream()))
                .withMessage("the database is away");
        assertThat(running()).isZero();
        assertThat(turnedAway("slow")).isZero();
    }

    @Test
    void documentWhenItsReaderNeverReadsThenBrokenOffAndTheThreadIsFree() {
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(new Stuck()));
        assertThat(running()).isZero();
        assertThat(turnedAway("slow")).isEqualTo(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** The server would write the rest of its buffer without a limit. */
    @Test
    void endOfTheDocumentWhenItsReaderNeverReadsThenBrokenOffToo() {
        assertThatExceptionOfType(MinimumRateOutputStream.LostReader.class).isThrownBy(() -> send(new Buffered()));
    }

    private void send(OutputStream reader) throws IOException {
        try (DownloadSlots.Place place = take().orElseThrow()) {
            place.send(reader, out -> out.write(new byte[10]));
        }
    }

    /** Waits as the server's own stream does: forever, or until it is interrupted. */
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
            // It is now in the buffer.
        }

        @Override
        public void flush() throws IOException {
            write(0);
        }
    }
}
