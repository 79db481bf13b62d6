package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents point to is there: files, classes, tests and commands. */
final class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int MOST_COLUMNS = 120;
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z][A-Za-z]+(?:IT|Test|Guard|Rule|Rules))`");

    static List<Path> documents() {
        return under(ROOT, ".md");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkWhenItIsOfTheRepositoryThenItsTargetIsThere(Path document) {
        assertThat(groups(LINK, read(document)))
                .filteredOn(target -> !target.contains(":"))
                .allSatisfy(
                        target -> assertThat(document.resolveSibling(target)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void classWhenNamedThenItIsInTheSources(Path document) {
        Set<String> ours = under(ROOT, ".java").stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
        assertThat(groups(CLASS, read(document))).isSubsetOf(ours);
    }

    @Test
    void commandWhenCiRunsItThenItIsTheOneOfTheReadme() {
        assertThat(read(ROOT.resolve("README.md"))).contains("\nmvn verify\n");
        assertThat(read(ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify ");
    }

    @Test
    void lineWhenInJavaThenNotLongerThan120Columns() {
        assertThat(under(ROOT, ".java").stream().flatMap(DocumentsTest::longLines))
                .isEmpty();
    }

    private static Stream<String> longLines(Path file) {
        List<String> lines = read(file).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).length() > MOST_COLUMNS)
                .mapToObj(at -> ROOT.relativize(file) + ":" + (at + 1));
    }

    private static List<Path> under(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .filter(file -> Stream.of("target", "node_modules", ".git")
                            .noneMatch(name -> folder.relativize(file).startsWith(name)
                                    || folder.relativize(file).toString().contains("/" + name + "/")))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Set<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
