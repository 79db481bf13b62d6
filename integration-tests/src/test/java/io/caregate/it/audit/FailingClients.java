package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Clients that send a wrong secret, one request after the other and as fast as they are answered. Each request has its
 * own mark in the {@code User-Agent}, so that a test can find its entry: {@code name-thread-number}.
 */
final class FailingClients implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI token;
    private final String name;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;

    /** The request with this mark. The status is 0 if no answer came. */
    record Sent(String mark, int status, Duration time) {
        boolean refused() {
            return status == 401;
        }
    }

    /** Starts this number of clients, which all are the realm's client {@code backend}. */
    FailingClients(URI token, String name, int clients) {
        this.token = token;
        this.name = name;
        for (int i = 0; i < clients; i++) {
            int number = i;
            Thread thread = new Thread(() -> run(number), name + "-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** All requests so far that were answered, or whose connection has ended without an answer. */
    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** The marks of those that got the answer to a failed login. */
    Set<String> refused() {
        return sent.stream().filter(Sent::refused).map(Sent::mark).collect(Collectors.toSet());
    }

    FailingClients awaitRefused(int atLeast) {
        await().pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> sent.stream().filter(Sent::refused).count() >= atLeast);
        return this;
    }

    /** Each of these marks is in the log once, and those of one client in the order in which it sent them. */
    static void assertEachOnceInOrder(List<String> logged, List<Sent> sent) {
        Set<String> expected = sent.stream().map(Sent::mark).collect(Collectors.toSet());
        List<String> found = logged.stream().filter(expected::contains).toList();
        assertThat(found).doesNotHaveDuplicates().hasSize(expected.size());
        Map<String, Integer> last = new HashMap<>();
        for (String mark : found) {
            int dash = mark.lastIndexOf('-');
            int number = Integer.parseInt(mark.substring(dash + 1));
            assertThat(number).as(mark).isGreaterThan(last.getOrDefault(mark.substring(0, dash), -1));
            last.put(mark.substring(0, dash), number);
        }
    }

    /** Sends no more requests, and waits for those in flight. */
    @Override
    public void close() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(int thread) {
        for (int number = 0; running; number++) {
            String mark = name + "-" + thread + "-" + number;
            long began = System.nanoTime();
            int status = send(mark);
            sent.add(new Sent(mark, status, Duration.ofNanos(System.nanoTime() - began)));
            if (status == 0) {
                // There is no answer: another attempt would be the same.
                running = false;
            }
        }
    }

    private int send(String mark) {
        HttpRequest request = HttpRequest.newBuilder(token)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("User-Agent", mark)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=backend&client_secret=wrong", StandardCharsets.UTF_8))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
