package io.caregate.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> answer(exchange, false));
        server.createContext("/chunked", exchange -> answer(exchange, true));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void answerWhenItComesInChunksThenIsReadToItsEnd() throws IOException {
        try (var connection = new Connection(uri("/"))) {
            Answer chunked = connection.send(Request.get(uri("/chunked"), Map.of()));
            Answer whole = connection.send(Request.form(uri("/whole"), Map.of(), Map.of("a", "b c")));

            assertThat(chunked.expect(200).text()).isEqualTo(whole.expect(200).text());
            assertThat(whole.field("token")).isEqualTo("abc");
            assertThat(whole.formAction()).isEqualTo(URI.create("http://x/?a=1&b=2"));
            assertThat(whole.parameter("code")).isEqualTo("42");
            assertThat(whole.cookieHeader()).isEqualTo("A=1");
        }
    }

    @Test
    void loadWhenAnAnswerIsAnotherThanExpectedThenFails() {
        var load = new Load(uri("/"), 2, Duration.ofMillis(100), 0);

        assertThatThrownBy(() -> load.run(connection -> () ->
                        connection.send(Request.get(uri("/whole"), Map.of())).expect(201)))
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("expected 201, got 200 http://y/?state=1&code=42: " + BODY);
    }

    @Test
    void loadWhenItIsOverThenHasTheTimeOfEachAnswer() throws Exception {
        int[] runs = {0};
        Latencies measured = new Load(uri("/"), 1, Duration.ofMillis(100), 0).run(connection -> () -> runs[0]++);

        assertThat(measured.count()).isEqualTo(runs[0]).isPositive();
    }

    private static final String BODY = "{\"token\":\"abc\"} <form action=\"http://x/?a=1&amp;b=2\">";

    private static void answer(HttpExchange exchange, boolean chunked) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Location", "http://y/?state=1&code=42");
        exchange.getResponseHeaders().add("Set-Cookie", "A=1; Secure; Path=/");
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
