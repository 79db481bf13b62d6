package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.auditlog.tree.NoteVerifier;
import io.caregate.it.fixture.AuditDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The output of the sink {@code file} in a folder, in the layout {@code sealed}, which the verifier reads. */
public record SealedFiles(Path folder) {

    /** Every line of every file so far, in the order of the log. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        try {
            for (Path file : files()) {
                lines.addAll(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** The verifier's report with these options. Fails if it finds an error. */
    JsonNode verify(NoteVerifier key, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--allow-unproved-end"));
        arguments.addAll(List.of(options));
        files().forEach(file -> arguments.add(file.toString()));
        return verify(key.toString(), arguments);
    }

    /** The verifier's report on a file. Fails if it finds an error. */
    static JsonNode verify(String key, Path file) throws IOException, InterruptedException {
        return verify(key, List.of(file.toString()));
    }

    private static JsonNode verify(String key, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("caregate.verify.jar"),
                "verify",
                "--json",
                "--key",
                key));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return AuditDatabase.json(answer);
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var found = Files.list(folder)) {
            return found.sorted().toList();
        }
    }
}
