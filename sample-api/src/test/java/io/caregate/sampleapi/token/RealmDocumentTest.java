package io.caregate.sampleapi.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caregate.sampleapi.FakeRealm;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cost of many concurrent callers to a realm that does not answer, and the cost to them. */
class RealmDocumentTest {
    /** On a busy machine, a realm that answers takes a second or two. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofSeconds(10);

    private final FakeRealm realm = new FakeRealm();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final InstantSource clock = now::get;
    private final RealmDocument document = new RealmDocument(realm.smartConfigurationAddress(), clock, PATIENCE);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        callers.shutdownNow();
        realm.close();
    }

    /** The result for each of this many concurrent callers: the text, or the exception. */
    private List<String> atOnce(RealmDocument document, int many) throws InterruptedException {
        Callable<String> call = () -> {
            try {
                return document.current().text();
            } catch (IOException e) {
                return e.getClass().getSimpleName();
            }
        };
        return callers
                .invokeAll(Stream.generate(() -> call).limit(many).toList(), SOON.toSeconds(), TimeUnit.SECONDS)
                .stream()
                .map(caller -> caller.isCancelled() ? "none in time" : call(caller::get))
                .toList();
    }

    @Test
    void documentWhenManyNeedItAtOnceThenFetchedOnce() throws Exception {
        assertThat(atOnce(document, 50)).containsOnly("{\"capabilities\":[\"permission-v2\"]}");
        assertThat(realm.askedForSmart()).isEqualTo(1);
    }

    @Test
    void answerWhenItStopsAfterItsHeadersThenAllAreToldInTimeAndItIsAskedOnce() throws Exception {
        realm.stopsAfterHeaders();
        var hasty = new RealmDocument(realm.smartConfigurationAddress(), clock, Duration.ofMillis(500));
        assertThat(atOnce(hasty, 50)).containsOnly("IOException");
        assertThat(atOnce(hasty, 50)).containsOnly("IOException");
        assertThat(realm.askedForSmart()).isEqualTo(1);
    }

    /** A realm that does not answer must leave threads for the rest of the API. */
    @Test
    void callersWhenMoreThanMayWaitThenTheOthersAreToldAtOnce() throws Exception {
        realm.stopsAfterHeaders();
        var slow = new RealmDocument(realm.smartConfigurationAddress(), clock, PATIENCE);
        int others = 2 * RealmDocument.MOST_WAITING;
        var told = new CountDownLatch(others);
        for (int caller = 0; caller < RealmDocument.MOST_WAITING + others; caller++) {
            callers.submit(() -> {
                assertThatExceptionOfType(IOException.class).isThrownBy(slow::current);
                told.countDown();
                return null;
            });
        }
        assertThat(told.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(realm.askedForSmart()).isEqualTo(1);
    }

    @Test
    void documentWhenMissingThenAskedForOnceInTheInterval() throws IOException {
        realm.answers(404);
        for (int times = 0; times < 20; times++) {
            assertThatExceptionOfType(MissingDocumentException.class).isThrownBy(document::current);
        }
        assertThat(realm.askedForSmart()).isEqualTo(1);

        now.updateAndGet(time -> time.plus(RealmDocument.RETRY).minusMillis(1));
        assertThatExceptionOfType(MissingDocumentException.class).isThrownBy(document::current);
        assertThat(realm.askedForSmart()).isEqualTo(1);

        now.updateAndGet(time -> time.plusMillis(1));
        realm.answers(200);
        assertThat(document.current().text()).contains("permission-v2");
        assertThat(realm.askedForSmart()).isEqualTo(2);
    }

    @Test
    void documentWhenItCannotBeFetchedAgainThenServedWhileFreshAndNoLonger() throws IOException {
        realm.cacheControl("max-age=60");
        KeptDocument first = document.current();
        realm.answers(500);
        now.updateAndGet(time -> time.plusSeconds(59));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> document.newerThan(first));
        assertThat(document.current()).isEqualTo(first);
        now.updateAndGet(time -> time.plusSeconds(1));
        assertThatExceptionOfType(IOException.class).isThrownBy(document::current);
    }

    @Test
    void documentWhenLongerThanItMayBeThenRefused() throws IOException {
        realm.says("x".repeat(256 * 1024 + 1));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(document::current)
                .havingCause()
                .withMessageContaining("more than 262144 bytes");
        realm.says("x".repeat(256 * 1024));
        now.updateAndGet(time -> time.plus(RealmDocument.RETRY));
        assertThat(document.current().text()).hasSize(256 * 1024);
    }

    private static <T> T call(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
