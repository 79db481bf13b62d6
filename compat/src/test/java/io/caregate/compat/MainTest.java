package io.caregate.compat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a result the command fails in another way than with differences. */
class MainTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), arguments);
    }

    @Test
    void commandWhenAVersionHasNoFolderThenNoResult() {
        assertThat(run("--keycloak", "26.7.5", "--other", "26.6.4=" + folder, folder + "/none.jar"))
                .isEqualTo(Main.NO_RESULT);
    }

    @Test
    void commandWhenAJarIsMissingThenNoResultAndItIsNamed() {
        assertThat(run("--keycloak", "1=" + folder, "--other", "2=" + folder, folder + "/none.jar"))
                .isEqualTo(Main.NO_RESULT);
        assertThat(err.toString()).contains("none.jar cannot be read");
    }

    @Test
    void commandWhenTheFolderIsNoKeycloakThenNoResultAndTheClassIsNamed() throws Exception {
        Path empty = folder.resolve("empty.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(empty))) {
            zip.putNextEntry(new ZipEntry("nothing"));
        }

        assertThat(run("--keycloak", "1=" + folder, "--other", "2=" + folder, empty.toString()))
                .isEqualTo(Main.NO_RESULT);
        assertThat(err.toString()).contains("Keycloak has no org.keycloak.");
    }
}
