package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lock files of npm: each package is pinned by a hash. None names the registry that it was locked with, so that npm
 * asks the reader's own registry.
 */
final class LockFilesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"themes/portal", "integration-tests/src/test/npm"})
    void lockWhenReadThenHashesAndNoRegistry(String folder) throws IOException {
        JsonNode packages = new ObjectMapper()
                .readTree(ROOT.resolve(folder).resolve("package-lock.json").toFile())
                .path("packages");
        var without = new ArrayList<String>();
        var located = new ArrayList<String>();
        packages.properties().forEach(entry -> {
            if (!entry.getKey().isEmpty() && !entry.getValue().has("integrity")) {
                without.add(entry.getKey());
            }
            if (entry.getValue().has("resolved")) {
                located.add(entry.getKey());
            }
        });

        assertThat(packages.size()).isPositive();
        assertThat(without).as("no hash").isEmpty();
        assertThat(located).as("an address").isEmpty();
    }
}
