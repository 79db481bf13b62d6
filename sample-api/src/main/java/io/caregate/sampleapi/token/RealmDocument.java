package io.caregate.sampleapi.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON document of the realm, fetched when it is first needed and kept as long as its {@code Cache-Control} says,
 * within {@link Freshness}. Only one fetch runs at a time, and must be complete within 5 s. Requests that need the
 * document meanwhile wait for that, up to {@value #MOST_WAITING} threads, so that a realm which does not answer leaves
 * threads for the rest of the API. A failed fetch is remembered for {@link #RETRY}, and logged once: many requests do
 * not make us ask more often than that.
 *
 * <p>Redirects are not followed, and an answer above 256 KiB is not read.
 */
public final class RealmDocument {
    /** The delay after which a document that could not be fetched is requested again. */
    public static final Duration RETRY = Duration.ofSeconds(5);

    static final int MOST_WAITING = 64;
    private static final Logger LOG = LoggerFactory.getLogger(RealmDocument.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int LARGEST = 256 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final URI address;
    private final InstantSource clock;
    private final Duration timeout;
    private volatile @Nullable KeptDocument kept;
    /** The holder of the lock on this owns the two. */
    private @Nullable CompletableFuture<KeptDocument> fetching;

    private @Nullable Failure failure;

    public RealmDocument(URI address, InstantSource clock) {
        this(address, clock, TIMEOUT);
    }

    RealmDocument(URI address, InstantSource clock, Duration timeout) {
        this.address = address;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * The document as it was fetched.
     *
     * @throws MissingDocumentException if the realm says that it has none
     * @throws IOException if the realm does not answer with it
     */
    public KeptDocument current() throws IOException {
        KeptDocument now = kept;
        return now != null && now.isFresh(clock.instant()) ? now : newer(now);
    }

    /**
     * The document, fetched again if the one that is known to be missing something is older than
     * {@link Freshness#SHORTEST}: tokens with invented key ids do not make us ask more often than that.
     */
    KeptDocument newerThan(KeptDocument lacking) throws IOException {
        boolean young = clock.instant().isBefore(lacking.fetched().plus(Freshness.SHORTEST));
        return young ? current() : newer(lacking);
    }

    private KeptDocument newer(@Nullable KeptDocument old) throws IOException {
        CompletableFuture<KeptDocument> coming;
        synchronized (this) {
            KeptDocument meanwhile = kept;
            if (meanwhile != null && !meanwhile.equals(old)) {
                return meanwhile;
            }
            if (failure != null && clock.instant().isBefore(failure.until())) {
                throw failure.again(address);
            }
            coming = fetching == null ? fetch() : fetching;
            // Another thread may have fetched it already.
            fetching = coming.isDone() ? null : coming;
        }
        return await(coming);
    }

    private KeptDocument await(CompletableFuture<KeptDocument> coming) throws IOException {
        if (!waiting.tryAcquire()) {
            throw new IOException("Too many wait for " + address);
        }
        try {
            return coming.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for " + address, e);
        } catch (ExecutionException e) {
            throw Failure.of(e, clock.instant()).again(address);
        } finally {
            waiting.release();
        }
    }

    private CompletableFuture<KeptDocument> fetch() {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json")
                .build();
        var exchange = client.sendAsync(request, head -> new LimitedBody(LARGEST));
        // The request's own timeout would end with the headers.
        return exchange.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(this::read)
                .whenComplete((document, failed) -> {
                    exchange.cancel(true);
                    remember(document, failed);
                });
    }

    private KeptDocument read(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 404) {
            throw new CompletionException(new MissingDocumentException(address + " answered 404"));
        }
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IOException(address + " answered " + answer.statusCode()));
        }
        var now = clock.instant();
        Duration fresh = Freshness.of(String.join(",", answer.headers().allValues("Cache-Control")));
        return new KeptDocument(new String(answer.body(), StandardCharsets.UTF_8), now, now.plus(fresh));
    }

    private synchronized void remember(@Nullable KeptDocument document, @Nullable Throwable failed) {
        fetching = null;
        if (document != null) {
            kept = document;
            failure = null;
        } else if (failed != null) {
            failure = Failure.of(failed, clock.instant());
            LOG.warn(
                    "{} cannot be had, look at caregate.api.issuer and caregate.api.reach: {}",
                    address,
                    failure.cause().toString());
        }
    }

    /** The failure instead of the document, and the time until which it is not requested again. */
    private record Failure(Throwable cause, Instant until) {
        static Failure of(Throwable thrown, Instant now) {
            Throwable cause = thrown;
            while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                    && cause.getCause() != null) {
                cause = cause.getCause();
            }
            return new Failure(cause, now.plus(RETRY));
        }

        IOException again(URI address) {
            return cause instanceof MissingDocumentException
                    ? new MissingDocumentException(address + " answered 404")
                    : new IOException(address + " cannot be had", cause);
        }
    }
}
