package io.caregate.audit.verify.witness;

import io.caregate.audit.verify.Printable;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Says on standard error, and to a web address if one is given, what a person has to look at. Thread-safe. */
final class Alarms {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final Optional<URI> hook;
    private final InstantSource clock;
    private final AtomicBoolean raised = new AtomicBoolean();
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    Alarms(PrintWriter out, Optional<URI> hook, InstantSource clock) {
        this.out = out;
        this.hook = hook;
        this.clock = clock;
    }

    /** Whether there was an alarm. */
    boolean isRaised() {
        return raised.get();
    }

    void raise(String origin, String what) {
        raised.set(true);
        say("ALARM", origin, what);
    }

    /** The log sends again. */
    void over(String origin) {
        say("over", origin, "sends checkpoints again");
    }

    /** Says what is no alarm, here only. */
    void note(String origin, String what) {
        print("note", origin, what);
    }

    private void say(String kind, String origin, String what) {
        String text = print(kind, origin, what);
        hook.ifPresent(url -> post(url, text));
    }

    private String print(String kind, String origin, String what) {
        String text = clock.instant() + " " + kind + ": the log " + Printable.of(origin) + " " + Printable.of(what);
        out.println(text);
        out.flush();
        return text;
    }

    /** Waits until what was said is sent, or cannot be. A program that ends at once would send nothing. */
    void finish() {
        pending().join();
    }

    private synchronized CompletableFuture<Void> pending() {
        return sending;
    }

    /** The witness does not wait for it. */
    private synchronized void post(URI url, String text) {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(text + "\n"))
                .build();
        CompletableFuture<Boolean> sent = client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((reply, failure) -> {
                    boolean taken = failure == null && reply.statusCode() / 100 == 2;
                    if (!taken) {
                        out.println("the alarm could not be sent to --alarm-url: "
                                + (failure == null ? "it answered " + reply.statusCode() : "it cannot be reached"));
                        out.flush();
                    }
                    return taken;
                });
        sending = CompletableFuture.allOf(sending, sent);
    }
}
