package io.caregate.it.audit;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.audit.WebReceiver.Behaviour;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A server with the sinks file and webhook, whose receiver behaves as real ones do, and which is killed. */
@Needs(POSTGRES)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SinksIT {
    private static final String SINK = "--spi-caregate-audit-sink--";
    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final Duration TAKE_OVER = Duration.ofSeconds(120);
    private static final Duration LONG = Duration.ofMinutes(15);
    /** The time for which the server waits for the receiver. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** The gate is 360,000 in 5 minutes. The default is a size that fits into a build. */
    private static final int BACKLOG = Integer.getInteger("caregate.backlog", 5_000);

    private static final int BATCH = 250;

    @TempDir
    private static Path folder;

    private Postgres postgres;
    private AuditDatabase database;
    private WebReceiver receiver;
    private KeycloakServer server;
    private TestRealm realm;
    private String token;

    @BeforeAll
    void start() throws Exception {
        postgres = Postgres.withKeycloak();
        database = new AuditDatabase(postgres);
        receiver = new WebReceiver(Files.createDirectory(folder.resolve("receiver")));
        Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        Files.writeString(
                folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(new byte[32]));
        server = startServer();
        realm = new Keycloak(server)
                .realm()
                .realmRole(AuditLog.ROLE)
                .client(TestClient.service("worker"))
                .client(TestClient.service("therapist"))
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        token = token();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    @Order(1)
    void receiverWhenInTroubleThenStatusSaysSoLoginsGoOnAndNothingIsMissingAfterwards() throws Exception {
        fail(5);
        awaitDelivered();
        trouble("the receiver answered 500", () -> receiver.behave(Behaviour.BROKEN));
        trouble("the receiver answered 429", () -> receiver.behave(Behaviour.BUSY));
        trouble("the receiver did not answer in time", () -> receiver.behave(Behaviour.SILENT));
        trouble("the receiver did not answer in time", () -> receiver.behave(Behaviour.DRIP));
        trouble("the receiver refuses connections", receiver::shut);
        trouble("TLS failed: the receiver's certificate is not trusted or not for its name", () -> {
            receiver.shut();
            receiver.openAsImpostor();
        });

        receiver.behave(Behaviour.SILENT);
        assertThat(median(30)).as("a login waits for no receiver").isLessThan(PATIENCE);
        receiver.behave(Behaviour.TAKE);
        awaitDelivered();
        assertThat(receiver.taken())
                .isEqualTo(LongStream.rangeClosed(1, sealed()).boxed().toList());
        assertThat(receiver.checkpoints()).isPositive();
    }

    @Test
    @Order(2)
    void entryWhenRejectedForGoodThenDeadLetterAndTheOthersArrive() {
        receiver.behave(Behaviour.POISONED);
        fail(3);
        realm.oidc().post("token", Map.of("grant_type", "client_credentials", "client_id", "poison-client"));
        fail(3);

        await().atMost(RECOVERY).until(() -> sink("webhook").path("deadLetters").asLong() == 1);
        awaitDelivered();
        JsonNode about = new AuditLog(realm)
                .find(Map.of("type", "CAREGATE_AUDIT_DEAD_LETTER"))
                .get(0);
        assertThat(about.path("details").path("reason").asText()).isEqualTo("the receiver answered 422");
        assertThat(about.path("details").path("sink").asText()).isEqualTo("webhook");
        long rejected = about.path("details").path("seq").asLong();
        assertThat(receiver.taken()).doesNotContain(rejected).contains(rejected - 1, rejected + 1);
        receiver.behave(Behaviour.TAKE);
    }

    @Test
    @Order(3)
    void realmWhenDeletedWithABacklogThenItsEntriesArriveAllTheSame() {
        receiver.behave(Behaviour.BROKEN);
        TestRealm doomed = new Keycloak(server)
                .realm()
                .client(TestClient.service("worker"))
                .create();
        String name = doomed.name();
        for (int i = 0; i < 4; i++) {
            fail(doomed);
        }
        doomed.close();
        receiver.behave(Behaviour.TAKE);
        awaitDelivered();
        assertThat(receiver.bodies()).anyMatch(body -> body.contains("\"realm\":\"" + name + "\""));
    }

    /** The doomed realm's entries, and those of this one, are in the log. */
    @Test
    @Order(4)
    void entryWhenTheFilterOfANamedSinkLeavesItOutThenOnlyTheOthersArriveThere() throws Exception {
        RestAssured.given()
                .formParams(Map.of("grant_type", "client_credentials", "client_id", "nobody"))
                .post(URI.create(server.url() + "/realms/master/protocol/openid-connect/token"))
                .then()
                .statusCode(401);
        fail(3);
        awaitDelivered();
        await().atMost(RECOVERY).until(() -> cursor("file-master") == sealed());

        List<JsonNode> lines = lines(folder.resolve("master"));
        assertThat(lines)
                .extracting(line -> line.path("realm").asText("master"))
                .as("only the realm master, and what belongs to none")
                .containsOnly("master");
        assertThat(lines)
                .extracting(line -> line.path("type").asText())
                .contains("CLIENT_LOGIN_ERROR", "CAREGATE_AUDIT_CHECKPOINT")
                .noneMatch(type -> type.startsWith("ADMIN_") || type.startsWith("MODEL_"));
        assertThat(sink("file-master").path("lagEntries").asLong()).isZero();
        assertThat(server.log().lines())
                .anyMatch(line -> line.contains("sink=file-master directory=" + folder.resolve("master"))
                        && line.contains("realms=master changes=false"));
    }

    private static List<JsonNode> lines(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    lines.add(new ObjectMapper().readTree(line));
                }
            }
        }
        return lines;
    }

    @Test
    @Order(4)
    void statusWhenAskedByNoAuditorThenRefused() {
        String other = realm.oidc()
                .clientCredentials(TestClient.service("therapist"))
                .expect(200)
                .accessToken();
        realm.oidc().get("/caregate/audit/status", other).expect(403);
        realm.oidc().get("/caregate/audit/tail", other).expect(403);
        realm.oidc().get("/caregate/audit/status").expect(401);
        realm.oidc().get("/caregate/audit/status?x=1", token).expect(400);
        realm.oidc().get("/caregate/audit/tail?wait=31", token).expect(400);
        realm.oidc().get("/caregate/audit/tail?cursor=x", token).expect(400);
    }

    @Test
    @Order(5)
    void tailWhenNothingComesThenItWaitsAndWhenSomethingComesThenItAnswersAtOnce() {
        awaitDelivered();
        String end = tail("").expect(200).text("next");
        long began = System.nanoTime();
        Answer nothing = tail("?wait=2&cursor=" + end).expect(200);
        assertThat(since(began)).isGreaterThan(Duration.ofMillis(1900));
        assertThat(nothing.json().path("events")).isEmpty();

        Thread login = new Thread(() -> {
            await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            fail(1);
        });
        login.start();
        began = System.nanoTime();
        Answer one = tail("?wait=25&cursor=" + nothing.text("next")).expect(200);
        assertThat(since(began)).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(15));
        assertThat(one.json().path("events").findValuesAsText("type")).contains("REFRESH_TOKEN_ERROR");

        // Its own reading was recorded, and that does not end the next wait.
        began = System.nanoTime();
        Answer after = tail("?wait=3&cursor=" + one.text("next")).expect(200);
        assertThat(since(began)).isGreaterThan(Duration.ofMillis(2900));
        assertThat(after.json().path("events").findValuesAsText("type")).containsExactly("CAREGATE_AUDIT_READ");
    }

    @Test
    @Order(6)
    void metricsWhenScrapedThenEachIsThere() {
        await().atMost(RECOVERY).untilAsserted(() -> assertThat(metrics())
                .contains(
                        "caregate_audit_inbox_entries ",
                        "caregate_audit_unsealed_age_seconds ",
                        "caregate_audit_checkpoint_age_seconds ",
                        "caregate_audit_sink_lag_entries{sink=\"webhook\"} 0.0",
                        "caregate_audit_sink_lag_entries{sink=\"file-master\"} 0.0",
                        "caregate_audit_sink_lag_seconds{sink=\"file\"} 0.0",
                        "caregate_audit_delivered_total{sink=\"file\"}",
                        "caregate_audit_retries_total{sink=\"webhook\"}",
                        "caregate_audit_dead_letters_total{sink=\"webhook\"} 1.0"));
    }

    @Test
    @Order(7)
    void serverWhenKilledBetweenTheAnswerAndTheCommitThenAtMostOneBatchComesAgain() throws Exception {
        awaitDelivered();
        long before = sealed();
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-webhook' FOR UPDATE");
            fail(20);
            // It has answered, and the commit waits for the lock.
            await().atMost(RECOVERY).until(() -> last(receiver.taken()) > before);
            await().atMost(RECOVERY)
                    .until(() -> database.number("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                            > 0);
            server.kill9();
            other.rollback();
        }
        server = startServer();
        realm = new Keycloak(server).existingRealm(realm.name());
        token = token();
        fail(3);
        awaitDelivered(TAKE_OVER);

        List<Long> taken = receiver.taken();
        List<Long> repeated = new ArrayList<>();
        for (int i = 1; i < taken.size(); i++) {
            if (taken.get(i) <= taken.get(i - 1)) {
                repeated.add(taken.get(i));
            }
        }
        assertThat(repeated).as("begins of repetition").hasSize(1);
        assertThat(taken.size() - taken.stream().distinct().count()).isBetween(1L, (long) BATCH);
        assertThat(repeated.get(0)).isEqualTo(before + 1);
    }

    @Test
    @Order(8)
    void backlogWhenLargeThenEachArrivesOnceAndInOrder() {
        awaitDelivered();
        receiver.forgetTexts();
        long first = sealed();
        long began = System.nanoTime();
        database.capture("zz", BACKLOG);
        double filled = since(began).toMillis() / 1e3;
        await().atMost(LONG).pollInterval(Duration.ofMillis(500)).until(() -> cursor("file") >= first + BACKLOG);
        double file = since(began).toMillis() / 1e3;
        await().atMost(LONG).pollInterval(Duration.ofMillis(500)).until(() -> cursor("webhook") >= first + BACKLOG);
        double web = since(began).toMillis() / 1e3;
        System.out.printf(
                "backlog of %d: stored in %.1f s, sealed and in the file after %.1f s (%.0f/s), at the webhook after"
                        + " %.1f s (%.0f/s)%n",
                BACKLOG, filled, file, BACKLOG / file, web, BACKLOG / web);
        awaitDelivered();
        List<Long> taken = receiver.taken();
        assertThat(taken.subList(taken.indexOf(first + 1), taken.size()))
                .isEqualTo(LongStream.rangeClosed(first + 1, sealed()).boxed().toList());
    }

    private void trouble(String reason, Trouble what) throws Exception {
        what.begin();
        fail(5);
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> reason.equals(sink("webhook").path("error").asText()));
        JsonNode sink = sink("webhook");
        assertThat(sink.path("state").asText()).isEqualTo("failing");
        assertThat(sink.path("lagEntries").asLong()).isPositive();
        assertThat(sink("file").path("state").asText()).isEqualTo("delivering");
        receiver.shut();
        receiver.behave(Behaviour.TAKE);
        receiver.openAgain();
        awaitDelivered();
        assertThat(sink("webhook").path("error").isNull()).isTrue();
    }

    private void awaitDelivered() {
        awaitDelivered(RECOVERY);
    }

    private void awaitDelivered(Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> database.number("SELECT COUNT(*) FROM CAREGATE_AUDIT_INBOX") == 0
                        && cursor("webhook") == sealed()
                        && cursor("file") == sealed());
    }

    private JsonNode sink(String id) {
        for (JsonNode sink : realm.oidc()
                .get("/caregate/audit/status", token)
                .expect(200)
                .json()
                .path("sinks")) {
            if (sink.path("sink").asText().equals(id)) {
                return sink;
            }
        }
        throw new AssertionError("no sink " + id);
    }

    private Answer tail(String query) {
        return realm.oidc().get("/caregate/audit/tail" + query, token);
    }

    private String metrics() {
        return RestAssured.get(URI.create(server.managementUrl() + "/metrics"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String token() {
        return realm.oidc().clientCredentials(AuditLog.READER).expect(200).accessToken();
    }

    private long sealed() {
        return database.number("SELECT LAST_SEQ FROM CAREGATE_AUDIT_HEAD");
    }

    private long cursor(String sink) {
        return database.number(
                "SELECT COALESCE(MAX(SEQ), 0) FROM CAREGATE_AUDIT_CURSOR WHERE NAME = 'sink-" + sink + "'");
    }

    private Duration median(int logins) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < logins; i++) {
            long began = System.nanoTime();
            fail(realm);
            times.add(since(began));
        }
        return times.stream().sorted().toList().get(logins / 2);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            fail(realm);
        }
    }

    private static void fail(TestRealm realm) {
        realm.oidc()
                .token(TestClient.service("worker"), Map.of("grant_type", "refresh_token", "refresh_token", "none"))
                .expect(400);
    }

    private KeycloakServer startServer() throws Exception {
        return postgres.server()
                .timeout(Duration.ofMinutes(8))
                .option("--truststore-paths=" + receiver.certificate())
                .option("--spi-events-listener--caregate-audit--signing-key-file=" + folder.resolve("key.pem"))
                .option(SINK + "file--directory=" + folder.resolve("log"))
                .option(SINK + "file--format=json")
                .option(SINK + "file--instances=master")
                .option(SINK + "file--master-directory=" + folder.resolve("master"))
                .option(SINK + "file--master-format=json")
                .option(SINK + "file--master-realms=master")
                .option(SINK + "file--master-changes=false")
                .option(SINK + "webhook--url=https://127.0.0.1:" + receiver.port() + "/hook")
                .option(SINK + "webhook--secret-file=" + folder.resolve("secret"))
                .option(SINK + "webhook--timeout=" + PATIENCE)
                .option(SINK + "webhook--batch-size=" + BATCH)
                .start();
    }

    private static long last(List<Long> numbers) {
        return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private interface Trouble {
        void begin() throws Exception;
    }
}
