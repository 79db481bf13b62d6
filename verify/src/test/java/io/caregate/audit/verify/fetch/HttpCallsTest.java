package io.caregate.audit.verify.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends a little now and then: no read takes long, and the answer never ends. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpCallsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(200);
    private static final Duration WINDOW = Duration.ofMillis(500);
    private static final int TICK = 20;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final ScheduledExecutorService ticks = Executors.newScheduledThreadPool(4);
    private final List<ScheduledFuture<?>> drips = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ByteArrayOutputStream stored = new ByteArrayOutputStream();
    private ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private String begin = "";
    private String piece = "1";
    private int pieces = Integer.MAX_VALUE;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ticks.execute(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        ticks.shutdownNow();
        server.close();
    }

    private void serve() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                readRequest(socket.getInputStream());
                drip(socket);
            }
        } catch (IOException e) {
            ticks.shutdownNow();
        }
    }

    /** All of it: Java sends a request again by itself if the connection breaks while it is being written. */
    private static void readRequest(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        Matcher length = CONTENT_LENGTH.matcher(head);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
    }

    private void drip(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(begin.getBytes(StandardCharsets.US_ASCII));
        int[] sent = {0};
        drips.add(ticks.scheduleAtFixedRate(
                () -> {
                    try {
                        if (sent[0]++ < pieces) {
                            out.write(piece.getBytes(StandardCharsets.US_ASCII));
                        } else {
                            socket.close();
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException("the client is gone, so this is the last tick", e);
                    }
                },
                TICK,
                TICK,
                TimeUnit.MILLISECONDS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
            })
    void shortAnswerWhenItDoesNotEndThenGivenUp(String sent) {
        begin = sent;
        assertThatThrownBy(() -> calls().get(address(), "token")).isInstanceOf(AwayException.class);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void shortAnswerWhenItIsSlowAndWholeInTimeThenTaken() throws Exception {
        begin = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        assertThat(calls().get(address(), "token").body()).isEqualTo("11111");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nX: ",
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
            })
    void downloadWhenItComesTooSlowlyThenGivenUp(String sent) {
        begin = sent;
        assertThatThrownBy(() -> calls().download(address(), "token", () -> stored))
                .isInstanceOf(AwayException.class);
        assertThat(pauses).hasSize(3);
    }

    @Test
    void downloadWhenItTakesLongAndComesFastEnoughThenTaken() throws Exception {
        piece = "x".repeat(200) + "\n";
        pieces = 60;
        begin = "HTTP/1.1 200 OK\r\nContent-Length: " + piece.length() * pieces + "\r\n\r\n";
        long before = System.nanoTime();
        assertThat(calls().download(address(), "token", this::opened).isOk()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(WINDOW);
        assertThat(stored.toString(StandardCharsets.US_ASCII)).isEqualTo(piece.repeat(pieces));
    }

    private OutputStream opened() {
        stored.reset();
        return stored;
    }

    /** The server may have taken what it was sent before the connection broke. */
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 3"})
    void formWhenItsAnswerIsLostThenSentAgainUnlessItIsForOneUse(boolean isForOneUse, int again) {
        pieces = 0;
        HttpCalls.Form form = new HttpCalls.Form() {
            @Override
            public Map<String, String> fields() {
                return Map.of("grant_type", "refresh_token");
            }

            @Override
            public boolean isForOneUse() {
                return isForOneUse;
            }
        };
        assertThatThrownBy(() -> calls().post(address(), form)).isInstanceOf(AwayException.class);
        assertThat(pauses).hasSize(again);
        assertThat(accepted).hasValue(again + 1);
    }

    /** Its thread may go on after the folder is another run's. */
    @Test
    void transferWhenItIsGivenUpThenItWritesNothingMore() throws Exception {
        Transfer transfer = new Transfer();
        transfer.open(() -> stored);
        transfer.write(new byte[] {1, 2, 3}, 2);
        assertThat(transfer.bytes()).isEqualTo(2);
        transfer.giveUp();
        assertThatThrownBy(() -> transfer.write(new byte[1], 1)).hasMessage("the call was given up");
        assertThatThrownBy(() -> transfer.open(() -> stored)).hasMessage("the call was given up");
        assertThat(stored.size()).isEqualTo(2);
    }

    private HttpCalls calls() {
        return new HttpCalls(null, TIMEOUT, Clock.systemUTC(), pauses::add, WINDOW);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }
}
