package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.ServerStartException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The log on separate servers: with other options, and with a pool that is nearly empty. */
final class AuditOptionsIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");
    private static final String OPTION = "--spi-events-listener--caregate-audit--";

    @Test
    void optionsWhenGivenThenTheyHoldAndASmallPoolFailsNoLogin() throws Exception {
        try (var server = SharedServer.builder()
                .option("--db-pool-initial-size=1")
                .option("--db-pool-min-size=1")
                .option("--db-pool-max-size=4")
                .option(OPTION + "events=all")
                .option(OPTION + "unknown-usernames=clear")
                .option(OPTION + "node-name=node-7")
                .option(OPTION + "no-such-option=x")
                .start()) {
            var keycloak = new Keycloak(server);
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
        }
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
