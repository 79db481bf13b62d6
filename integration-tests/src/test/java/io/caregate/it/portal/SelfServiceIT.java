package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.PortalRealm;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The mode self-service, and the JAR alone: without the pack's rules, with a web app from a separate JAR, a prefix
 * before every path, small limits, and a second start on the same data.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SelfServiceIT {
    private static final String INDEX =
            "<!doctype html><title>app</title><script type=\"module\" src=\"./assets/app-0123abcd.js\"></script>";

    private static final String ROTATION_PROFILE = """
            {"profiles": [{"name": "rotate", "executors": [{"executor": "secret-rotation", "configuration": {
            "expiration-period": 2505600, "rotated-expiration-period": 172800, "remaining-rotation-period": 864000}}]}]}
            """;

    private static final String ROTATION_POLICY = """
            {"policies": [{"name": "rotate", "enabled": true, "profiles": ["rotate"], "conditions": [
            {"condition": "client-access-type", "configuration": {"type": ["confidential"]}}]}]}
            """;

    private Path folder;

    private JwksServer keys;
    private KeycloakServer server;
    private Keycloak keycloak;
    private TestRealm realm;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        this.folder = folder;
        keys = JwksServer.start(folder);
        server = builder("self-service").start();
        keycloak = new Keycloak(server);
        realm = keycloak.realm()
                .name("clinic")
                .realmRole("developer")
                .service(TestClient.service("robot"), "developer")
                .service(TestClient.service("limited"), "developer")
                .service(TestClient.service("hasty"), "developer")
                .service(TestClient.service("parallel"), "developer")
                .service(TestClient.service("eager"), "developer")
                .create();
    }

    @AfterAll
    void stop() {
        server.close();
        keys.close();
    }

    private ServerBuilder builder(String mode) throws IOException {
        return SharedServer.builder()
                .withoutPack()
                .provider(jar("caregate-portal"))
                .provider(app())
                .data(folder.resolve("data"))
                .option("--http-relative-path=/auth")
                .option("--features=client-secret-rotation")
                .option("--truststore-paths=" + keys.certificate())
                .option("--spi-realm-restapi-extension--caregate--internal-key-hosts=localhost")
                .option("--spi-realm-restapi-extension--caregate--registration=" + mode)
                .option("--spi-realm-restapi-extension--caregate--clients-per-developer=5")
                .option("--spi-realm-restapi-extension--caregate--clients-per-hour=7");
    }

    private static Path jar(String name) throws IOException {
        try (Stream<Path> jars = Files.list(Folders.server().resolve("providers"))) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path app() throws IOException {
        Path jar = folder.resolve("portal-app.jar");
        if (!Files.exists(jar)) {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
                for (Map.Entry<String, String> file : Map.of(
                                "index.html", INDEX,
                                "assets/app-0123abcd.js", "plain",
                                "assets/app-0123abcd.js.gz", "packed",
                                "assets/secret.exe", "no",
                                "hidden.json", "no")
                        .entrySet()) {
                    out.putNextEntry(new JarEntry("caregate-portal/app/" + file.getKey()));
                    out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                    out.closeEntry();
                }
            }
        }
        return jar;
    }

    private PortalApi as(String service) {
        return new PortalApi(
                realm.oidc().issuer(),
                realm.oidc()
                        .clientCredentials(TestClient.service(service))
                        .expect(200)
                        .accessToken());
    }

    private PortalApi anonymous() {
        return new PortalApi(realm.oidc().issuer(), null);
    }

    private static Map<String, Object> spec(String name) {
        Map<String, Object> spec = PortalRealm.spec("service", name);
        spec.put("scopes", List.of());
        spec.remove("purpose");
        return spec;
    }

    @Test
    @Order(1)
    void clientWhenCreatedThenItsSecretIsInThatAnswerAndWorks() {
        PortalApi robot = as("robot");

        Answer created = robot.post("/api/clients", spec("Own")).expect(201);

        String id = created.json().at("/client/id").asText();
        TestClient client =
                TestClient.registered(created.json().at("/client/clientId").asText(), created.text("secret"));
        assertThat(realm.oidc().clientCredentials(client).status()).isEqualTo(200);
        assertThat(created.header("Location")).endsWith("/auth/realms/clinic/caregate/portal/api/clients/" + id);
        assertThat(robot.get("/api/clients/" + id).expect(200).body()).doesNotContain(created.text("secret"));
        assertThat(as("limited").get("/api/clients/" + id).status()).isEqualTo(404);
    }

    @Test
    @Order(1)
    void clientWhenKeycloakItselfDoesNotWantItThenRefusedAtItsField() {
        Map<String, Object> spec = spec("Bad");
        spec.put("kind", "web");
        spec.put("redirectUris", List.of("javascript:alert(1)"));

        Answer refused = as("robot").post("/api/clients", spec).expect(422);

        assertThat(refused.json().at("/errors/0/pointer").asText()).startsWith("#/redirectUris");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("not-accepted");
        assertThat(as("robot").get("/api/clients").body()).doesNotContain("Bad");
    }

    @Test
    @Order(1)
    void serviceWhenNewUsersAreDevelopersThenItIsNone() {
        try (TestRealm open = keycloak.realm()
                .realmRole("developer")
                .service(TestClient.service("robot"), "developer")
                .create()) {
            String group = open.admin()
                    .post(open.adminPath("/groups"), Map.of("name", "developers"))
                    .expect(201)
                    .header("Location")
                    .replaceAll(".*/", "");
            open.admin()
                    .post(
                            open.adminPath("/groups/" + group + "/role-mappings/realm"),
                            List.of(open.admin().role(open.name(), "developer")))
                    .expect(204);
            open.admin()
                    .put(open.adminPath("/default-groups/" + group), Map.of())
                    .expect(204);
            PortalApi robot = new PortalApi(
                    open.oidc().issuer(),
                    open.oidc()
                            .clientCredentials(TestClient.service("robot"))
                            .expect(200)
                            .accessToken());
            Answer created = robot.post("/api/clients", spec("Offspring")).expect(201);
            TestClient offspring =
                    TestClient.registered(created.json().at("/client/clientId").asText(), created.text("secret"));
            String account = open.admin().serviceAccountId(open.name(), offspring.id());

            assertThat(open.admin()
                            .get(open.adminPath("/users/" + account + "/groups"))
                            .expect(200)
                            .json())
                    .isEmpty();
            open.admin()
                    .put(open.adminPath("/users/" + account + "/groups/" + group), Map.of())
                    .expect(204);
            PortalApi itself = new PortalApi(
                    open.oidc().issuer(),
                    open.oidc().clientCredentials(offspring).expect(200).accessToken());
            assertThat(itself.get("/api/clients").expect(403).text("code")).isEqualTo("role-missing");
            assertThat(robot.get("/api/clients").status()).isEqualTo(200);
        }
    }

    @Test
    @Order(1)
    void clientWhenNobodyHasApprovedItThenWhoSignsInIsAskedForConsent() {
        Map<String, Object> spec = spec("Signs in");
        spec.put("kind", "spa");
        spec.put("redirectUris", List.of("https://app.example.org/callback"));
        spec.remove("authentication");

        String clientId = as("robot")
                .post("/api/clients", spec)
                .expect(201)
                .json()
                .at("/client/clientId")
                .asText();

        assertThat(realm.admin()
                        .client("clinic", clientId)
                        .path("consentRequired")
                        .asBoolean())
                .isTrue();
    }

    @Test
    @Order(2)
    void limitsWhenManyAtOnceThenTheyHold() throws InterruptedException {
        PortalApi limited = as("limited");
        List<Integer> answers = atOnce(12, i -> limited.post("/api/clients", spec("Many " + i)));

        assertThat(limited.get("/api/clients").expect(200).json().path("clients"))
                .hasSize(5);
        assertThat(answers.stream().filter(status -> status == 201)).hasSize(5);
        assertThat(answers).allMatch(status -> List.of(201, 409).contains(status));
        assertThat(limited.post("/api/clients", spec("One more")).expect(409).text("code"))
                .isEqualTo("limit-reached");
        assertThat(limited.get("/api/me").json().at("/clients/used").asInt()).isEqualTo(5);
    }

    /** As one that an approver has accepted before the operator chose self-service. */
    @Test
    @Order(2)
    void clientWhenChangedWithoutAnApproverThenPeopleAreAskedForConsentAgain() {
        PortalApi owner = as("parallel");
        Map<String, Object> spec = PortalRealm.spec("web", "Approved once");
        spec.put("scopes", List.of());
        spec.remove("purpose");
        String id = owner.post("/api/clients", spec)
                .expect(201)
                .json()
                .at("/client/id")
                .asText();
        String path = realm.adminPath("/clients/" + id);
        ObjectNode approved = (ObjectNode) realm.admin().get(path).json();
        realm.admin().put(path, approved.put("consentRequired", false)).expect(204);

        Map<String, Object> change = new HashMap<>(spec);
        change.keySet().retainAll(Set.of("name", "environment", "redirectUris", "webOrigins", "scopes"));
        change.put("description", "another");
        owner.change(id, change).expect(200);
        assertThat(realm.admin().get(path).json().path("consentRequired").asBoolean())
                .as("a change that reaches no further")
                .isFalse();
        change.put("redirectUris", List.of("https://other.example/cb"));
        owner.change(id, change).expect(200);

        assertThat(realm.admin().get(path).json().path("consentRequired").asBoolean())
                .isTrue();
        owner.delete("/api/clients/" + id).expect(204);
    }

    @Test
    @Order(2)
    void clientWhenDeletedByManyAtOnceThenByOneAndForTheOthersItDoesNotExist() throws InterruptedException {
        PortalApi owner = as("parallel");
        String id = owner.post("/api/clients", spec("Deleted at once"))
                .expect(201)
                .json()
                .at("/client/id")
                .asText();

        List<Integer> answers = atOnce(8, i -> owner.delete("/api/clients/" + id));

        assertThat(answers).containsOnlyOnce(204).containsOnly(204, 404);
    }

    /** Each does the work of a creation. */
    @Test
    @Order(2)
    void clientsWhenRefusedAgainAndAgainThen429AndARetryAfter() {
        PortalApi eager = as("eager");
        Map<String, Object> nameless = spec("");

        Answer refused = Stream.generate(() -> eager.post("/api/clients", nameless))
                .limit(400)
                .filter(answer -> answer.status() != 422)
                .findFirst()
                .orElseThrow();

        assertThat(refused.expect(429).text("code")).isEqualTo("too-many");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    @Order(2)
    void paceWhenTooFastThen429AndARetryAfter() {
        PortalApi hasty = as("hasty");
        for (int i = 0; i < 7; i++) {
            String id = hasty.post("/api/clients", spec("Fast " + i))
                    .expect(201)
                    .json()
                    .at("/client/id")
                    .asText();
            assertThat(hasty.delete("/api/clients/" + id).status()).isEqualTo(204);
        }

        Answer refused = hasty.post("/api/clients", spec("Too fast")).expect(429);

        assertThat(refused.text("code")).isEqualTo("too-many");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(3000, 3601);
        assertThat(hasty.get("/api/clients").json().path("clients")).isEmpty();
    }

    private interface Call {
        Answer number(int i);
    }

    private static List<Integer> atOnce(int calls, Call call) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(calls);
        try {
            List<Callable<Integer>> all = Stream.iterate(0, i -> i + 1)
                    .limit(calls)
                    .<Callable<Integer>>map(i -> () -> call.number(i).status())
                    .toList();
            return threads.invokeAll(all).stream().map(SelfServiceIT::value).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int value(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @Order(2)
    void keysWhenAtAnAddressThenKeycloakFetchesThemThere() {
        DeveloperKey key = DeveloperKey.ec("secp384r1");
        keys.serve(Map.of("keys", List.of(key.jwk("fetched"))));
        Map<String, Object> spec = spec("Keys by address");
        spec.put("authentication", "keys");
        spec.put("keys", Map.of("jwksUrl", keys.address()));

        Answer created = as("robot").post("/api/clients", spec).expect(201);

        assertThat(created.json().path("secret").isNull()).isTrue();
        assertThat(created.json().at("/client/keys/jwksUrl").asText()).isEqualTo(keys.address());
        Map<String, String> form = new HashMap<>(key.authentication(
                created.json().at("/client/clientId").asText(),
                "fetched",
                realm.oidc().issuer().toString()));
        form.put("grant_type", "client_credentials");
        Answer token = realm.oidc().post("token", form);
        assertThat(token.status()).as(token.body()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void secretWhenRotatedWhereTheRealmKeepsTheOldOneThenBothWorkForAWhile() {
        try (TestRealm rotating = keycloak.realm()
                .realmRole("developer")
                .service(TestClient.service("robot"), "developer")
                .create()) {
            rotating.admin()
                    .put(rotating.adminPath("/client-policies/profiles"), ROTATION_PROFILE)
                    .expect(204);
            rotating.admin()
                    .put(rotating.adminPath("/client-policies/policies"), ROTATION_POLICY)
                    .expect(204);
            PortalApi robot = new PortalApi(
                    rotating.oidc().issuer(),
                    rotating.oidc()
                            .clientCredentials(TestClient.service("robot"))
                            .expect(200)
                            .accessToken());
            Answer created = robot.post("/api/clients", spec("Overlap")).expect(201);
            String clientId = created.json().at("/client/clientId").asText();

            Answer rotated = robot.post(
                            "/api/clients/" + created.json().at("/client/id").asText() + "/secret", null)
                    .expect(200);

            assertThat(rotated.text("previousValidUntil")).startsWith("20");
            assertThat(rotated.text("secret")).isNotEqualTo(created.text("secret"));
            for (Answer answer : List.of(created, rotated)) {
                TestClient client = TestClient.registered(clientId, answer.text("secret"));
                assertThat(rotating.oidc().clientCredentials(client).status()).isEqualTo(200);
            }
        }
    }

    @Test
    @Order(3)
    void appWhenOpenedThenItsAddressesHaveThePrefixAndItsHeadersAreStrict() {
        Answer index = anonymous().get("/").expect(200);

        assertThat(index.body()).contains("src=\"/auth/realms/clinic/caregate/portal/assets/app-0123abcd.js\"");
        assertThat(index.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(index.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(index.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(index.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(anonymous().get("/", "If-None-Match", index.header("ETag")).status())
                .isEqualTo(304);
        assertThat(anonymous().get("/clients/new").expect(200).body()).isEqualTo(index.body());
        Answer redirect = anonymous().get("").expect(302);
        assertThat(URI.create(redirect.header("Location")).getPath()).isEqualTo("/auth/realms/clinic/caregate/portal/");
    }

    @Test
    @Order(3)
    void assetWhenAskedForThenForeverAndPackedForWhoTakesIt() {
        Answer plain = anonymous().get("/assets/app-0123abcd.js").expect(200);
        Answer packed = anonymous()
                .get("/assets/app-0123abcd.js", "Accept-Encoding", "gzip")
                .expect(200);

        assertThat(plain.body()).isEqualTo("plain");
        assertThat(plain.header("Cache-Control")).contains("immutable");
        assertThat(plain.header("Content-Type")).startsWith("text/javascript");
        assertThat(packed.body()).isEqualTo("packed");
        assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
        for (String none : List.of(
                "/assets/none.js",
                "/assets/secret.exe",
                "/hidden.json",
                "/favicon.ico",
                "/assets/..%2findex.html",
                "/assets/%2e%2e/hidden.json",
                "/assets/a" + "/a".repeat(1700) + ".js",
                "/api/nothing")) {
            assertThat(anonymous().get(none).status()).as(none).isIn(400, 404);
        }
    }

    @Test
    @Order(4)
    void restartWhenTheModeIsAnotherThenClientsStayAndThePortalsClientIsMended() throws IOException {
        PortalApi before = as("robot");
        String id = before.post("/api/clients", spec("Stays"))
                .expect(201)
                .json()
                .at("/client/id")
                .asText();
        ObjectNode portal = (ObjectNode) realm.admin().client("clinic", "caregate-portal");
        portal.put("fullScopeAllowed", true);
        portal.putArray("redirectUris").add("https://evil.example/callback");
        realm.admin()
                .put(realm.adminPath("/clients/" + portal.path("id").asText()), portal)
                .expect(204);
        server.stop();
        server = builder("admin-only").start();
        keycloak = new Keycloak(server);
        realm = keycloak.existingRealm("clinic");

        var mended = realm.admin().client("clinic", "caregate-portal");

        assertThat(mended.path("redirectUris").toString()).isEqualTo("[\"/realms/clinic/caregate/portal/\"]");
        assertThat(mended.path("fullScopeAllowed").asBoolean()).isFalse();
        PortalApi robot = as("robot");
        assertThat(robot.post("/api/clients", spec("Closed")).expect(403).text("code"))
                .isEqualTo("registration-closed");
        assertThat(robot.get("/api/clients/" + id).status()).isEqualTo(200);
        assertThat(robot.post("/api/clients/" + id + "/secret", null).status()).isEqualTo(200);
        assertThat(as("hasty").get("/api/me").json().path("mayRegister").asBoolean())
                .isFalse();
    }
}
