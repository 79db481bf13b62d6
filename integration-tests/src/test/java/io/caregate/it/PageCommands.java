package io.caregate.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The commands of a page of the documentation, run as they are written: each block fenced as {@code bash}, in the order
 * of the page, all in one shell, so that a variable of one block is there in the next. A command that fails ends the
 * run. A block fenced as {@code bash fails} has to fail. A block fenced as {@code text} behind one of these says what it
 * prints: each of its lines has to be found in the output, in that order; {@code …} in a line stands for anything.
 *
 * <p>The variables that a reader sets are given by the test, and the page has to name each of them in backquotes.
 */
public final class PageCommands {
    private static final Pattern FENCE = Pattern.compile("```(.*)");
    private static final String MARK = "----- block ";

    private final Path page;
    private final String text;
    private final List<Block> blocks;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    private PageCommands(Path page, String text) {
        this.page = page;
        this.text = text;
        this.blocks = blocks(text);
    }

    /** The commands of this Markdown file. */
    public static PageCommands of(Path page) {
        try {
            return new PageCommands(page, Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only what stands below this heading of the second level. */
    public PageCommands section(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new AssertionError(page + " has no heading " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        return new PageCommands(page, end < 0 ? text.substring(start) : text.substring(start, end));
    }

    /** A variable that the reader sets, and that the page names. */
    public PageCommands variable(String name, String value) {
        if (!text.contains("`" + name + "`")) {
            throw new AssertionError(page + " does not name the variable `" + name + "`");
        }
        variables.put(name, value);
        return this;
    }

    /** What a reader's machine has anyway, such as {@code PATH} and {@code HOME}. */
    public PageCommands environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** {@code kcadm.sh} on the path, signed in as the bootstrap administrator; what it keeps is in this folder. */
    public PageCommands kcadm(Keycloak keycloak, Path home) {
        try {
            Kcadm.login(keycloak, Files.createDirectories(home.resolve(".keycloak")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return environment("PATH", RealmFiles.programs(keycloak.server()) + ":" + System.getenv("PATH"))
                .environment("KC_OPTS", "-Duser.home=" + home);
    }

    /** Runs all of them in this folder. */
    public void run(Path folder, Duration patience) {
        if (blocks.isEmpty()) {
            throw new AssertionError(page + " has no command");
        }
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no /bin/bash");
        String output = execute(folder, patience);
        for (int i = 0; i < blocks.size(); i++) {
            blocks.get(i).check(page, between(output, MARK + i + "\n", MARK + (i + 1) + "\n"));
        }
    }

    private String execute(Path folder, Duration patience) {
        try {
            Path script = Files.writeString(Files.createTempFile("page", ".sh"), script());
            Path output = Files.createTempFile("page", ".out");
            var builder = new ProcessBuilder("/bin/bash", script.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().putAll(variables);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(patience.toSeconds(), TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            String printed = Files.readString(output);
            Files.delete(script);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(
                        page + (ended ? ": exit " + process.exitValue() : " did not end in " + patience) + ", after\n"
                                + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String script() {
        var script = new StringBuilder("set -euo pipefail\n");
        for (int i = 0; i < blocks.size(); i++) {
            String commands = blocks.get(i).commands();
            script.append("echo; echo '").append(MARK).append(i).append("'\n");
            if (blocks.get(i).fails()) {
                script.append("if (\n").append(commands).append("); then echo 'this had to fail'; exit 97; fi\n");
            } else {
                script.append(commands);
            }
        }
        return script.append("echo; echo '")
                .append(MARK)
                .append(blocks.size())
                .append("'\n")
                .toString();
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        String fence = "";
        var lines = new StringBuilder();
        for (String line : text.lines().toList()) {
            var matcher = FENCE.matcher(line.strip());
            if (!matcher.matches()) {
                lines.append(line).append('\n');
            } else if (matcher.group(1).isEmpty() && !fence.isEmpty()) {
                add(blocks, fence, lines.toString());
                fence = "";
            } else {
                fence = matcher.group(1).isEmpty() ? "none" : matcher.group(1);
                lines.setLength(0);
            }
        }
        return List.copyOf(blocks);
    }

    private static void add(List<Block> blocks, String fence, String content) {
        if (fence.equals("bash") || fence.equals("bash fails")) {
            blocks.add(new Block(content, fence.endsWith("fails"), List.of()));
        } else if (fence.equals("text") && !blocks.isEmpty()) {
            Block last = blocks.remove(blocks.size() - 1);
            blocks.add(new Block(last.commands(), last.fails(), content.lines().toList()));
        }
    }

    private record Block(String commands, boolean fails, List<String> expected) {

        void check(Path page, String output) {
            var pattern = new StringBuilder("(?s).*?");
            for (String line : expected) {
                for (String part : line.strip().split("…", -1)) {
                    pattern.append(Pattern.quote(part)).append("[^\\n]*?");
                }
                pattern.append(".*?");
            }
            if (!Pattern.matches(pattern + ".*", output)) {
                throw new AssertionError(page + ": of\n" + commands + "was expected\n" + String.join("\n", expected)
                        + "\nand came\n" + output);
            }
        }
    }
}
