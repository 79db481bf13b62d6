package io.caregate.it.client;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caregate.it.driver.Chromium;
import io.caregate.it.driver.Command;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Node;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import io.caregate.server.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

/** The samples of the portal, run as a developer copies them from the page. */
@Needs(CHROMIUM)
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SamplesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private PortalRealm realm;
    private AppServer app;
    private Map<String, String> ids;
    private Map<String, String> secrets;
    private Chromium developer;

    @BeforeAll
    void createClients(Keycloak keycloak) throws IOException {
        app = AppServer.start();
        realm = new PortalRealm(keycloak);
        ids = new HashMap<>();
        secrets = new HashMap<>();
        register("web", "http://localhost:" + FreePorts.pick().first() + "/callback");
        register("native", "com.example.app:/callback", "http://127.0.0.1/callback");
        register("spa", app.origin() + "/sample");
        developer = Chromium.start();
        developer.open(realm.realm().oidc().issuer() + "/caregate/portal/");
        developer.login("dev", PortalRealm.PASSWORD);
        developer.waitFor(By.id("clients"));
    }

    @AfterAll
    void stop() {
        if (developer != null) {
            developer.close();
        }
        if (app != null) {
            app.close();
        }
    }

    private void register(String kind, String... uris) {
        Map<String, Object> spec = PortalRealm.spec(kind, "My " + kind);
        spec.put("environment", "acceptance");
        spec.put("redirectUris", List.of(uris));
        if (kind.equals("spa")) {
            spec.put("webOrigins", List.of(app.origin()));
        }
        var dev = realm.as("dev");
        String request = dev.post("/api/clients", spec).expect(202).text("id");
        ids.put(
                kind,
                realm.as("approver")
                        .post("/api/approvals/" + request + "/accept", null)
                        .expect(200)
                        .text("client"));
        if (kind.equals("web")) {
            secrets.put(
                    kind,
                    dev.post("/api/requests/" + request + "/secret", null)
                            .expect(200)
                            .text("secret"));
        }
    }

    /** The text behind the tab, as the page shows it. */
    private String copied(String kind, String tab) {
        developer.open(realm.realm().oidc().issuer() + "/caregate/portal/clients/" + ids.get(kind));
        developer
                .waitFor(By.xpath("//*[@class='caregate-tabs']/button[normalize-space()='" + tab + "']"))
                .click();
        var shown = developer.waitFor(By.cssSelector("main pre"));
        await().atMost(PATIENCE)
                .until(() -> String.valueOf(shown.getDomAttribute("aria-label")).contains(tab));
        return String.valueOf(shown.getDomProperty("textContent"));
    }

    @ParameterizedTest
    @CsvSource({
        "web, JavaScript",
        "web, Java",
        "web, Python",
        "web, curl",
        "native, JavaScript",
        "native, Java",
        "native, Python",
        "native, curl"
    })
    void programWhenTheUserSignsInThenItPrintsTheToken(String kind, String language) throws Exception {
        try (Sample sample = start(kind, language)) {
            URI callback = signIn(sample.address());

            sample.comesBackTo(callback);

            assertThat(sample.output()).contains("access_token").contains("health-api");
            assertThat(sample.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JavaScript", "Java", "Python", "curl"})
    void programWhenTheStateIsAnotherThenItRefusesTheAnswer(String language) throws Exception {
        try (Sample sample = start("web", language)) {
            URI callback = signIn(sample.address());

            sample.comesBackTo(URI.create(callback.toString().replaceFirst("state=[^&]*", "state=another")));

            assertThat(sample.output()).containsIgnoringCase("state").doesNotContain("access_token");
            assertThat(sample.exitCode()).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"oidc-client-ts", "keycloak-js"})
    void pageWhenTheUserSignsInThenItHasTheToken(String library) {
        app.page("/sample", copied("spa", library));
        try (Chromium user = Chromium.start()) {
            user.open(app.origin() + "/sample");
            user.login("therapist", PortalRealm.PASSWORD);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(String.valueOf(user.evaluate("return document.body.textContent")))
                            .contains("Signed in")
                            .contains("health-api"));
            assertThat(user.url()).startsWith(app.origin());
            assertThat(user.errors()).isEmpty();
        }
    }

    @Test
    void mobileAppWhenItsSampleIsCopiedThenItHasItsOwnClientAndAddress() {
        for (String system : new String[] {"AppAuth (Android)", "AppAuth (iOS)"}) {
            assertThat(copied("native", system))
                    .contains(realm.realm().oidc().issuer().toString())
                    .contains("com.example.app:/callback")
                    .contains("my-native-");
        }
    }

    private URI signIn(URI address) {
        return realm.realm()
                .browser()
                .open(address)
                .login("therapist", PortalRealm.PASSWORD)
                .redirect();
    }

    private Sample start(String kind, String language) throws IOException {
        Path home = Files.createTempDirectory(folder, language);
        String text = copied(kind, language);
        ProcessBuilder program =
                switch (language) {
                    case "JavaScript" -> {
                        // It finds its packages beside it, as after npm install.
                        Files.createSymbolicLink(
                                home.resolve("node_modules"), Node.found().packages());
                        yield new ProcessBuilder(
                                Node.found().home().resolve("node").toString(), save(home, "sign-in.mjs", text));
                    }
                    case "Java" ->
                        new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                save(home, "SignIn.java", text));
                    case "Python" -> {
                        assumeTrue(
                                Command.succeeds("python3", "-c", "import requests"),
                                "skipped without python3-requests");
                        yield new ProcessBuilder("python3", save(home, "sign_in.py", text));
                    }
                    default -> {
                        assumeTrue(Command.succeeds("curl", "--version"), "skipped without curl");
                        yield new ProcessBuilder("bash", "-s");
                    }
                };
        program.directory(home.toFile()).redirectErrorStream(true);
        if (secrets.containsKey(kind)) {
            program.environment().put("CLIENT_SECRET", secrets.get(kind));
        }
        // No sample may open a browser of the machine that runs the test.
        program.environment().put("BROWSER", "true");
        Sample sample = new Sample(program.start(), language.equals("curl"));
        if (sample.pasted()) {
            sample.type(text);
        }
        return sample;
    }

    private static String save(Path home, String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text).toString();
    }

    /** A running sample: one that answers the callback itself, or one that was pasted into a shell. */
    private static final class Sample implements AutoCloseable {
        private final Process process;
        private final boolean pasted;
        private final BufferedReader reader;
        private final Writer writer;
        private final List<String> lines = new ArrayList<>();

        Sample(Process process, boolean pasted) {
            this.process = process;
            this.pasted = pasted;
            this.reader = process.inputReader(StandardCharsets.UTF_8);
            this.writer = process.outputWriter(StandardCharsets.UTF_8);
        }

        boolean pasted() {
            return pasted;
        }

        void type(String text) throws IOException {
            writer.write(text + "\n");
            writer.flush();
        }

        /** The address of the sign-in page, which it prints. */
        URI address() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                int start = line.indexOf("http");
                if (start >= 0 && line.contains("/protocol/openid-connect/auth?")) {
                    return URI.create(line.substring(start).strip());
                }
            }
            throw new AssertionError("no address in " + lines);
        }

        void comesBackTo(URI callback) throws IOException, InterruptedException {
            if (pasted) {
                type("finish '" + callback + "'; exit $?");
            } else {
                HTTP.send(HttpRequest.newBuilder(callback).build(), BodyHandlers.discarding());
            }
        }

        String output() throws IOException {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
            return String.join("\n", lines.subList(1, lines.size()));
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
