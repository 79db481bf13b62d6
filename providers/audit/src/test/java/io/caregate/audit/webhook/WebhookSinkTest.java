package io.caregate.audit.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.ConfiguredSink;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Outcome;
import io.caregate.audit.sink.Outcome.Refused;
import io.caregate.audit.sink.Outcome.Retry;
import io.caregate.audit.sink.Sink;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.foundation.option.TestConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.ServerStartupError;
import org.keycloak.models.KeycloakSession;
import org.keycloak.vault.DefaultVaultRawSecret;
import org.keycloak.vault.DefaultVaultTranscriber;
import org.keycloak.vault.VaultProvider;
import org.keycloak.vault.VaultRawSecret;

class WebhookSinkTest {
    private static final String ONE = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            "whsec_" + Base64.getEncoder().encodeToString("another secret of 24 byt".getBytes(StandardCharsets.UTF_8));
    private static final Batch BATCH = new Batch(List.of(entry(1), entry(2)));

    @TempDir
    private Path folder;

    private final Semaphore never = new Semaphore(0);
    private final List<Map<String, List<String>>> headers = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        never.release(100);
        server.stop(0);
    }

    @Test
    void batchWhenSentThenTheReferenceLibraryTakesEachSecretsSignature() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(204, -1));
        assertThat(sink(ONE + "\n" + OTHER).deliver(BATCH)).isEqualTo(Outcome.taken(2));

        String body = bodies.get(0);
        for (String secret : List.of(ONE, OTHER)) {
            new Webhook(secret).verify(body, headers.get(0));
        }
        assertThatThrownBy(() -> new Webhook(ONE).verify(body.replace("id-1", "id-9"), headers.get(0)))
                .hasMessageContaining("No matching signature");
        assertThat(body).startsWith("{\"type\":\"caregate.audit\",\"data\":[{").contains("\"seq\":1", "\"seq\":2");
        assertThat(headers.get(0).get("Content-type")).containsExactly("application/json");
    }

    @Test
    void batchWhenOfCloudEventsThenAListOfThem() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(204, -1));
        assertThat(sink(Map.of("format", "cloudevents")).deliver(BATCH)).isEqualTo(Outcome.taken(2));

        assertThat(headers.get(0).get("Content-type")).containsExactly("application/cloudevents-batch+json");
        assertThat(bodies.get(0))
                .isEqualTo("[" + entry(1).render(Format.CLOUDEVENTS) + "," + entry(2).render(Format.CLOUDEVENTS) + "]");
        new Webhook(ONE).verify(bodies.get(0), headers.get(0));
    }

    @Test
    void batchWhenOfCloudEventsAndOfOneItemAtMostThenOneEvent() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(204, -1));
        sink(Map.of("format", "cloudevents", "batch-size", "1")).deliver(new Batch(List.of(entry(1))));

        assertThat(headers.get(0).get("Content-type")).containsExactly("application/cloudevents+json");
        assertThat(bodies.get(0)).isEqualTo(entry(1).render(Format.CLOUDEVENTS));
    }

    @Test
    void batchWhenSignedByEd25519ThenItsPublicKeyVerifies() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        answering(exchange -> exchange.sendResponseHeaders(200, -1));
        sink("whsk_" + Base64.getEncoder().encodeToString(seed)).deliver(BATCH);

        Map<String, List<String>> sent = headers.get(0);
        String signature = sent.get("Webhook-signature").get(0);
        assertThat(signature).startsWith("v1a,");
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(pair.getPublic());
        check.update((sent.get("Webhook-id").get(0) + "."
                        + sent.get("Webhook-timestamp").get(0) + "." + bodies.get(0))
                .getBytes(StandardCharsets.UTF_8));
        assertThat(check.verify(Base64.getDecoder().decode(signature.substring(4))))
                .isTrue();
    }

    @Test
    void batchWhenSentAgainThenTheSameIdAndBody() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(200, -1));
        Sink sink = sink(ONE);
        sink.deliver(BATCH);
        sink.deliver(BATCH);
        sink.deliver(new Batch(List.of(entry(1))));
        assertThat(headers.get(0).get("Webhook-id")).isEqualTo(headers.get(1).get("Webhook-id"));
        assertThat(bodies.get(0)).isEqualTo(bodies.get(1));
        assertThat(headers.get(2).get("Webhook-id")).isNotEqualTo(headers.get(0).get("Webhook-id"));
    }

    @Test
    void headersWhenInAFileThenSent() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(200, -1));
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Splunk abc\nX-Tenant: 7\n");
        sink(Map.of("headers-file", file.toString())).deliver(BATCH);
        assertThat(headers.get(0).get("Authorization")).containsExactly("Splunk abc");
        assertThat(headers.get(0).get("X-tenant")).containsExactly("7");
    }

    @Test
    void filesWhenChangedLaterThenReadAnewForTheNextSink() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(200, -1));
        Path secret = Files.writeString(folder.resolve("secret"), ONE);
        Path file = Files.writeString(folder.resolve("headers"), "Authorization: Splunk abc\n");
        ConfiguredSink sink = configured(Map.of("headers-file", file.toString()));

        Files.writeString(secret, OTHER);
        Files.writeString(file, "Authorization: Splunk def\n");
        sink.open(null).deliver(BATCH);
        new Webhook(OTHER).verify(bodies.get(0), headers.get(0));
        assertThat(headers.get(0).get("Authorization")).containsExactly("Splunk def");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 413, 422})
    void answerWhenForGoodThenRefused(int status) throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(status, -1));
        assertThat(sink(ONE).deliver(BATCH)).isEqualTo(new Refused("the receiver answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 410, 415})
    void answerWhenAboutTheSetUpThenForAnOperator(int status) throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(status, -1));
        assertThat(sink(ONE).deliver(BATCH)).isEqualTo(Outcome.misconfigured("the receiver answered " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 599})
    void answerWhenNotNowThenRetried(int status) throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(status, -1));
        assertThat(sink(ONE).deliver(BATCH)).isEqualTo(Outcome.retry("the receiver answered " + status));
    }

    @Test
    void answerWhenItSaysWhenThenRetriedThen() throws Exception {
        answering(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "17");
            exchange.sendResponseHeaders(429, -1);
        });
        assertThat(((Retry) sink(ONE).deliver(BATCH)).after()).contains(Duration.ofSeconds(17));

        start();
        answering(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT");
            exchange.sendResponseHeaders(503, -1);
        });
        assertThat(((Retry) sink(ONE).deliver(BATCH)).after())
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(Duration.ofDays(300)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "3601", "123456789012345678901234567890"})
    void pauseWhenVeryLongThenTheLongestThatIsWaitedFor(String seconds) throws Exception {
        answering(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", seconds);
            exchange.sendResponseHeaders(503, -1);
        });
        assertThat(((Retry) sink(ONE).deliver(BATCH)).after())
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(Duration.ofHours(1)));
    }

    @Test
    void redirectWhenAnsweredThenNotFollowed() throws Exception {
        AtomicInteger followed = new AtomicInteger();
        server.createContext("/elsewhere", exchange -> followed.incrementAndGet());
        answering(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        });
        assertThat(((Retry) sink(ONE).deliver(BATCH)).misconfigured()).isTrue();
        assertThat(followed).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: other.example", "content-length: 5", "EXPECT: 100-continue", "Connection: close"})
    void headersWhenOneIsTheClientsOwnThenStartStops(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), line + "\n");
        assertThatThrownBy(() -> sink(Map.of("headers-file", file.toString())))
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--headers-file is");
    }

    @Test
    void answerWhenEndlessThenOnlyItsBeginningIsReadAndNothingIsDelivered() throws Exception {
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (!Thread.currentThread().isInterrupted()) {
                    out.write(new byte[8192]);
                }
            }
        });
        // Reading on would end at the deadline, which has another reason.
        assertThat(sink(ONE).deliver(BATCH)).isInstanceOfSatisfying(Retry.class, retry -> assertThat(retry.reason())
                .contains("does not end"));
    }

    @Test
    void answerWhenLongButAtItsEndThenDelivered() throws Exception {
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 500_000);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(new byte[500_000]);
            }
        });
        assertThat(sink(ONE).deliver(BATCH)).isEqualTo(Outcome.taken(2));
    }

    @Test
    void receiverWhenItDripsThenGivenUpAtTheDeadline() throws Exception {
        answering(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            OutputStream out = exchange.getResponseBody();
            try {
                while (!never.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                    out.write(' ');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        long began = System.nanoTime();
        assertThat(sink(Map.of("timeout", "PT1S")).deliver(BATCH))
                .isEqualTo(Outcome.retry("the receiver did not answer in time"));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void receiverWhenItSaysNothingThenGivenUpAtTheDeadline() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            assertThat(sink(Map.of("timeout", "PT1S", "url", url)).deliver(BATCH))
                    .isEqualTo(Outcome.retry("the receiver did not answer in time"));
        }
    }

    @Test
    void receiverWhenItIsNotThereThenRetried() throws Exception {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThat(sink(Map.of("url", "http://127.0.0.1:" + port + "/")).deliver(BATCH))
                .isEqualTo(Outcome.retry("the receiver refuses connections"));
    }

    @Test
    void receiverWhenItHangsUpThenRetried() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> {
                try {
                    while (true) {
                        try (Socket socket = rude.accept()) {
                            socket.getInputStream().read();
                        }
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            thread.setDaemon(true);
            thread.start();
            String url = "http://127.0.0.1:" + rude.getLocalPort() + "/";
            assertThat(sink(Map.of("url", url)).deliver(BATCH)).isInstanceOf(Retry.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://siem.example.org/",
                "http://127.0.0.1.evil.example/",
                "ftp://siem.example.org/",
                "https://user:pass@siem.example.org/",
                "https://siem.example.org/#x",
                "siem.example.org",
                "https:///x"
            })
    void urlWhenUnsafeThenStartStops(String url) {
        assertThatThrownBy(() -> sink(Map.of("url", url)))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--url is")
                .hasMessageNotContaining(":pass@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_AAAA", "secret", "whsk_AAAA", "whsec_!!!!"})
    void secretWhenBadThenStartStopsWithoutShowingIt(String secret) {
        assertThatThrownBy(() -> sink(secret))
                .isInstanceOf(ServerStartupError.class)
                .hasMessageContaining("--spi-caregate-audit-sink--webhook--secret-file is")
                .hasMessageNotContaining("whsec_AAAA");
    }

    @Test
    void secretWhenInTheVaultThenAskedForByItsKeyAndSignedWith() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(204, -1));
        List<String> asked = new ArrayList<>();
        Sink sink = ofVault(key -> {
            asked.add(key);
            return Optional.of(OTHER + "\n");
        });
        assertThat(sink.deliver(BATCH)).isEqualTo(Outcome.taken(2));
        new Webhook(OTHER).verify(bodies.get(0), headers.get(0));
        assertThat(asked).containsExactly("audit_webhook");
    }

    @Test
    void secretWhenTheVaultHasNoneOrABadOneOrFailsThenForAnOperatorAndNothingIsSent() throws Exception {
        answering(exchange -> exchange.sendResponseHeaders(204, -1));
        assertThat(ofVault(key -> Optional.empty()).deliver(BATCH))
                .isEqualTo(Outcome.misconfigured("the vault has no secret of the key that secret-vault-key names"));
        assertThat(ofVault(key -> Optional.of("whsec_AAAA")).deliver(BATCH))
                .isEqualTo(Outcome.misconfigured("what the vault has is no secret of Standard Webhooks"));
        assertThat(ofVault(key -> {
                            throw new IllegalStateException("no access to /the/vault");
                        })
                        .deliver(BATCH))
                .isEqualTo(Outcome.misconfigured("the vault cannot be read"));
        assertThat(bodies).isEmpty();
    }

    /** A server without a vault has Keycloak's transcriber without a provider behind it. */
    @Test
    void secretWhenTheServerHasNoVaultThenForAnOperator() throws Exception {
        assertThat(ofVault((VaultProvider) null).deliver(BATCH))
                .isEqualTo(Outcome.misconfigured("the vault has no secret of the key that secret-vault-key names"));
    }

    private Sink ofVault(Function<String, Optional<String>> secrets) {
        return ofVault(new VaultProvider() {
            @Override
            public VaultRawSecret obtainSecret(String key) {
                return DefaultVaultRawSecret.forBuffer(
                        secrets.apply(key).map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            }

            @Override
            public void close() {}
        });
    }

    private Sink ofVault(VaultProvider vault) {
        ConfiguredSink sink = configured(
                new WebhookSinkFactory(),
                Map.of(
                        "url",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                        "secret-vault-key",
                        "audit_webhook"));
        return sink.open((KeycloakSession) Proxy.newProxyInstance(
                WebhookSinkTest.class.getClassLoader(),
                new Class<?>[] {KeycloakSession.class},
                (proxy, method, args) -> {
                    if (method.getName().equals("vault")) {
                        return new DefaultVaultTranscriber(vault);
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }

    private void answering(HttpHandler handler) {
        server.createContext("/hook", exchange -> {
            remember(exchange);
            handler.handle(exchange);
            exchange.close();
        });
    }

    private synchronized void remember(HttpExchange exchange) throws IOException {
        headers.add(new HashMap<>(exchange.getRequestHeaders()));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private Sink sink(String secrets) throws IOException {
        return sink(secrets, Map.of());
    }

    private Sink sink(Map<String, String> more) throws IOException {
        return sink(ONE, more);
    }

    private Sink sink(String secrets, Map<String, String> more) throws IOException {
        Files.writeString(folder.resolve("secret"), secrets);
        return configured(more).open(null);
    }

    private ConfiguredSink configured(Map<String, String> more) {
        Map<String, String> given = new HashMap<>();
        given.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        given.put("secret-file", folder.resolve("secret").toString());
        given.putAll(more);
        return configured(new WebhookSinkFactory(), given);
    }

    private static ConfiguredSink configured(WebhookSinkFactory factory, Map<String, String> given) {
        return ConfiguredSink.of(factory, TestConfig.scope("caregate-audit-sink", "webhook", given))
                .get(0);
    }

    private static Item entry(long seq) {
        return new Item.OfEntry(
                new SealedEntry(seq, "id-" + seq, "realm", "{\"id\":\"id-" + seq + "\",\"type\":\"LOGIN_ERROR\"}"),
                "leaf",
                "salt");
    }
}
