package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Command;
import io.caregate.it.fixture.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The archive as an operator unpacks it, in an empty folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveIT {
    private Path archive;

    @BeforeAll
    void unpack(@TempDir Path folder) throws IOException {
        archive = Archive.unpack(folder);
    }

    @Test
    void documentWhenItLinksThenTheTargetIsInTheArchive() throws IOException {
        assertThat(files())
                .filteredOn(file -> file.toString().endsWith(".md"))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(Links.broken(document))
                        .as(archive.relativize(document).toString())
                        .isEmpty());
    }

    @Test
    void readmeWhenMadeThenNoPlaceIsEmptyAndNothingOfTheCloneIsNamed() throws IOException {
        assertThat(Files.readString(archive.resolve("README.md")))
                .startsWith("# Caregate 0.")
                .contains("## Rules\n| rule |", "Tested on Keycloak", "**Exempt realms.**", "| `caregate-policy.jar` |")
                .doesNotContainPattern("@[a-z]+@")
                .doesNotContain("mvn", "server/target");
    }

    @Test
    void sumsWhenCheckedThenTheyAreOfEveryFile() throws IOException, InterruptedException {
        Command.run(List.of("sh", "-c", "cd '" + archive + "' && sha256sum --quiet --strict -c SHA256SUMS"));

        List<String> named = Files.readAllLines(archive.resolve("SHA256SUMS")).stream()
                .map(line -> line.substring(line.indexOf("  ") + 2))
                .toList();
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(files().stream()
                        .map(file -> archive.relativize(file).toString())
                        .filter(name -> !name.equals("SHA256SUMS"))
                        .toList());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(archive)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
