package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.it.driver.Folders;
import io.caregate.it.fixture.Healthcare;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Node;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.KeycloakServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each page of {@code docs/scenarios} is carried out exactly as written, in its shell and in Chromium. */
@Needs(CHROMIUM)
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScenariosIT {
    private static final List<String> BY_APPROVAL = List.of("abrumet.md", "medblocks.md");
    private static final List<String> BY_SELF_SERVICE = List.of("klexhealth.md", "redox.md");
    /** The origin of the demo's single-page app. */
    private static final String CORS = "--caregate.api.cors.origins=http://127.0.0.1:3001";

    @TempDir
    private Path work;

    private @Nullable Healthcare shared;
    private @Nullable KeycloakServer selfService;
    private @Nullable Healthcare own;

    @AfterAll
    void stop() {
        Stream.of(shared, own, selfService).filter(one -> one != null).forEach(one -> {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void pageWhenThereIsOneThenItIsCarriedOutHere() throws IOException {
        try (Stream<Path> pages = Files.list(folder())) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(BY_APPROVAL.stream(), BY_SELF_SERVICE.stream())
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abrumet.md", "medblocks.md"})
    void pageWhenClientsAreApprovedThenDoesWhatItSays(String page, Keycloak keycloak) throws Exception {
        assumeToolsOf(page);
        if (shared == null) {
            shared = new Healthcare(keycloak, CORS);
        }
        play(page, keycloak, shared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"klexhealth.md", "redox.md"})
    void pageWhenDevelopersServeThemselvesThenDoesWhatItSays(String page) throws Exception {
        assumeToolsOf(page);
        if (selfService == null) {
            selfService = SharedServer.builder()
                    .option("--spi-realm-restapi-extension--caregate--registration=self-service")
                    .start();
            own = new Healthcare(new Keycloak(selfService), CORS);
        }
        Healthcare site = own;
        assertThat(site).as("a site that could be started").isNotNull();
        play(page, new Keycloak(selfService), site);
    }

    private static Path folder() {
        return Folders.repository().resolve("docs").resolve("scenarios");
    }

    private void play(String page, Keycloak keycloak, Healthcare site) throws IOException {
        var admin = keycloak.server().admin();
        var commands = DocumentPage.of(folder().resolve(page))
                .variable("KEYCLOAK", keycloak.url().toString())
                .variable("API", site.api().url().toString())
                .variable("ADMIN_CLIENT", admin.clientId())
                .variable("ADMIN_SECRET", admin.clientSecret());
        String path = systemPath();
        if (page.equals("redox.md")) {
            Node node = Node.found();
            Files.createSymbolicLink(
                    work.resolve("node_modules"), node.packages().toAbsolutePath());
            path = node.packages().toAbsolutePath().resolve(".bin") + ":" + path + ":" + node.home();
        }
        commands.environment("PATH", path + ":" + Path.of(System.getProperty("java.home"), "bin"))
                .play(work);
    }

    /** Debian's Python first, since its packages are installed there. */
    private static String systemPath() {
        return "/usr/bin:/bin:" + System.getenv().getOrDefault("PATH", "");
    }

    private static void assumeToolsOf(String page) throws IOException, InterruptedException {
        for (String tool : List.of("bash", "curl", "jq", "openssl", "xxd")) {
            assumeTrue(
                    Stream.of(systemPath().split(File.pathSeparator, -1))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
                    "skipped: no " + tool + " on the PATH");
        }
        if (page.equals("redox.md")) {
            var builder = new ProcessBuilder("python3", "-c", "import cryptography, jwt, requests")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.command().set(0, Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3");
            assumeTrue(
                    builder.start().waitFor() == 0,
                    "skipped: Python lacks packages (Debian: python3-cryptography python3-jwt python3-requests)");
        }
    }
}
