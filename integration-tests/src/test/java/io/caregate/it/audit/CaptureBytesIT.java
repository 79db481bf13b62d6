package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.it.driver.Browser;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes are sent, the log has exactly one clean entry for each event that Keycloak raises. Keycloak's own
 * listener writes one line for each, which gives the expected number.
 */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CaptureBytesIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final String FORGED = "FORGED-LINE type=LOGIN";
    private static final Pattern EVENT = Pattern.compile("\\[org\\.keycloak\\.events] .*type=\"[A-Z_]+\"");
    private static final Pattern DIRTY =
            Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]|\\\\u00[01]");
    private static final int MAX_BYTES = 28 * 1024;

    private Postgres postgres;
    private AuditDatabase database;
    private KeycloakServer server;
    private TestRealm realm;

    @BeforeAll
    void start() {
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        server = postgres.server()
                .option("--proxy-headers=xforwarded")
                .option("--spi-events-listener--caregate-audit--unknown-usernames=clear")
                .start();
        realm = new Keycloak(server)
                .realm()
                .client(APP)
                .client(TestClient.service("backend"))
                .create();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Percent-encoded, as a form or a query carries it. */
    static Stream<String> encoded() {
        return Stream.of(
                "a%00b",
                "a%0D%0A" + FORGED.replace(" ", "%20"),
                "a%0A" + FORGED.replace(" ", "%20"),
                "a%E2%80%A8" + FORGED.replace(" ", "%20"),
                "a%C2%85" + FORGED.replace(" ", "%20"),
                "a%ED%A0%80b",
                "a%ED%B0%80%ED%A0%80b",
                "a%FF%FEb",
                "a%C3",
                "a%C0%80b",
                "a%F0%9F%98%80b",
                "a%E2%80%AEb%E2%81%A6c",
                "a%1B%5B31mb",
                "a%EF%BF%BFb",
                "a%22%7D%2C%22seq%22%3A1%2C%22",
                "%3DHYPERLINK(1)",
                "a%",
                "a%zz",
                "a%u0000",
                "%",
                "a".repeat(1 << 20));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void clientIdWhenHostileThenOneCleanEntryForEachEvent(String value) throws Exception {
        assertOneEntryForEachEvent(() -> post(
                "/protocol/openid-connect/token",
                "grant_type=client_credentials&client_secret=x&client_id=" + value,
                "User-Agent: test"));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void usernameWhenHostileThenOneCleanEntryForEachEvent(String value) throws Exception {
        Browser browser = realm.browser();
        Page login = browser.open(realm.oidc().authorization(APP).uri());
        String cookies = browser.cookies().entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        String action =
                login.formAction().getRawPath() + "?" + login.formAction().getRawQuery();
        assertOneEntryForEachEvent(() -> raw(
                "POST " + action,
                "username=" + value + "&password=wrong&credentialId=",
                "Content-Type: application/x-www-form-urlencoded",
                "Cookie: " + cookies));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void redirectUriWhenHostileThenOneCleanEntryForEachEvent(String value) throws Exception {
        assertOneEntryForEachEvent(() -> raw(
                "GET " + Postgres.KEYCLOAK_PATH + "/realms/" + realm.name()
                        + "/protocol/openid-connect/auth?response_type=code&client_id=app&redirect_uri=https://"
                        + value,
                ""));
    }

    static Stream<String> headers() {
        return Stream.of(
                "a\u0001b",
                "a\u001b[31mb",
                "a\u0080b",
                "a\u00ff\u00feb",
                "a\u00e2\u0080\u00aeb",
                "a\u00ed\u00a0\u0080b",
                "a\tb",
                "'\"><script>",
                "192.0.2.7, 198.51.100.1",
                "[2001:db8::1]:443",
                "x".repeat(6_000));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void userAgentWhenHostileThenOneCleanEntryForEachEvent(String value) throws Exception {
        assertOneEntryForEachEvent(() -> failWith("User-Agent: " + value));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void forwardedAddressWhenHostileThenOneCleanEntryForEachEvent(String value) throws Exception {
        assertOneEntryForEachEvent(() -> failWith("X-Forwarded-For: " + value));
    }

    /** PostgreSQL refuses the lookup of such a name, and yet there is an event. */
    @Test
    void usernameWhenItHoldsNulThenTheEntryShowsAMarkInItsPlace() {
        Page login = realm.browser().open(realm.oidc().authorization(APP).uri());
        assertThat(login.login("nul\u0000name", "wrong").hasRedirect()).isFalse();

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(payloads())
                .filteredOn(payload -> payload.contains("\"username\":\"nul\ufffdname\""))
                .hasSize(1));
    }

    private void assertOneEntryForEachEvent(Request request) throws Exception {
        long events = events();
        List<String> before = payloads();
        request.send();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat((long) payloads().size() - before.size()).isEqualTo(events() - events));
        List<String> entries = payloads();
        entries.removeAll(before);
        assertThat(entries).allSatisfy(payload -> {
            assertThat(DIRTY.matcher(payload).find()).as(payload).isFalse();
            assertThat(payload.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(MAX_BYTES);
            assertThat(AuditDatabase.json(payload).path("v").asInt()).isEqualTo(2);
        });
        assertThat(server.log().lines()).noneMatch(line -> line.startsWith(FORGED.substring(0, 6)));
    }

    private long events() {
        return server.log().lines().filter(line -> EVENT.matcher(line).find()).count();
    }

    private List<String> payloads() {
        return new ArrayList<>(database.column(
                "SELECT PAYLOAD FROM CAREGATE_AUDIT_LOG UNION ALL SELECT PAYLOAD FROM CAREGATE_AUDIT_INBOX"));
    }

    private void failWith(String header) throws IOException {
        post(
                "/protocol/openid-connect/token",
                "grant_type=client_credentials&client_secret=x&client_id=backend",
                header);
    }

    private void post(String path, String body, String... headers) throws IOException {
        raw(
                "POST " + Postgres.KEYCLOAK_PATH + "/realms/" + realm.name() + path,
                body,
                Stream.concat(Stream.of("Content-Type: application/x-www-form-urlencoded"), Stream.of(headers))
                        .toArray(String[]::new));
    }

    /** Sends the bytes as they are, one a character, and reads the whole answer. */
    private void raw(String methodAndTarget, String body, String... headers) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.ISO_8859_1);
        String head = methodAndTarget + " HTTP/1.1\r\nHost: " + server.url().getAuthority()
                + "\r\nConnection: close\r\nContent-Length: " + content.length + "\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        var request = new ByteArrayOutputStream();
        request.write(head.getBytes(StandardCharsets.ISO_8859_1));
        request.write(content);
        try (var socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            socket.getOutputStream().write(request.toByteArray());
            socket.getOutputStream().flush();
            socket.getInputStream().readAllBytes();
        } catch (SocketException closedEarly) {
            // The server need not read the whole of a request that it refuses.
            assertThat(server.isRunning()).isTrue();
        }
    }

    private interface Request {
        void send() throws IOException;
    }
}
