package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the house on Java files that neither the compiler nor the formatter holds. */
final class SourcesTest {
    private static final int MOST_COLUMNS = 120;
    private static final Pattern PAUSE = Pattern.compile("\\.sleep\\(|\\bparkNanos\\(|\\bparkUntil\\(");

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

    /** Tests await what they wait for: a pause is too long on a quiet machine and too short on a busy one. */
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
}
