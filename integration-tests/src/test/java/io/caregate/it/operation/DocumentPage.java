package io.caregate.it.operation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.it.driver.BrowserSteps;
import io.caregate.it.driver.PageShell;
import io.caregate.it.fixture.Kcadm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.RealmFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation. Its fenced blocks are carried out exactly as written, from top to bottom:
 * <ul>
 *   <li>{@code bash}: all in one shell, see {@link PageShell};
 *   <li>{@code bash fails}: the same, and it has to fail;
 *   <li>{@code text} after it: the expected output of the block above, line by line, in this order and with others
 *       between them; {@code …} stands for anything;
 *   <li>{@code browser}: steps for the reader, see {@link BrowserSteps};
 *   <li>a language and a file name, such as {@code python token.py}: a file that the reader makes.
 * </ul>
 * A block of any other kind is an error, so that no page has one that is never tried. A block without a kind is only to
 * be read.
 */
public final class DocumentPage {
    private static final Pattern BLOCK =
            Pattern.compile("^```([^\\n`]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("[a-z]+ ([A-Za-z][A-Za-z.-]*)");

    private final Path page;
    private final String text;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private DocumentPage(Path page, String text) {
        this.page = page;
        this.text = text;
    }

    /** The contents of this Markdown file. */
    public static DocumentPage of(Path page) {
        try {
            return new DocumentPage(page, Files.readString(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the part below this heading of the second level. */
    public DocumentPage section(String heading) {
        int start = text.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new AssertionError(page + " has no heading " + heading);
        }
        int end = text.indexOf("\n## ", start + 1);
        return new DocumentPage(page, end < 0 ? text.substring(start) : text.substring(start, end));
    }

    /** A variable that the reader sets, and that the page names in backquotes. */
    public DocumentPage variable(String name, String value) {
        if (!text.contains("`" + name + "`")) {
            throw new AssertionError(page + " does not name the variable `" + name + "`");
        }
        return environment(name, value);
    }

    /** A variable that a reader's machine has anyway, such as {@code PATH} and {@code HOME}. */
    public DocumentPage environment(String name, String value) {
        environment.put(name, value);
        return this;
    }
    /** The same, for several variables. */
    DocumentPage environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    /** {@code kcadm.sh} on the path, signed in as the bootstrap administrator. It keeps its data in this folder. */
    public DocumentPage kcadm(Keycloak keycloak, Path home) {
        try {
            Kcadm.login(keycloak, Files.createDirectories(home.resolve(".keycloak")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return environment("PATH", RealmFiles.programs(keycloak.server()) + ":" + System.getenv("PATH"))
                .environment("KC_OPTS", Kcadm.options(home));
    }

    /** Carries out the whole page in this folder. Fails at the first block that does not do what the page says. */
    public void play(Path folder) {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: no /bin/bash");
        try (var shell = new PageShell(folder, environment);
                var browser = new BrowserSteps(folder)) {
            Matcher blocks = BLOCK.matcher(text);
            String printed = "";
            int done = 0;
            while (blocks.find()) {
                String kind = blocks.group(1).strip();
                String content = blocks.group(2);
                switch (kind) {
                    case "" -> done--;
                    case "bash" -> printed = shell.run(content);
                    case "bash fails" -> printed = shell.runFailing(content);
                    case "text" -> compare(content, printed);
                    case "browser" -> browse(content, shell, browser);
                    default -> write(kind, content, folder);
                }
                done++;
            }
            if (done == 0) {
                throw new AssertionError("has nothing to carry out");
            }
        } catch (AssertionError e) {
            throw new AssertionError(page.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String kind, String content, Path folder) throws IOException {
        Matcher name = FILE.matcher(kind);
        if (!name.matches()) {
            throw new AssertionError("there is a block that is neither carried out nor a file: " + kind);
        }
        Files.writeString(folder.resolve(name.group(1)), content);
    }

    private static void compare(String expected, String printed) {
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
                throw new AssertionError("it promises\n" + line + "\nbut printed was\n" + printed);
            }
            left = left.subList(found + 1, left.size());
        }
    }

    private static void browse(String steps, PageShell shell, BrowserSteps browser) throws IOException {
        for (String step : steps.lines().filter(line -> !line.isBlank()).toList()) {
            try {
                browser.step(
                        shell.run("cat <<END_OF_STEP\n" + step + "\nEND_OF_STEP\n")
                                .strip(),
                        shell.variables());
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(step, failed);
            }
        }
    }
}
