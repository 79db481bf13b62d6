package io.caregate.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Node.js, which runs a script of {@code src/test/npm} with the packages of the lock file there. The build installs
 * them before the integration tests, with the Node that it found or fetched; a test is skipped where there is neither.
 */
public final class Node {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path program;
    private final Path folder;

    private Node(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** The Node of the build; in an IDE, the one on the path. */
    public static Node found() {
        Path folder = Folders.npm();
        Optional<Path> program = ofTheBuild().or(Node::onThePath);
        assumeTrue(program.isPresent(), "skipped: no Node.js, neither of the build nor on the PATH");
        assumeTrue(
                Files.isDirectory(folder.resolve("node_modules")),
                "skipped: the packages of integration-tests/src/test/npm are not installed (npm ci --ignore-scripts)");
        return new Node(program.orElseThrow(), folder);
    }

    private static Optional<Path> ofTheBuild() {
        Path note = Path.of(System.getProperty("caregate.npm.kept.folder", "../target/npm"))
                .resolve("node.path");
        try {
            return Files.exists(note)
                    ? Optional.of(Path.of(Files.readString(note))).filter(Files::isExecutable)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onThePath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, "node"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The folder of the program, for a {@code PATH}. */
    public Path home() {
        return program.toAbsolutePath().resolveSibling("");
    }

    /** Where all packages are installed. */
    public Path packages() {
        return folder.resolve("node_modules");
    }

    /** Where a package is installed, for a page that loads it or for its command line program. */
    public Path installed(String npmPackage) {
        return packages().resolve(npmPackage);
    }

    /** Runs a script, by its name in the folder or by its path, with these arguments. */
    public Run run(String script, String... arguments) {
        return run(Map.of(), script, arguments);
    }

    /** The same with variables of the environment beside those of the build. It is killed after a minute. */
    public Run run(Map<String, String> environment, String script, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(program.toString(), folder.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path output = null;
        Path errors = null;
        try {
            output = Files.createTempFile("node", ".out");
            errors = Files.createTempFile("node", ".err");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("NO_COLOR", "1");
            builder.environment().putAll(environment);
            return await(script, builder.start(), output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(output);
            delete(errors);
        }
    }

    private static Run await(String script, Process process, Path output, Path errors) throws IOException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(script + " did not end in " + PATIENCE.toSeconds() + " s: "
                        + Files.readString(output) + Files.readString(errors));
            }
            return new Run(script, process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * How a script has ended.
     *
     * @param out what it has written to standard output
     * @param err what it has written to standard error
     */
    public record Run(String script, int exit, String out, String err) {

        /** This run, if it went well. */
        public Run expectSuccess() {
            if (exit != 0) {
                throw new AssertionError(script + " ended with " + exit + ": " + err + out);
            }
            return this;
        }

        /** Standard output as JSON, of a script that went well. */
        public JsonNode json() {
            try {
                return Http.JSON.readTree(expectSuccess().out());
            } catch (IOException e) {
                throw new AssertionError(script + " wrote no JSON: " + out, e);
            }
        }
    }
}
