package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.RealmKeys;
import io.caregate.it.fixture.TestRealm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code caregate-check} judges a file in the same way as the server when the file is written. Its warnings are not
 * compared.
 */
@OnSharedServer
final class CheckIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The number of clients that are written, and of those that are tried. More take minutes. */
    private static final int WRITTEN = Integer.getInteger("caregate.check.written", 150);

    private static final int TRIED = Integer.getInteger("caregate.check.tried", 1_000);
    private static final int AT_A_TIME = 500;

    private static final List<String> URIS = List.of(
            "https://app.example.org/callback",
            "https://app.example.org/*",
            "http://127.0.0.1/callback",
            "http://app.example.org/callback",
            "http://localhost/callback",
            "com.example.app:/callback",
            "com.example_app:/callback",
            "${APP}/callback",
            "/callback",
            "https://APP.example.org/callback",
            "https://app.example.org:443/callback",
            "https://app.example.org/a/../b",
            "https://me@app.example.org/",
            "https://app.example.org/#x",
            "*");
    private static final List<String> ORIGINS =
            List.of("+", "*", "https://app.example.org", "https://app.example.org/", "http://app.example.org");
    private static final Map<String, List<String>> ATTRIBUTES = Map.of(
            "post.logout.redirect.uris", List.of("+", "-", "https://app.example.org/out##https://app.example.org/*"),
            "caregate.environment", List.of("production", "acceptance", "test"),
            "caregate.required-roles", List.of("therapist", "therapist##"),
            "caregate.max-token-lifespan", List.of("60", "0"),
            "saml.allow.ecp.flow", List.of("true", "false"),
            "pkce.code.challenge.method", List.of("plain", "S256"),
            "request.uris", List.of("https://app.example.org/request", "https://app.example.org/*"));

    @Test
    void clientWhenWrittenThenTheServerFindsWhatTheCheckHasFound(Keycloak keycloak, @TempDir Path folder)
            throws IOException, InterruptedException {
        TestRealm realm = keycloak.realm().create();
        Map<String, List<String>> said = new TreeMap<>();
        Random random = new Random(19);
        for (int i = 0; i < WRITTEN; i++) {
            ObjectNode client = client("client-" + i, random);
            Path file = folder.resolve("client-" + i + ".json");
            Files.writeString(file, JSON.writeValueAsString(client));
            Answer answer = realm.admin().post(realm.adminPath("/clients"), client);
            assertThat(answer.status()).as(answer.body()).isIn(201, 400);
            said.put(
                    file.toString(),
                    found(
                            answer.status() == 201
                                    ? JSON.createArrayNode()
                                    : answer.json().path("findings")));
        }

        Map<String, List<String>> checked = check("--realm", realm.name(), folder.toString());

        said.keySet().forEach(file -> checked.putIfAbsent(file, List.of()));
        assertThat(checked).isEqualTo(said);
        assertThat(said.values()).as("both are tried").anyMatch(List::isEmpty).anyMatch(each -> each.size() > 3);
    }

    @Test
    void clientsWhenTriedThenTheServerFindsWhatTheCheckHasFound(Keycloak keycloak, @TempDir Path folder)
            throws IOException, InterruptedException {
        Random random = new Random(TRIED);
        TestRealm realm = keycloak.realm().create();
        for (int from = 0; from < TRIED; from += AT_A_TIME) {
            ObjectNode body = JSON.createObjectNode();
            ArrayNode clients = body.putArray("clients");
            for (int i = from; i < Math.min(TRIED, from + AT_A_TIME); i++) {
                clients.add(client("client-" + i, random));
            }
            Path file = Files.writeString(folder.resolve("clients.json"), body.toString());

            JsonNode tried = realm.admin()
                    .post(realm.adminPath("/caregate/check"), body)
                    .expect(200)
                    .json();

            assertThat(tried.path("problems")).isEmpty();
            assertThat(byClient(tried.path("findings")))
                    .isEqualTo(byClient(CheckProgram.report("--realm", realm.name(), file.toString())
                            .path("findings")))
                    .hasSizeBetween(1, clients.size() - 1);
        }
    }

    private static Map<String, List<String>> byClient(Iterable<JsonNode> findings) {
        return by("client", findings);
    }

    /** The findings that are refused. */
    private static Map<String, List<String>> by(String member, Iterable<JsonNode> findings) {
        Map<String, List<JsonNode>> split = new TreeMap<>();
        for (JsonNode finding : findings) {
            if (finding.path("refused").asBoolean()) {
                split.computeIfAbsent(finding.path(member).asText(), name -> new ArrayList<>())
                        .add(finding);
            }
        }
        Map<String, List<String>> found = new TreeMap<>();
        split.forEach((name, each) -> found.put(name, found(each)));
        return found;
    }

    @Test
    void realmWhenImportedThenTheServerFindsWhatTheCheckHasFound(Keycloak keycloak)
            throws IOException, InterruptedException {
        Map<String, List<String>> said = new TreeMap<>();
        Map<String, List<String>> checked = new TreeMap<>();
        for (Path file : CheckProgram.realmFiles()) {
            ObjectNode realm = (ObjectNode) JSON.readTree(file.toFile());
            realm.set("components", JSON.valueToTree(RealmKeys.components()));
            Answer answer = keycloak.admin().post("", realm);
            assertThat(answer.status()).as(file + answer.body()).isIn(201, 400);
            said.put(
                    file.toString(),
                    found(
                            answer.status() == 201
                                    ? JSON.createArrayNode()
                                    : answer.json().path("findings")));
            if (answer.status() == 201) {
                keycloak.admin().deleteRealm(realm.path("realm").asText());
            }
            checked.put(file.toString(), check(file.toString()).getOrDefault(file.toString(), List.of()));
        }

        assertThat(said).hasSizeGreaterThan(6);
        assertThat(checked).isEqualTo(said);
    }

    private static ObjectNode client(String id, Random random) {
        ObjectNode client = JSON.createObjectNode()
                .put("clientId", id)
                .put("publicClient", random.nextBoolean())
                .put("implicitFlowEnabled", random.nextInt(5) == 0)
                .put("directAccessGrantsEnabled", random.nextInt(5) == 0);
        some(client.putArray("redirectUris"), URIS, random);
        // Keycloak makes them from the redirect URIs if they are absent.
        if (random.nextInt(3) > 0) {
            some(client.putArray("webOrigins"), ORIGINS, random);
        }
        for (String field : List.of("rootUrl", "baseUrl", "adminUrl")) {
            if (random.nextInt(3) == 0) {
                client.put(field, URIS.get(random.nextInt(URIS.size())));
            }
        }
        ObjectNode attributes = client.putObject("attributes");
        new TreeMap<>(ATTRIBUTES).forEach((name, values) -> {
            if (random.nextInt(4) == 0) {
                attributes.put(name, values.get(random.nextInt(values.size())));
            }
        });
        return client;
    }

    private static void some(ArrayNode list, List<String> values, Random random) {
        random.ints(random.nextInt(3), 0, values.size()).distinct().forEach(i -> list.add(values.get(i)));
    }

    /** The findings that are refused, by file. */
    private static Map<String, List<String>> check(String... arguments) throws IOException, InterruptedException {
        return by("file", CheckProgram.report(arguments).path("findings"));
    }

    private static List<String> found(Iterable<JsonNode> findings) {
        return StreamSupport.stream(findings.spliterator(), false)
                .map(finding -> String.join(
                        " ",
                        finding.path("rule").asText(),
                        finding.path("field").asText(),
                        finding.path("value").asText(),
                        finding.path("code").asText()))
                .sorted()
                .toList();
    }
}
