package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.audit.tree.NoteSigner;
import io.caregate.it.Keycloak;
import io.caregate.it.SharedServer;
import io.caregate.it.TestClient;
import io.caregate.server.ServerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        Path log = folder.resolve("log");
        try (var server = SharedServer.builder()
                .option(LISTENER + "signing-key-file=" + key)
                .option(LISTENER + "origin=it/audit")
                .option(SINK + "directory=" + log)
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
                    .until(() -> lines(log).stream()
                                    .filter(line -> line.contains("CLIENT_LOGIN_ERROR"))
                                    .count()
                            == 30);
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> lines(log).stream()
                                    .filter(line -> line.contains("\"checkpoint\""))
                                    .count()
                            >= 2);
            assertThat(server.log()).contains("--spi-caregate-audit-sink--file--no-such is unknown");
        }
        JsonNode report = new ObjectMapper().readTree(verify(files(log), signer));
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

    private static String verify(List<Path> files, NoteSigner signer) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("caregate.verify.jar", "../verify/target/caregate-audit-verify.jar"),
                "verify",
                "--json",
                "--key",
                signer.key().toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    private static List<Path> files(Path log) throws IOException {
        if (!Files.isDirectory(log)) {
            return List.of();
        }
        try (var found = Files.list(log)) {
            return found.sorted().toList();
        }
    }

    private static List<String> lines(Path log) {
        try {
            List<String> lines = new ArrayList<>();
            for (Path file : files(log)) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
