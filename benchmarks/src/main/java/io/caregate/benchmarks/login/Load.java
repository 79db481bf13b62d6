package io.caregate.benchmarks.login;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Clients that send a wrong secret and expect 401. Without a rate each sends as soon as it is answered. With a rate the
 * times to send at are fixed beforehand, and an answer's time counts from there: a server that is late is not let off by
 * clients that wait for it.
 */
record Load(URI token, int clients, Duration duration, int perSecond) {
    private static final String FORM = "grant_type=client_credentials&client_id=backend&client_secret=wrong";
    private static final int REFUSED = 401;

    /** Runs it; fails at the first answer that is another than expected. */
    Latencies run() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long began = System.nanoTime();
            List<Callable<long[]>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(() -> client(number, began));
            }
            LongStream nanos = LongStream.empty();
            for (Future<long[]> client : threads.invokeAll(all)) {
                nanos = LongStream.concat(nanos, LongStream.of(client.get()));
            }
            return new Latencies(nanos.toArray(), Duration.ofNanos(System.nanoTime() - began));
        } finally {
            threads.shutdown();
        }
    }

    private long[] client(int number, long began) throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        long step = perSecond == 0 ? 0 : Duration.ofSeconds(clients).toNanos() / perSecond;
        long planned = began + step * number / clients;
        try (Connection connection = new Connection(token, FORM)) {
            while (System.nanoTime() - began < duration.toNanos()) {
                long from = perSecond == 0 ? System.nanoTime() : awaitTurn(planned);
                int status = connection.send();
                if (status != REFUSED) {
                    throw new IOException("answered " + status);
                }
                nanos.add(System.nanoTime() - from);
                planned += step;
            }
        }
        return nanos.build().toArray();
    }

    private static long awaitTurn(long planned) {
        for (long left = planned - System.nanoTime(); left > 0; left = planned - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return planned;
    }
}
