package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The references in the documents exist: files, headings, classes, tests and commands. */
final class DocumentsTest {
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z][A-Za-z]+(?:IT|Test|Guard|Rule|Rules))`");
    private static final Set<String> CLASSES = Repository.files(".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());

    static List<Path> documents() {
        return Repository.files(".md");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkWhenItIsOfTheRepositoryThenItsTargetIsThere(Path document) {
        assertThat(Links.broken(document)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void classWhenNamedThenItIsInTheSources(Path document) {
        assertThat(groups(CLASS, Repository.read(document))).isSubsetOf(CLASSES);
    }

    @Test
    void commandWhenCiRunsItThenItIsTheOneOfTheReadme() {
        assertThat(Repository.read(Repository.ROOT.resolve("README.md"))).contains("\nmvn verify\n");
        assertThat(Repository.read(Repository.ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify ");
    }

    private static Set<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }
}
