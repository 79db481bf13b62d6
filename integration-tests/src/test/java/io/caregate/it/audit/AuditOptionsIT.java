package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log on separate servers: with other options, with a pool that is nearly empty, and with a key of its own. */
final class AuditOptionsIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final String OPTION = "--spi-events-listener--caregate-audit--";
    private static final String START = "CAREGATE_SERVER_START";
    private static final String STOP = "CAREGATE_SERVER_STOP";
    private static final String SECRET = "s3cret-in-the-wrong-place";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private SealedFiles files;

    @BeforeEach
    void prepare() {
        files = new SealedFiles(folder.resolve("log"));
    }

    /** Of these, the first start makes the node's signing key, and the second one uses it. */
    private KeycloakServer start() {
        return SharedServer.builder()
                .data(folder.resolve("data"))
                .option("--db-pool-initial-size=1")
                .option("--db-pool-min-size=1")
                .option("--db-pool-max-size=4")
                .option(OPTION + "events=all")
                .option(OPTION + "unknown-usernames=clear")
                .option(OPTION + "node-name=node-7")
                .option(OPTION + "no-such-option=" + SECRET)
                .option("--spi-caregate-audit-sink--other--password=" + SECRET)
                .option("--spi-caregate-audit-sink--file--directory=" + files.folder())
                .option("--spi-client-policy-manager--caregate--report-only=exact-web-origin")
                .start();
    }

    @Test
    void optionsWhenGivenThenTheyHoldAndASmallPoolFailsNoLogin() throws Exception {
        String key;
        try (var server = start()) {
            var keycloak = new Keycloak(server);
            key = assertMadeKey(server);
            var realm = keycloak.realm()
                    .realmRole(AuditLog.ROLE)
                    .user("alice", "alice-password")
                    .client(APP)
                    .service(AuditLog.READER, AuditLog.ROLE)
                    .create();

            realm.signIn(APP, "alice", "alice-password").expect(200);
            realm.browser().open(realm.oidc().authorization(APP).uri()).login("typed", "x");
            List<Integer> answers =
                    failAtOnce(keycloak, realm.oidc().endpoint("token").toString());

            var log = new AuditLog(realm);
            assertThat(answers).hasSize(32).containsOnly(401);
            assertThat(log.find(Map.of("type", "CLIENT_LOGIN_ERROR", "client", "app")))
                    .hasSize(32)
                    .allSatisfy(entry -> assertThat(entry.path("node").asText()).isEqualTo("node-7"));
            assertThat(log.find(Map.of("type", "LOGIN"))).hasSize(1);
            assertThat(log.find(Map.of("type", "CODE_TO_TOKEN"))).hasSize(1);
            assertThat(log.find(Map.of("error", "user_not_found")))
                    .singleElement()
                    .satisfies(entry -> assertThat(
                                    entry.path("details").path("username").asText())
                            .isEqualTo("typed"));
            assertThat(server.log()).contains("no-such-option is unknown");

            var auditors = keycloak.existingRealm("master");
            auditors.admin()
                    .post("/master/roles", Map.of("name", AuditLog.ROLE))
                    .expect(201);
            auditors.register(AuditLog.READER).expect(201);
            auditors.admin()
                    .grant("master", auditors.admin().serviceAccountId("master", AuditLog.READER.id()), AuditLog.ROLE);
            assertStart(new AuditLog(auditors), List.of(START), key);
            assertThat(log.find(Map.of("type", START))).as("not of this realm").isEmpty();
        }
        try (var server = start()) {
            awaitKey(server);
            assertThat(server.log())
                    .contains("audit checkpoints are signed origin=caregate-audit key=" + key)
                    .doesNotContain("has made its signing key");
            var auditors = new Keycloak(server).existingRealm("master");
            assertStart(new AuditLog(auditors), List.of(START, STOP, START), key);
            assertKeysAndExport(auditors.oidc(), key);
        }
        assertThat(files.lines()).noneMatch(line -> line.contains(SECRET));
    }

    /** Keycloak 26.6 answers before it has started all of its providers. */
    private static void awaitKey(KeycloakServer server) {
        await().atMost(Duration.ofSeconds(30)).until(() -> server.log().contains("audit checkpoints are signed"));
    }

    /** The line that the operator gives to the auditors. Answers the key in it. */
    private String assertMadeKey(KeycloakServer server) throws IOException {
        awaitKey(server);
        Path file = folder.resolve("data/caregate-audit/signing-key.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String key =
                NoteSigner.ofPem("caregate-audit", Files.readString(file)).key().toString();
        assertThat(server.log())
                .contains("audit checkpoints are signed origin=caregate-audit key=" + key)
                .containsOnlyOnce("this node has made its signing key: back up ")
                .doesNotContain("NOT signed");
        return key;
    }

    /** Each start says what is in force, in the log of the administrators' realm, and no secret. */
    private static void assertStart(AuditLog log, List<String> types, String key) {
        List<JsonNode> entries = log.find(Map.of("order", "asc")).stream()
                .filter(entry -> types.contains(entry.path("type").asText()))
                .toList();
        assertThat(entries).extracting(entry -> entry.path("type").asText()).containsExactlyElementsOf(types);
        assertThat(entries).allSatisfy(entry -> assertThat(entry.toString())
                .contains("\"node\":\"node-7\"")
                .doesNotContain(SECRET));
        JsonNode details = entries.get(entries.size() - 1).path("details");
        assertThat(details.path("signing_key").asText()).isEqualTo(key);
        assertThat(details.path("signing").asText()).isEqualTo("own");
        assertThat(details.path("process").asText()).isEqualTo("server");
        assertThat(details.path("policy_mode").asText()).isEqualTo("enforce");
        assertThat(details.path("option.client-policy-manager--caregate--report-only")
                        .asText())
                .isEqualTo("exact-web-origin");
        assertThat(details.path("option.events-listener--caregate-audit--events")
                        .asText())
                .isEqualTo("all");
        assertThat(details.path("option.events-listener--caregate-audit--no-such-option")
                        .asText())
                .isEqualTo("[withheld]");
        assertThat(details.path("option.caregate-audit-sink--other--password").asText())
                .isEqualTo("[withheld]");
        assertThat(details.path("jar.caregate-audit.jar").asText()).matches("\\S+ sha256:[0-9a-f]{64}");
        assertThat(details.path("jar.caregate-policy.jar").asText()).contains("sha256:");
        assertThat(details.path("keycloak").asText()).startsWith("26.");
    }

    /** With the key of the server's log alone, the verifier accepts the export and the files of the sink. */
    private void assertKeysAndExport(Oidc oidc, String key) throws Exception {
        String token = oidc.clientCredentials(AuditLog.READER).expect(200).accessToken();
        assertThat(oidc.get("/caregate/audit/keys").status()).isEqualTo(401);
        assertThat(oidc.get("/caregate/audit/keys?x=1", token).status()).isEqualTo(400);
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode keys = oidc.get("/caregate/audit/keys", token).expect(200).json();
            assertThat(keys.path("notice").asText()).contains("Compare");
            assertThat(keys.path("keys").findValuesAsText("key")).containsExactly(key);
            assertThat(keys.path("keys").findValuesAsText("node")).containsExactly("node-7");
            assertThat(keys.path("keys").findValuesAsText("source")).containsExactly("own");
            assertThat(keys.path("keys").findValuesAsText("state")).containsExactly("this-node");
            assertThat(keys.path("keys").findValuesAsText("firstUsed")).doesNotContain("null");
        });
        JsonNode signing =
                oidc.get("/caregate/audit/status", token).expect(200).json().path("signing");
        assertThat(signing.path("state").asText()).isEqualTo("own");
        assertThat(signing.path("key").asText()).isEqualTo(key);

        await().atMost(PATIENCE)
                .until(() -> files.lines().stream()
                                .filter(line -> line.contains("\\\"type\\\":\\\"" + START))
                                .count()
                        == 2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        files.verify(NoteVerifier.parse(key)).path("result").asText())
                .startsWith("ok"));
        Path export = Files.writeString(
                folder.resolve("export.jsonl"),
                oidc.get("/caregate/audit/export", token).expect(200).body());
        assertThat(Files.readString(export)).contains(START, STOP).doesNotContain(SECRET);
        assertThat(SealedFiles.verify(key, export).path("result").asText()).isEqualTo("ok");
    }

    @Test
    void startWhenOptionIsBadThenItsNameAndWhatIsAllowed() {
        var builder = SharedServer.builder().option(OPTION + "events=LOGGIN_ERROR");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(OPTION + "events is \"LOGGIN_ERROR\", but must be errors")
                .hasMessageContaining("errors,LOGIN");
    }

    private static List<Integer> failAtOnce(Keycloak keycloak, String token) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(32);
        try {
            List<Callable<Integer>> failures = IntStream.range(0, 32)
                    .<Callable<Integer>>mapToObj(i -> () -> keycloak.given()
                            .formParam("grant_type", "client_credentials")
                            .formParam("client_id", "app")
                            .formParam("client_secret", "wrong")
                            .post(token)
                            .statusCode())
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> status : clients.invokeAll(failures)) {
                answers.add(status.get());
            }
            return answers;
        } finally {
            clients.shutdown();
        }
    }
}
