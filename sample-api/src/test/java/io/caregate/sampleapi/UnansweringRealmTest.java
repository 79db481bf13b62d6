package io.caregate.sampleapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The answers to anonymous callers while the realm has no SMART configuration, or starts an answer and does not end it.
 */
class UnansweringRealmTest {
    private static final String PATH = "/fhir/.well-known/smart-configuration";

    private final FakeRealm realm = new FakeRealm();
    private final RunningApi api = new RunningApi(realm.issuer());
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        callers.shutdownNow();
        api.close();
        realm.close();
    }

    @Test
    void smartConfigurationWhenTheRealmHasNoneThenNotFoundAndAskedOnce() {
        realm.answers(404);
        for (int times = 0; times < 10; times++) {
            assertThat(api.get(PATH).statusCode()).isEqualTo(404);
        }
        assertThat(realm.askedForSmart()).isEqualTo(1);
    }

    /** More callers than the server has threads. */
    @Test
    void smartConfigurationWhenTheRealmStopsThenUnavailableInTimeAndHealthIsAnswered() throws Exception {
        realm.stopsAfterHeaders();
        Callable<HttpResponse<String>> call = () -> api.get(PATH);
        List<Future<HttpResponse<String>>> answers =
                Stream.generate(() -> call).limit(250).map(callers::submit).toList();
        long began = System.nanoTime();
        assertThat(api.get("/health").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        for (Future<HttpResponse<String>> answer : answers) {
            assertUnavailable(answer);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(realm.askedForSmart()).isLessThanOrEqualTo(2);
    }

    private static void assertUnavailable(Future<HttpResponse<String>> answer)
            throws InterruptedException, ExecutionException {
        assertThat(answer.get().statusCode()).isEqualTo(503);
        assertThat(answer.get().headers().firstValue("Retry-After")).hasValue("5");
    }
}
