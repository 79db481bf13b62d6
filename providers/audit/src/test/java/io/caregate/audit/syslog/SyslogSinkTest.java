package io.caregate.audit.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.sink.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that do not work properly. */
class SyslogSinkTest {
    @Test
    void batchWhenTheReceiverReadsItAllAndClosesThenTaken() throws Exception {
        try (ServerSocket receiver = receiver()) {
            CompletableFuture<String> read = accept(
                    receiver,
                    connection -> new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            try (SyslogSink sink = sink(receiver, true)) {
                assertThat(sink.deliver(Items.batch(1, 3))).isEqualTo(Outcome.taken(3));
            }
            assertThat(read.get(10, TimeUnit.SECONDS))
                    .startsWith(new String(
                            new SyslogMessage(13, SyslogFormat.JSON).frame(Items.entry(1, "user-1")),
                            StandardCharsets.UTF_8));
        }
    }

    @Test
    void batchWhenTheReceiverStopsReadingHalfWayThenOfferedAgain() throws Exception {
        try (ServerSocket receiver = receiver()) {
            accept(
                    receiver,
                    connection -> Integer.toString(connection.getInputStream().read()));
            try (SyslogSink sink = sink(receiver, true)) {
                assertThat(sink.deliver(Items.batch(1, 5000))).isInstanceOf(Outcome.Retry.class);
            }
        }
    }

    @Test
    void batchWhenTheReceiverClosesBeforeTheLastMessageThenOfferedAgain() throws Exception {
        try (ServerSocket receiver = receiver()) {
            accept(receiver, connection -> "closed at once");
            try (SyslogSink sink = sink(receiver, false)) {
                assertThat(sink.deliver(Items.batch(1, 5000))).isInstanceOf(Outcome.Retry.class);
            }
        }
    }

    @Test
    void batchWhenNobodyListensThenOfferedAgain() throws Exception {
        ServerSocket gone = receiver();
        gone.close();
        try (SyslogSink sink = sink(gone, true)) {
            assertThat(sink.deliver(Items.batch(1, 1))).isInstanceOf(Outcome.Retry.class);
        }
    }

    @Test
    void batchWhenTheCertificateIsNotTrustedThenOfferedAgainAndNothingIsSent(@TempDir Path folder) throws Exception {
        Identity receiver = Identity.make(folder, "receiver");
        Identity other = Identity.make(folder, "other");
        SSLContext server = ClientTls.withCertificate(
                Files.readString(receiver.certificateFile()), Files.readString(receiver.keyFile()));
        try (ServerSocket socket =
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> read = accept(
                    socket,
                    connection -> new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            try (SyslogSink sink = new SyslogSink(
                    new SyslogReceiver("127.0.0.1", socket.getLocalPort(), other.client()),
                    new SyslogMessage(13, SyslogFormat.JSON),
                    true)) {
                assertThat(sink.deliver(Items.batch(1, 1))).isEqualTo(Outcome.retry("TLS with the receiver failed"));
            }
            assertThat(read).failsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void batchWhenInterruptedThenItReturnsSoon() throws Exception {
        try (ServerSocket deaf = receiver();
                SyslogSink sink = sink(deaf, true)) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            Thread worker = new Thread(() -> outcome.complete(sink.deliver(Items.batch(1, 5000))));
            worker.start();
            Socket accepted = deaf.accept();
            worker.interrupt();

            assertThat(outcome.get(5, TimeUnit.SECONDS)).isInstanceOf(Outcome.Retry.class);
            accepted.close();
        }
    }

    private static ServerSocket receiver() throws Exception {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static SyslogSink sink(ServerSocket receiver, boolean confirm) {
        return new SyslogSink(
                new SyslogReceiver("127.0.0.1", receiver.getLocalPort(), null),
                new SyslogMessage(13, SyslogFormat.JSON),
                confirm);
    }

    private static CompletableFuture<String> accept(ServerSocket receiver, Conversation conversation) {
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (Socket connection = receiver.accept()) {
                said.complete(conversation.with(connection));
            } catch (Exception e) {
                said.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return said;
    }

    private interface Conversation {
        String with(Socket connection) throws Exception;
    }
}
