package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.audit.tree.NoteSigner;
import io.caregate.it.Keycloak;
import io.caregate.it.SharedServer;
import io.caregate.it.TestClient;
import io.caregate.server.ServerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file sink on a server, from a failed login to the verifier; and options that stop the start. */
final class FileSinkIT {
    private static final String SINK = "--spi-caregate-audit-sink--file--";
    private static final String LISTENER = "--spi-events-listener--caregate-audit--";

    @TempDir
    private Path folder;

    @Test
    void loginsWhenTheyFailThenInTheFileAndTheVerifierTakesIt() throws Exception {
        Path key = Files.writeString(folder.resolve("key.pem"), NoteSigner.newPem());
        NoteSigner signer = NoteSigner.ofPem("it/audit", Files.readString(key));
        var log = new SealedFiles(folder.resolve("log"));
        try (var server = SharedServer.builder()
                .option(LISTENER + "signing-key-file=" + key)
                .option(LISTENER + "origin=it/audit")
                .option(SINK + "directory=" + log.folder())
                .option(SINK + "no-such=x")
                .start()) {
            var realm = new Keycloak(server)
                    .realm()
                    .client(TestClient.service("worker"))
                    .create();
            for (int i = 0; i < 30; i++) {
                realm.oidc()
                        .post(
                                "token",
                                Map.of(
                                        "grant_type", "client_credentials",
                                        "client_id", "worker",
                                        "client_secret", "wrong"));
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> log.lines().stream()
                                    .filter(line -> line.contains("CLIENT_LOGIN_ERROR"))
                                    .count()
                            == 30);
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> log.lines().stream()
                                    .filter(line -> line.contains("\"checkpoint\""))
                                    .count()
                            >= 2);
            assertThat(server.log()).contains("--spi-caregate-audit-sink--file--no-such is unknown");
        }
        JsonNode report = log.verify(signer.key());
        assertThat(report.path("result").asText()).isEqualTo("ok");
        // The realm's making is in the log too.
        assertThat(report.path("provedUpTo").asLong())
                .isGreaterThan(30)
                .isEqualTo(report.path("entries").asLong());
    }

    @Test
    void startWhenAnOptionIsBadThenItsNameAndWhatIsAllowed() {
        var builder = SharedServer.builder().option(SINK + "directory=/tmp").option(SINK + "format=xml");
        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(SINK + "format=xml is not allowed: give sealed, json");
    }

    @Test
    void startWhenTheDestinationIsMissingThenItsName() {
        var builder = SharedServer.builder().option(SINK + "max-size=10");
        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining(SINK + "directory= is not allowed: give a folder");
    }
}
