package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error that a browser or a client receives is already in the log. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CaptureIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final TestClient BACKEND = TestClient.service("backend");

    private Keycloak keycloak;
    private TestRealm realm;
    private AuditLog log;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .user("alice", "alice-password")
                .client(APP)
                .client(BACKEND)
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        log = new AuditLog(realm);
    }

    /** Field by field as docs/audit-format.md promises. */
    @Test
    void loginErrorWhenPasswordIsWrongThenInTheLogBeforeThePageIsRead() {
        Instant before = Instant.now().minusSeconds(1);
        failLogin("alice", "wrong");

        JsonNode entry = only(Map.of("type", "LOGIN_ERROR", "user", "alice"));
        assertThat(entry.path("v").asInt()).isEqualTo(2);
        assertThat(entry.path("id").asText()).hasSize(36);
        assertThat(entry.has("seq")).isTrue();
        assertThat(Instant.parse(entry.path("time").asText()))
                .isBetween(before, Instant.now().plusSeconds(1));
        assertThat(entry.path("type").asText()).isEqualTo("LOGIN_ERROR");
        assertThat(entry.path("error").asText()).isEqualTo("invalid_user_credentials");
        assertThat(entry.path("realm").asText()).isEqualTo(realm.name());
        assertThat(entry.path("realmId").asText())
                .isEqualTo(realm.admin().get(realm.adminPath("")).text("id"));
        assertThat(entry.path("client").asText()).isEqualTo("app");
        assertThat(entry.path("user").asText()).isEqualTo(realm.admin().userId(realm.name(), "alice"));
        assertThat(entry.path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(entry.path("userAgent").asText()).startsWith("Java-http-client");
        assertThat(entry.path("node").asText()).isNotEmpty();
        assertThat(entry.path("method").asText()).isEqualTo("POST");
        assertThat(entry.path("path").asText()).isEqualTo("/realms/" + realm.name() + "/login-actions/authenticate");
        assertThat(entry.path("eventId").asText()).hasSize(36);
        assertThat(entry.path("details").path("username").asText()).isEqualTo("alice");
        assertThat(entry.path("details").path("redirect_uri").asText()).isEqualTo("https://app.example.org/callback");
        assertThat(entry.toString()).doesNotContain("wrong");
    }

    @Test
    void loginErrorWhenUserIsUnknownThenTheNameIsHashedAndStillFound() {
        failLogin("hunter2", "x");

        JsonNode entry = only(Map.of("error", "user_not_found", "user", "hunter2"));
        assertThat(entry.path("user").isNull()).isTrue();
        assertThat(entry.path("details").path("username").asText()).startsWith("hmac-sha256:");
        assertThat(entry.toString()).doesNotContain("hunter2");
        assertThat(log.find(Map.of("user", "hunter3"))).isEmpty();
    }

    @Test
    void clientLoginErrorWhenSecretIsWrongThenInTheLog() {
        failClientLogin("backend", "not-the-secret");

        JsonNode entry = log.find(Map.of("type", "CLIENT_LOGIN_ERROR", "client", "backend"))
                .get(0);
        assertThat(entry.path("error").asText()).isEqualTo("invalid_client_credentials");
        assertThat(entry.toString()).doesNotContain("not-the-secret");
    }

    @Test
    void codeToTokenErrorWhenCodeIsMadeUpThenInTheLogWithoutTheCode() {
        realm.oidc()
                .token(
                        APP,
                        Map.of(
                                "grant_type", "authorization_code",
                                "code", "made-up-secret-code",
                                "redirect_uri", "https://app.example.org/callback"))
                .expect(400);

        JsonNode entry = only(Map.of("type", "CODE_TO_TOKEN_ERROR"));
        assertThat(entry.path("error").asText()).isEqualTo("invalid_code");
        assertThat(entry.path("client").asText()).isEqualTo("app");
        assertThat(entry.toString()).doesNotContain("made-up-secret-code");
    }

    @Test
    void refusalWhenThePackRefusesThenInTheLogWithItsRule() {
        realm.oidc()
                .token(APP, Map.of("grant_type", "password", "username", "alice", "password", "alice-password"))
                .expect(400);

        assertThat(log.find(Map.of("text", "no-password-grant"))).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.path("rule").asText()).isEqualTo("no-password-grant");
            assertThat(entry.toString()).doesNotContain("alice-password");
        });
    }

    /** The client id is typed as it is. The byte is never stored as such. */
    @ParameterizedTest
    @CsvSource({
        "nul%00in, nul\ufffdin",
        "line%0D%0Abreak, line\ufffd\ufffdbreak",
        "rtl%E2%80%AEmark, rtl\ufffdmark",
        "lone%ED%A0%80surrogate, ''"
    })
    void clientLoginErrorWhenBytesAreHostileThenExactlyOneCleanEntry(String typed, String stored) {
        int before = log.find(Map.of()).size();
        keycloak.given()
                .contentType("application/x-www-form-urlencoded; charset=utf-8")
                .body("grant_type=client_credentials&client_secret=x&client_id=" + typed)
                .post(realm.oidc().endpoint("token"));

        List<JsonNode> entries = log.find(Map.of());
        List<JsonNode> captured = entries.stream()
                .limit(entries.size() - before)
                .filter(entry -> !entry.path("type").asText().startsWith("CAREGATE_"))
                .toList();
        assertThat(captured).hasSize(1);
        String client = captured.get(0).path("client").asText();
        assertThat(client).matches("[^\\p{Cntrl}\\u202a-\\u202e]+").startsWith(typed.substring(0, 3));
        if (!stored.isEmpty()) {
            assertThat(client).isEqualTo(stored);
            assertThat(log.find(Map.of("client", stored))).hasSize(1);
        }
    }

    /** Keycloak itself cuts a client id. It leaves a header alone. */
    @Test
    void clientLoginErrorWhenWhatIsTypedIsHugeThenItIsCutAndNamed() {
        keycloak.given()
                .header("User-Agent", "u".repeat(20_000))
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", "b".repeat(100_000))
                .formParam("client_secret", "x")
                .post(realm.oidc().endpoint("token"));

        JsonNode entry = only(Map.of("type", "CLIENT_LOGIN_ERROR", "text", "bbb"));
        assertThat(entry.path("client").asText()).hasSizeLessThan(256).matches("b+");
        assertThat(entry.path("userAgent").asText())
                .hasSizeLessThanOrEqualTo(2048)
                .matches("u+…\\[cut \\d+ bytes, sha256 [0-9a-f]{64}]");
    }

    @Test
    void loginErrorWhenTheRealmHasEventsOffThenInTheLog(Keycloak keycloak) {
        var quiet = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .user("alice", "alice-password")
                .client(APP)
                .service(AuditLog.READER, AuditLog.ROLE)
                .set("eventsEnabled", false)
                .set("eventsListeners", List.of())
                .create();
        quiet.admin()
                .put(quiet.adminPath("/events/config"), Map.of("eventsEnabled", false, "eventsListeners", List.of()))
                .expect(204);
        quiet.browser().open(quiet.oidc().authorization(APP).uri()).login("alice", "wrong");

        assertThat(new AuditLog(quiet).find(Map.of("type", "LOGIN_ERROR"))).hasSize(1);
    }

    @Test
    void lockoutWhenTooManyPasswordsAreWrongThenInTheLog(Keycloak keycloak) {
        var strict = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .user("alice", "alice-password")
                .client(APP)
                .service(AuditLog.READER, AuditLog.ROLE)
                .set("bruteForceProtected", true)
                .set("failureFactor", 2)
                .create();
        var page = strict.browser().open(strict.oidc().authorization(APP).uri());
        for (int i = 0; i < 3; i++) {
            page = page.login("alice", "wrong");
        }

        AuditLog log = new AuditLog(strict);
        // Keycloak counts them after its answer.
        await().untilAsserted(() -> assertThat(log.find(Map.of("type", "USER_DISABLED_BY_TEMPORARY_LOCKOUT")))
                .isNotEmpty());
    }

    @Test
    void clientLoginErrorsWhenManyComeAtOnceThenAllAreInTheLog() throws Exception {
        int before = log.find(Map.of("client", "backend")).size();
        ExecutorService clients = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Integer>> failures = IntStream.range(0, 64)
                    .<Callable<Integer>>mapToObj(i -> () -> failClientLogin("backend", "wrong-" + i))
                    .toList();
            for (Future<Integer> status : clients.invokeAll(failures)) {
                assertThat(status.get()).isEqualTo(401);
            }
        } finally {
            clients.shutdown();
        }

        assertThat(log.find(Map.of("client", "backend")))
                .hasSize(before + 64)
                .extracting(entry -> entry.path("id").asText())
                .doesNotHaveDuplicates();
    }

    private void failLogin(String username, String password) {
        var page = realm.browser().open(realm.oidc().authorization(APP).uri()).login(username, password);
        assertThat(page.hasRedirect()).isFalse();
    }

    private int failClientLogin(String clientId, String secret) {
        URI token = realm.oidc().endpoint("token");
        return keycloak.given()
                .formParam("grant_type", "client_credentials")
                .formParam("client_id", clientId)
                .formParam("client_secret", secret)
                .post(token)
                .statusCode();
    }

    private JsonNode only(Map<String, String> parameters) {
        List<JsonNode> found = log.find(parameters);
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
