package io.caregate.benchmarks.load;

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
 * Clients that repeat an operation, each on its own connection. Without a rate, each begins again as soon as it has its
 * answer. With a rate, the start times are fixed beforehand, and an answer's time counts from there: clients that wait
 * for a slow server do not hide its delay.
 *
 * @param server address of the server
 * @param clients the number of clients
 * @param duration the time for which they run
 * @param perSecond the rate of all clients together; 0 if each is as fast as its answers
 */
public record Load(URI server, int clients, Duration duration, int perSecond) {

    /** Called once all clients are ready to begin, and once all have ended. */
    public interface Watch {
        void begins() throws IOException;

        void ends() throws IOException;
    }

    private static final Watch NOBODY = new Watch() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    /** Runs it. Fails at the first unexpected answer. */
    public Latencies run(Operation.Opener opener) throws IOException, InterruptedException {
        return run(opener, NOBODY);
    }

    /** Opens all clients, then lets them begin together. Their preparation is not measured. */
    public Latencies run(Operation.Opener opener, Watch watch) throws IOException, InterruptedException {
        List<Connection> connections = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                connections.add(new Connection(server));
                operations.add(opener.open(connections.get(i)));
            }
            watch.begins();
            Latencies measured = run(threads, operations);
            watch.ends();
            return measured;
        } finally {
            threads.shutdown();
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private Latencies run(ExecutorService threads, List<Operation> operations)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<Callable<long[]>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            int number = i;
            all.add(() -> client(operations.get(number), number, began));
        }
        LongStream nanos = LongStream.empty();
        for (Future<long[]> client : threads.invokeAll(all)) {
            nanos = LongStream.concat(nanos, LongStream.of(resultOf(client)));
        }
        return new Latencies(nanos.toArray(), Duration.ofNanos(System.nanoTime() - began));
    }

    private static long[] resultOf(Future<long[]> client) throws IOException, InterruptedException {
        try {
            return client.get();
        } catch (ExecutionException e) {
            throw new IOException("a client of the load failed", e.getCause());
        }
    }

    private long[] client(Operation operation, int number, long began) throws IOException {
        LongStream.Builder nanos = LongStream.builder();
        long step = perSecond == 0 ? 0 : Duration.ofSeconds(clients).toNanos() / perSecond;
        long planned = began + step * number / clients;
        while (System.nanoTime() - began < duration.toNanos()) {
            long from = perSecond == 0 ? System.nanoTime() : awaitTurn(planned);
            operation.run();
            nanos.add(System.nanoTime() - from);
            planned += step;
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
