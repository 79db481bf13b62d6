package io.caregate.portal.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppFilesTest {
    @TempDir
    private Path folder;

    private AppFiles files;

    @BeforeEach
    void write() throws IOException {
        Path app = Files.createDirectories(folder.resolve("caregate-portal/app/assets"));
        Files.writeString(app.resolve("app-1.js"), "plain");
        Files.writeString(app.resolve("app-1.js.gz"), "packed");
        Files.writeString(app.resolve("x.class"), "no");
        Files.writeString(app.resolve("..txt"), "no");
        Files.writeString(app.getParent().resolve("root.json"), "no");
        Files.writeString(app.getParent().resolve("index.html"), "<a href=\"./assets/app-1.js\">./text</a>");
        Files.writeString(folder.resolve("outside.json"), "no");
        files = new AppFiles(new URLClassLoader(new URL[] {folder.toUri().toURL()}, null));
    }

    @Test
    void indexWhenServedThenOnlyItsAddressesAreReplaced() {
        assertThat(files.index("/auth/realms/r/caregate/portal/"))
                .hasValue("<a href=\"/auth/realms/r/caregate/portal/assets/app-1.js\">./text</a>");
    }

    @Test
    void assetWhenCompressionIsTakenThenItsTwin() {
        assertThat(files.asset("app-1.js", false)).hasValueSatisfying(file -> {
            assertThat(file.bytes()).asString().isEqualTo("plain");
            assertThat(file.packed()).isFalse();
            assertThat(file.type()).isEqualTo("text/javascript;charset=utf-8");
        });
        assertThat(files.asset("app-1.js", true))
                .hasValueSatisfying(file -> assertThat(file.packed()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../root.json",
                "../../../outside.json",
                "./app-1.js",
                "/app-1.js",
                "x.class",
                "..txt",
                ".txt",
                "none.js",
                "app-1.js.gz",
                "app-1.js/",
                "a//app-1.js",
                "app-1.js\0",
                "%2e%2e/root.json",
                ""
            })
    void assetWhenOutsideOrOfNoKnownTypeThenNone(String path) {
        assertThat(files.asset(path, false)).isEmpty();
    }

    @Test
    void appWhenNoJarBringsItThenNone() {
        AppFiles none = new AppFiles(new URLClassLoader(new URL[0], null));
        assertThat(none.exist()).isFalse();
        assertThat(none.index("/")).isEmpty();
        assertThat(files.exist()).isTrue();
    }
}
