package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House rules for Java files that neither the compiler nor the formatter enforces. */
final class SourcesTest {
    private static final int MOST_COLUMNS = 120;
    private static final int SHARED = 10;
    private static final Pattern PAUSE = Pattern.compile("\\.sleep\\(|\\bparkNanos\\(|\\bparkUntil\\(");

    private static final Pattern LOCALIZED = Pattern.compile("String\\.format\\((?!\\s*Locale\\b)");

    @Test
    void lineWhenInJavaThenNotLongerThan120Columns() {
        assertThat(Repository.files(".java").stream().flatMap(SourcesTest::longLines))
                .isEmpty();
    }

    private static Stream<String> longLines(Path file) {
        List<String> lines = Repository.read(file).lines().toList();
        return IntStream.range(0, lines.size())
                .filter(at -> lines.get(at).length() > MOST_COLUMNS)
                .mapToObj(at -> Repository.ROOT.relativize(file) + ":" + (at + 1));
    }

    /** Tests wait for a condition: a pause is too long on a quiet machine and too short on a busy one. */
    @Test
    void pauseWhenInATestThenNone() {
        List<Path> tests = Repository.files(".java").stream()
                .filter(file -> file.toString().contains("/src/test/java/"))
                .filter(file -> !file.endsWith("SourcesTest.java"))
                .toList();

        assertThat(tests).hasSizeGreaterThan(300);
        assertThat(tests)
                .filteredOn(file -> PAUSE.matcher(Repository.read(file)).find())
                .isEmpty();
    }

    @Test
    void pauseWhenWrittenThenFound() {
        assertThat(PAUSE.matcher("Thread.sleep(5)").find()).isTrue();
        assertThat(PAUSE.matcher("LockSupport.parkNanos(1)").find()).isTrue();
        assertThat(PAUSE.matcher("await().until(done)").find()).isFalse();
    }

    /** Where the machine speaks Arabic or Persian, %d would write other digits, which no reader of a name expects. */
    @Test
    void numberWhenFormattedThenWithoutTheMachinesLanguage() {
        List<Path> sources = Repository.files(".java").stream()
                .filter(file -> file.toString().contains("/src/main/java/"))
                .toList();

        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(sources)
                .filteredOn(file -> LOCALIZED.matcher(Repository.read(file)).find())
                .isEmpty();
    }

    @Test
    void numberWhenFormattedWithTheMachinesLanguageThenFound() {
        assertThat(LOCALIZED.matcher("String.format(\"%09d\", 1)").find()).isTrue();
        assertThat(LOCALIZED
                        .matcher("String.format(\n        Locale.ROOT, \"%09d\", 1)")
                        .find())
                .isFalse();
    }

    /** Code that two JARs need is in the module foundation, or in its test-jar. */
    @Test
    void linesWhenInTwoModulesThenFewerThanTenInARow() {
        Map<String, Stream<String>> files = new TreeMap<>();
        for (Path file : Repository.files(".java")) {
            files.put(
                    Repository.ROOT.relativize(file).toString(),
                    Repository.read(file).lines());
        }

        assertThat(files).hasSizeGreaterThan(1_000);
        assertThat(sharedByModules(files)).isEmpty();
    }

    @Test
    void linesWhenTenAreTheSameInTwoModulesThenFound() {
        List<String> ten = IntStream.range(0, SHARED).mapToObj(at -> "a" + at).toList();

        assertThat(sharedByModules(Map.of("a/src/A.java", ten.stream(), "b/src/B.java", ten.stream())))
                .containsExactly(Set.of("a/src/A.java", "b/src/B.java"));
        assertThat(sharedByModules(Map.of(
                        "a/src/A.java",
                        ten.stream(),
                        "b/src/B.java",
                        ten.stream().skip(1))))
                .isEmpty();
        assertThat(sharedByModules(Map.of("a/src/A.java", ten.stream(), "a/src/B.java", ten.stream())))
                .isEmpty();
        List<String> header = IntStream.range(0, SHARED)
                .mapToObj(at -> (at % 2 == 0 ? "import a" : "// a") + at)
                .toList();
        assertThat(sharedByModules(Map.of("a/src/A.java", header.stream(), "b/src/B.java", header.stream())))
                .isEmpty();
    }

    /** The files of several modules that share a run of identical code lines. */
    private static Set<Set<String>> sharedByModules(Map<String, Stream<String>> files) {
        Map<List<String>, Set<String>> places = new HashMap<>();
        files.forEach((name, lines) -> {
            List<String> code =
                    lines.map(String::strip).filter(SourcesTest::isCode).toList();
            for (int at = 0; at + SHARED <= code.size(); at++) {
                places.computeIfAbsent(code.subList(at, at + SHARED), run -> new TreeSet<>())
                        .add(name);
            }
        });
        return places.values().stream()
                .filter(names -> names.stream()
                                .map(name -> name.split("/src/", 2)[0])
                                .distinct()
                                .count()
                        > 1)
                .collect(Collectors.toSet());
    }

    private static boolean isCode(String line) {
        return !line.isEmpty()
                && Stream.of("//", "/*", "*", "import ", "package ").noneMatch(line::startsWith);
    }
}
