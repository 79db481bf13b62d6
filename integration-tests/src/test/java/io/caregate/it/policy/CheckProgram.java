package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code caregate-check.jar}, run in the same way as by its users, and the realm files of its corpus that a server can
 * import.
 */
final class CheckProgram {
    private static final Path CORPUS = Path.of(System.getProperty("caregate.check.corpus"));

    private CheckProgram() {}

    /** The files with one realm in JSON. */
    static List<Path> realmFiles() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> file.getFileName().toString().matches("(keycloak-(?!15).*|config-cli)\\.json"))
                    .sorted()
                    .toList();
        }
    }

    /** Runs it with these arguments. Returns its report in JSON. */
    static JsonNode report(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("caregate.check.jar"),
                "--format",
                "json"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("check", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThat(code).as(Files.readString(errors)).isIn(0, 1);
        Files.delete(errors);
        JsonNode report = new ObjectMapper().readTree(output);
        assertThat(report.path("refused").asBoolean()).isEqualTo(code == 1);
        return report;
    }
}
