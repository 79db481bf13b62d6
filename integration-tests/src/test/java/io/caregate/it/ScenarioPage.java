package io.caregate.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation whose fenced blocks are carried out as they are written, from top to bottom:
 * <ul>
 *   <li>{@code bash}: in one shell after the other, which hands on its variables and functions. It stops at the first
 *       command that fails;
 *   <li>{@code text} behind it: what the block prints, line by line, in this order and with others between them;
 *       {@code …} stands for anything;
 *   <li>{@code browser}: steps for somebody who reads, see {@link BrowserSteps};
 *   <li>a language and a file name, such as {@code python token.py}: a file that the reader makes.
 * </ul>
 * A block of any other kind is an error, so that no page has one which nobody tries. Commands run in an empty folder,
 * which is deleted in the end.
 */
public final class ScenarioPage implements AutoCloseable {
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n`]+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("[a-z]+ ([A-Za-z][A-Za-z.-]*)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path page;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final BrowserSteps browser;

    /**
     * @param page a Markdown file
     * @param variables those that the page says it needs
     */
    public ScenarioPage(Path page, Map<String, String> variables) {
        this.page = page;
        try {
            this.folder = Files.createTempDirectory("caregate-page");
            Files.writeString(
                    state(),
                    variables.entrySet().stream()
                            .map(variable -> "export " + variable.getKey() + "=" + quoted(variable.getValue()) + "\n")
                            .reduce("", String::concat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.browser = new BrowserSteps(folder);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private Path state() {
        return folder.resolve(".state");
    }

    /** A variable of the environment, such as {@code PATH}, that the page need not know of. */
    public ScenarioPage with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Files that are there already, such as the packages of npm. */
    public ScenarioPage withFolder(String name, Path target) {
        try {
            Files.createSymbolicLink(folder.resolve(name), target.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Carries out the whole page; fails at the first block that does not do what the page says. */
    public void play() {
        try {
            Matcher blocks = BLOCK.matcher(Files.readString(page));
            String printed = "";
            int done = 0;
            while (blocks.find()) {
                String kind = blocks.group(1).strip();
                String content = blocks.group(2);
                switch (kind) {
                    case "bash" -> printed = shell(content);
                    case "text" -> compare(content, printed);
                    case "browser" -> browse(content);
                    default -> file(kind, content);
                }
                done++;
            }
            if (done == 0) {
                throw new AssertionError(page + " has nothing to carry out");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void file(String kind, String content) throws IOException {
        Matcher name = FILE.matcher(kind);
        if (!name.matches()) {
            throw new AssertionError(page + " has a block that is neither carried out nor a file: " + kind);
        }
        Files.writeString(folder.resolve(name.group(1)), content);
    }

    private String shell(String block) throws IOException {
        Path script = folder.resolve(".block");
        Files.writeString(
                script, "set -euo pipefail\n. ./.state\nset -a\n" + block + "\n{ export -p; declare -f; } > .state\n");
        Path errors = folder.resolve(".errors");
        Path output = folder.resolve(".output");
        var builder = new ProcessBuilder("bash", ".block")
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            if (!ended || process.exitValue() != 0) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(page.getFileName() + (ended ? "" : " (not in time)") + "\n" + block
                        + "\nprinted:\n" + printed + Files.readString(errors));
            }
            return printed;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void compare(String expected, String printed) {
        List<String> left = new ArrayList<>(printed.lines().map(String::strip).toList());
        for (String line : expected.lines().map(String::strip).toList()) {
            Pattern pattern = Pattern.compile(Stream.of(line.split("…", -1))
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + ".*" + b)
                    .orElseThrow());
            int found = 0;
            while (found < left.size() && !pattern.matcher(left.get(found)).matches()) {
                found++;
            }
            if (found == left.size()) {
                throw new AssertionError(page.getFileName() + " promises\n" + line + "\nbut printed was\n" + printed);
            }
            left = left.subList(found + 1, left.size());
        }
    }

    private void browse(String steps) throws IOException {
        for (String step : steps.lines().filter(line -> !line.isBlank()).toList()) {
            try {
                browser.step(
                        shell("cat <<END_OF_STEP\n" + step + "\nEND_OF_STEP").strip(), state());
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(page.getFileName() + ": " + step, failed);
            }
        }
    }

    @Override
    public void close() {
        browser.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
