package io.caregate.sampleapi.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document of the realm, fetched when it is first needed and kept as long as its {@code Cache-Control} says,
 * within {@link Freshness}. One thread fetches at a time, the others wait for it. A realm that does not answer is asked
 * again with the next call; what is kept goes on to be served until then only while it is fresh.
 *
 * <p>Redirects are not followed, and an answer above 256 KiB is not read.
 */
public final class RealmDocument {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ReentrantLock fetching = new ReentrantLock();
    private final URI address;
    private final InstantSource clock;
    private volatile @Nullable KeptDocument kept;

    public RealmDocument(URI address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
    }

    /**
     * The document as it was fetched.
     *
     * @throws IOException if the realm does not answer with it
     */
    public KeptDocument current() throws IOException {
        KeptDocument now = kept;
        return now != null && now.isFresh(clock.instant()) ? now : fetch(now);
    }

    /**
     * The document, fetched again if the one that is known to be missing something is older than {@link
     * Freshness#SHORTEST}: whoever sends tokens with invented key ids makes us ask no more often than that.
     */
    KeptDocument newerThan(KeptDocument lacking) throws IOException {
        boolean young = clock.instant().isBefore(lacking.fetched().plus(Freshness.SHORTEST));
        return young ? current() : fetch(lacking);
    }

    private KeptDocument fetch(@Nullable KeptDocument old) throws IOException {
        fetching.lock();
        try {
            KeptDocument meanwhile = kept;
            if (meanwhile != null && !meanwhile.equals(old)) {
                return meanwhile;
            }
            KeptDocument fetched = get();
            kept = fetched;
            return fetched;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + address, e);
        } finally {
            fetching.unlock();
        }
    }

    private KeptDocument get() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Accept", "application/json")
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (var body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException(address + " answered " + answer.statusCode());
            }
            byte[] bytes = body.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException(address + " answered more than " + LARGEST + " bytes");
            }
            var now = clock.instant();
            Duration fresh = Freshness.of(String.join(",", answer.headers().allValues("Cache-Control")));
            return new KeptDocument(new String(bytes, StandardCharsets.UTF_8), now, now.plus(fresh));
        }
    }
}
