package io.caregate.audit.syslog;

import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Sink;
import io.caregate.foundation.log.ServerLog;
import io.caregate.foundation.thread.DaemonThread;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * Sends a batch on its own connection and takes the end of that connection as the acknowledgement that syslog lacks.
 * When all is written, this side is closed. A receiver closes its side once it has read everything, and one that dies
 * before that breaks the connection instead. So a batch is taken when the receiver's process has read all of it. The
 * sink cannot cover losses within the receiver after that. Any other end is a retry of the whole batch: entries come
 * twice, with the same id.
 */
final class SyslogSink implements Sink, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(DEADLINE_SECONDS - 5L);
    private static final Duration CONFIRMATION = Duration.ofSeconds(10);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int BUFFER = 1 << 16;
    private static final int MOST_READS = 1000;
    private static final ServerLog LOG = ServerLog.of(SyslogSink.class);

    private final SyslogReceiver receiver;
    private final SyslogMessage message;
    private final boolean confirm;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(work -> DaemonThread.of("caregate-audit-syslog-deadline", work));

    SyslogSink(SyslogReceiver receiver, SyslogMessage message, boolean confirm) {
        this.receiver = receiver;
        this.message = message;
        this.confirm = confirm;
    }

    @Override
    public Outcome deliver(Batch batch) {
        try (Socket wire = receiver.connect()) {
            // A write has no timeout of its own. Closing the connection below TLS ends it at once.
            ScheduledFuture<?> deadline =
                    watch.schedule(() -> closeQuietly(wire), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return send(batch, receiver.secure(wire));
            } finally {
                deadline.cancel(false);
            }
        } catch (SSLException e) {
            return Outcome.retry("TLS with the receiver failed");
        } catch (SocketTimeoutException e) {
            return Outcome.retry("the receiver did not answer in time");
        } catch (IOException e) {
            return Outcome.retry("the receiver cannot be reached or broke the connection");
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    private Outcome send(Batch batch, Socket connection) throws IOException {
        OutputStream out = new BufferedOutputStream(connection.getOutputStream(), BUFFER);
        for (Item item : batch.items()) {
            out.write(message.frame(item));
        }
        out.flush();
        // If it is already closed, it may have been closed before the last message arrived.
        if (hasEnded(connection, AT_ONCE)) {
            return Outcome.retry("the receiver closed the connection");
        }
        if (confirm) {
            connection.shutdownOutput();
            if (!hasEnded(connection, CONFIRMATION)) {
                return Outcome.retry("the receiver did not close the connection after the last message");
            }
        }
        return Outcome.taken(batch);
    }

    /** Whether the receiver ends its side within this time. Anything that it sends meanwhile is ignored. */
    private static boolean hasEnded(Socket connection, Duration time) throws IOException {
        connection.setSoTimeout((int) time.toMillis());
        byte[] ignored = new byte[256];
        InputStream in = connection.getInputStream();
        try {
            for (int reads = 0; reads < MOST_READS; reads++) {
                if (in.read(ignored) < 0) {
                    return true;
                }
            }
            return false;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static void closeQuietly(Socket wire) {
        try {
            wire.close();
        } catch (IOException e) {
            LOG.debugf(e, "closing the connection to the syslog receiver");
        }
    }
}
