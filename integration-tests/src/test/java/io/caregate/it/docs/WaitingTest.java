package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests await what they wait for: a pause is too long on a quiet machine and too short on a busy one. */
final class WaitingTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PAUSE = Pattern.compile("\\.sleep\\(|\\bparkNanos\\(|\\bparkUntil\\(");

    @Test
    void pauseWhenInATestThenNone() throws IOException {
        List<Path> tests = tests();

        assertThat(tests).hasSizeGreaterThan(300);
        assertThat(tests).filteredOn(WaitingTest::pauses).isEmpty();
    }

    @Test
    void pauseWhenWrittenThenFound() {
        assertThat(PAUSE.matcher("Thread.sleep(5)").find()).isTrue();
        assertThat(PAUSE.matcher("LockSupport.parkNanos(1)").find()).isTrue();
        assertThat(PAUSE.matcher("await().until(done)").find()).isFalse();
    }

    private static List<Path> tests() throws IOException {
        List<Path> tests = new ArrayList<>();
        try (Stream<Path> poms = Files.find(ROOT, 3, (file, attributes) -> file.endsWith("pom.xml"))) {
            for (Path folder : poms.map(pom -> pom.resolveSibling("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("WaitingTest.java"))
                            .forEach(tests::add);
                }
            }
        }
        return tests;
    }

    private static boolean pauses(Path file) {
        try {
            return PAUSE.matcher(Files.readString(file)).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
