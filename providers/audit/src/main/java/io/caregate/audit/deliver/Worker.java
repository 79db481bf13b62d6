package io.caregate.audit.deliver;

import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import java.time.Duration;

/**
 * A thread that does one job in rounds. An exception in a round is logged, and the next round comes anyway. When the
 * worker is closed, a round that waits for a receiver is interrupted, and only then: an interrupt in the middle of
 * database work can close an embedded database for every user.
 */
public final class Worker implements AutoCloseable {
    private static final ServerLog LOG = ServerLog.of(Worker.class);
    private static final Duration AFTER_FAULT = Duration.ofSeconds(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private final Job job;
    private final Thread thread;
    private boolean stopping;
    private boolean outside;
    private boolean news;

    /** The thread has this name. It does the job once it is started. */
    public Worker(String name, Job job) {
        this.job = job;
        this.thread = DaemonThread.of(name, this::run);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Says that there is news. Returns at once. */
    public synchronized void wake() {
        news = true;
        notifyAll();
    }

    /** Makes a call that may take long because of a receiver, on the worker's own thread. */
    public <T> T outside(Call<T> call) throws Exception {
        synchronized (this) {
            if (stopping) {
                throw new InterruptedException("the server stops");
            }
            outside = true;
        }
        try {
            return call.run();
        } finally {
            synchronized (this) {
                outside = false;
                if (Thread.interrupted() && !stopping) {
                    LOG.debugf("worker=%s was interrupted by somebody else", thread.getName());
                }
            }
        }
    }

    /** Whether it is told to stop. */
    public synchronized boolean isStopping() {
        return stopping;
    }

    /** Tells it to stop. Returns at once. */
    public synchronized void stop() {
        stopping = true;
        if (outside) {
            thread.interrupt();
        }
        notifyAll();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                rest(round());
            }
        } catch (InterruptedException e) {
            LOG.debugf("worker=%s is asked to stop", thread.getName());
        }
        job.leave();
    }

    /** An error is not a reason to stop either: another JAR may lack a class. */
    private Pause round() throws InterruptedException {
        try {
            return job.round(this);
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException interrupted && isStopping()) {
                throw interrupted;
            }
            LOG.errorf(e, "worker=%s failed and goes on", thread.getName());
            return Pause.of(AFTER_FAULT);
        }
    }

    private synchronized void rest(Pause pause) throws InterruptedException {
        long end = System.nanoTime() + pause.length().toNanos();
        long left = pause.length().toMillis();
        while (left > 0 && !stopping && !(news && pause.endsByNews())) {
            wait(left);
            left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        }
        if (pause.endsByNews()) {
            news = false;
        }
    }

    /** The job of a worker. */
    public interface Job {
        /** One round. It may throw {@link InterruptedException} to end at once. */
        Pause round(Worker worker) throws Exception;

        /** Called on the worker's thread when it ends. */
        void leave();
    }

    /** A call that may throw anything. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws Exception;
    }
}
