package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Http;
import io.caregate.it.fixture.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of Node.js as tests run them, with the packages in the lock file. */
final class NodeIT {

    @Test
    void packagesWhenInstalledThenTheVersionsThatArePinned() throws Exception {
        var node = Node.found();

        assertThat(node.run("versions.mjs").json())
                .isEqualTo(Http.JSON
                        .readTree(Folders.npm().resolve("package.json").toFile())
                        .path("dependencies"));
    }

    @Test
    void scriptWhenItEndsThenCodeAndBothOutputsAreKnown(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("ends.mjs"),
                "console.log(process.argv[2]); console.error(process.env.WORD); process.exit(3);");

        var run = Node.found().run(Map.of("WORD", "aside"), script.toString(), "aloud");

        assertThat(run.exit()).isEqualTo(3);
        assertThat(run.out()).isEqualTo("aloud\n");
        assertThat(run.err()).isEqualTo("aside\n");
    }
}
