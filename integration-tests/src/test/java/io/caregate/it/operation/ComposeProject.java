package io.caregate.it.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@code docker-compose.yml} of this repository, as an operator starts it, under its own name and on its own ports. An
 * environment file next to it is not read.
 */
final class ComposeProject implements AutoCloseable {
    private static final long PATIENCE_MINUTES = 8;

    private final String name = "caregate-it-" + Long.toHexString(System.nanoTime());
    private final Path environment;
    private final List<String> profiles;

    /**
     * @param environment the variables that {@code .env} would hold
     * @param profiles in addition to the services that always start
     */
    ComposeProject(Map<String, String> environment, String... profiles) throws IOException {
        this.profiles = List.of(profiles);
        this.environment = Files.createTempFile(name, ".env");
        Files.writeString(
                this.environment,
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    /** Builds and starts everything, or these services, and waits until they are healthy. */
    void up(String... services) {
        try {
            run(with(List.of("up", "--build", "--wait"), services));
        } catch (AssertionError failed) {
            throw new AssertionError(failed.getMessage() + run(List.of("logs", "--no-color", "--tail", "40")), failed);
        }
    }

    /** Removes the containers. Persistent data stay in volumes. */
    void down() {
        run(List.of("down"));
    }

    /** The output of the command. */
    String exec(String service, String... command) {
        return run(with(List.of("exec", "-T", service), command));
    }

    /** Kills a service's container, as a power failure would. */
    void kill(String service) {
        run(List.of("kill", "--signal", "KILL", service));
    }

    /** The engine's description of a service's container. */
    String inspect(String service) {
        return printed(List.of(
                "docker", "inspect", run(List.of("ps", "--quiet", service)).strip()));
    }

    /** The file with all variables resolved, including the services of all profiles. */
    JsonNode configuration() throws JsonProcessingException {
        return Http.JSON.readTree(run(List.of("--profile", "*", "config", "--format", "json")));
    }

    /** The Admin API as the first administrator, whose password is read from the place that the documentation names. */
    Admin admin(URI server) {
        String password = exec("keycloak", "cat", "/opt/caregate/secrets/admin-password");
        return new Admin(
                server,
                () -> Http.send(Http.formPost(
                        URI.create(server + "/realms/master/protocol/openid-connect/token"),
                        Map.of(
                                "grant_type", "password",
                                "client_id", "admin-cli",
                                "username", "admin",
                                "password", password))));
    }

    /** The client of a system that reads the audit log of the realm {@code healthcare}. This method creates it. */
    TestClient siem(Admin admin) {
        TestClient siem = TestClient.service("siem");
        admin.post("/healthcare/clients", siem.json()).expect(201);
        admin.grant("healthcare", admin.serviceAccountId("healthcare", siem.id()), "auditor");
        return siem;
    }

    @Override
    public void close() throws IOException {
        run(List.of("--profile", "*", "down", "--volumes", "--timeout", "5"));
        Files.delete(environment);
    }

    private static List<String> with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(more));
        return all;
    }

    private String run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", name));
        command.addAll(List.of("--env-file", environment.toString()));
        profiles.forEach(profile -> command.addAll(List.of("--profile", profile)));
        command.addAll(arguments);
        return printed(command);
    }

    private String printed(List<String> command) {
        try {
            Path output = Files.createTempFile(name, ".log");
            try {
                var process = new ProcessBuilder(command)
                        .directory(Folders.repository().toFile())
                        .redirectError(output.toFile())
                        .start();
                String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                    process.destroy();
                    throw new AssertionError(command + "\n" + printed + Files.readString(output));
                }
                return printed;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
