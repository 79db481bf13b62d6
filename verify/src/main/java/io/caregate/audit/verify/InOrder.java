package io.caregate.audit.verify;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the machine's processors, and hands over their results one by one in the order of the tasks, on the
 * thread that adds them. Only a few tasks are in memory at a time. An error in a task comes out where its result would.
 * A single task runs on the caller's thread, so that small files need no other.
 */
final class InOrder<R> implements AutoCloseable {
    /** More would be faster than the one thread that takes the results. */
    private static final int MOST_THREADS = 8;

    private final int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    private final Queue<Future<R>> running = new ArrayDeque<>();
    private final Taker<R> taker;
    private @Nullable FutureTask<R> first;
    private @Nullable ExecutorService workers;

    InOrder(Taker<R> taker) {
        this.taker = taker;
    }

    /** Adds a task. The result of an earlier one may be handed over first. */
    void add(Callable<R> task) throws IOException {
        FutureTask<R> added = new FutureTask<>(task);
        if (running.size() >= 2 * threads) {
            take();
        }
        running.add(added);
        FutureTask<R> waiting = first;
        if (workers == null && waiting == null) {
            first = added;
            return;
        }
        ExecutorService started = workers;
        if (started == null) {
            started = Executors.newFixedThreadPool(threads, InOrder::thread);
            workers = started;
        }
        if (waiting != null) {
            first = null;
            started.execute(waiting);
        }
        started.execute(added);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "verify");
        thread.setDaemon(true);
        return thread;
    }

    /** Hands over all results that are left. */
    void finish() throws IOException {
        if (first != null) {
            first.run();
        }
        while (!running.isEmpty()) {
            take();
        }
    }

    private void take() throws IOException {
        try {
            taker.take(running.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.shutdownNow();
        }
    }

    /** Takes a result. */
    @FunctionalInterface
    interface Taker<R> {
        void take(R result) throws IOException;
    }
}
