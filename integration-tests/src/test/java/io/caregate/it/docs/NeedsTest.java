package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.fixture.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tests need is what {@code CONTRIBUTING.md} says. */
final class NeedsTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)`");
    private static final Path SOURCES = Repository.ROOT.resolve(Path.of("integration-tests", "src", "test", "java"));

    @ParameterizedTest
    @EnumSource
    void toolWhenTestsNeedItThenTheDocumentNamesThem(Needs.Tool tool) {
        List<String> rows = Repository.read(Repository.ROOT.resolve("CONTRIBUTING.md"))
                .lines()
                .filter(line -> line.startsWith("| " + tool.description() + " |"))
                .toList();

        assertThat(rows).singleElement().satisfies(row -> assertThat(
                        TEST.matcher(row).results().map(match -> match.group(1)))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(needing(tool)));
    }

    private static List<String> needing(Needs.Tool tool) {
        return Repository.files("IT.java").stream()
                .filter(file -> file.startsWith(SOURCES))
                .map(NeedsTest::type)
                .filter(type -> type.isAnnotationPresent(Needs.class)
                        && List.of(type.getAnnotation(Needs.class).value()).contains(tool))
                .map(Class::getSimpleName)
                .toList();
    }

    private static Class<?> type(Path source) {
        String name = SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
        try {
            return Class.forName(name, false, NeedsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }
}
