package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.OpenApi;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the OpenAPI file against the server: it exists, and only permitted callers may call it. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiIT {
    private static final TestClient FOREIGN =
            TestClient.publicApp("foreign-app").redirectUris("https://foreign.example/callback");
    private static final TestClient SERVICE = TestClient.service("robot");
    private static final TestClient SERVICE_OF_AN_API =
            TestClient.service("sender").audienceMapper("records");

    private PortalRealm realm;
    private PortalRealm otherRealm;
    private String client;
    private String request;
    private PortalApi dev;
    private PortalApi other;
    private PortalApi patient;
    private PortalApi therapist;
    private PortalApi approver;
    private PortalApi foreignApp;
    private PortalApi serviceOfAnApi;
    private PortalApi foreignRealm;

    @BeforeAll
    void createRealms(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
        otherRealm = new PortalRealm(keycloak);
        realm.realm().register(FOREIGN).expect(201);
        dev = realm.as("dev");
        other = realm.as("other");
        patient = realm.as("patient");
        therapist = realm.as("therapist");
        approver = realm.as("approver");
        foreignApp = realm.with(realm.realm()
                .signIn(FOREIGN, "both", PortalRealm.PASSWORD)
                .expect(200)
                .accessToken());
        realm.realm().register(TestClient.resourceServer("records")).expect(201);
        serviceOfAnApi = service(SERVICE_OF_AN_API);
        foreignRealm = realm.with(otherRealm.token("both").expect(200).accessToken());
        String first = dev.post("/api/clients", PortalRealm.spec("web", "Mine"))
                .expect(202)
                .text("id");
        client = approver.post("/api/approvals/" + first + "/accept", null)
                .expect(200)
                .text("client");
        request = dev.post("/api/clients", PortalRealm.spec("web", "Waiting"))
                .expect(202)
                .text("id");
    }

    private PortalApi service(TestClient client) {
        realm.realm().register(client).expect(201);
        var admin = realm.realm().admin();
        String name = realm.realm().name();
        for (String role : List.of("developer", "client-approver")) {
            admin.grant(name, admin.serviceAccountId(name, client.id()), role);
        }
        return realm.with(
                realm.realm().oidc().clientCredentials(client).expect(200).accessToken());
    }

    private String path(OpenApi.Operation operation) {
        return operation.path().replace("{id}", operation.path().contains("clients") ? client : request);
    }

    /** A body without errors, or none. */
    private Object body(OpenApi.Operation operation) {
        JsonNode content = operation.node().at("/requestBody/content/application~1json");
        if (content.isMissingNode()) {
            return "";
        }
        if (operation.path().equals("/api/sign-in-reports")) {
            return Map.of("entry", 1);
        }
        return operation.path().endsWith("/decline")
                ? Map.of("reason", "no")
                : operation.path().endsWith("/keys")
                        ? Map.of("pem", DeveloperKey.rsa(2048).publicPem())
                        : operation.path().contains("{id}")
                                ? Map.of("name", "Taken over", "environment", "production")
                                : PortalRealm.spec("web", "Not mine");
    }

    private Answer call(PortalApi api, OpenApi.Operation operation) {
        Object body = body(operation);
        return api.send(operation.method(), path(operation), body.equals("") ? null : body, "If-Match", "\"any\"");
    }

    static Stream<OpenApi.Operation> operations() {
        return OpenApi.FILE.operations().stream();
    }

    static Stream<OpenApi.Operation> guarded() {
        return operations().filter(OpenApi.Operation::needsToken);
    }

    static Stream<OpenApi.Operation> withRole() {
        return guarded().filter(operation -> !operation.tag().equals("app"));
    }

    static Stream<OpenApi.Operation> ofOneDeveloper() {
        return guarded()
                .filter(operation ->
                        operation.tag().equals("developer") && operation.path().contains("{id}"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationWhenDescribedThenTheServerHasIt(OpenApi.Operation operation) {
        Answer answer = call(realm.anonymous(), operation);

        assertThat(answer.status()).isEqualTo(operation.needsToken() ? 401 : 200);
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void callWhenNobodyOrARealmThatIsNotItsOwnThen401(OpenApi.Operation operation) {
        for (PortalApi nobody : List.of(realm.anonymous(), realm.with("garbage"), foreignRealm)) {
            Answer answer = call(nobody, operation);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void callWhenTheTokenIsAnotherApplicationsThen403(OpenApi.Operation operation) {
        assertThat(call(foreignApp, operation).expect(403).text("code")).isEqualTo("foreign-token");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void callWhenTheTokenIsSentToAnApiThen403(OpenApi.Operation operation) {
        assertThat(call(serviceOfAnApi, operation).expect(403).text("code")).isEqualTo("foreign-token");
    }

    @Test
    void callWhenByAServiceAccountWhoseTokenIsSentToNoApiThenServed() {
        service(SERVICE).get("/api/clients").expect(200);
    }

    @ParameterizedTest
    @MethodSource("withRole")
    void callWhenTheRoleIsMissingThen403(OpenApi.Operation operation) {
        PortalApi wrong = operation.tag().equals("developer") ? approver : dev;
        for (PortalApi caller : List.of(patient, therapist, wrong)) {
            assertThat(call(caller, operation).expect(403).text("code")).isEqualTo("role-missing");
        }
    }

    @ParameterizedTest
    @MethodSource("ofOneDeveloper")
    void callWhenItIsAnotherDevelopersThen404(OpenApi.Operation operation) {
        assertThat(call(other, operation).expect(404).text("code")).isEqualTo("not-found");
        assertThat(dev.get("/api/clients/" + client).expect(200).text("name")).isEqualTo("Mine");
        assertThat(dev.get("/api/requests/" + request).expect(200).text("state"))
                .isEqualTo("pending");
    }

    static Stream<String> paths() {
        return operations().map(OpenApi.Operation::path).distinct().filter(path -> path.startsWith("/api/"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void methodWhenThePathDoesNotTakeItThen405WithThoseThatItTakes(String path) {
        Set<String> taken = operations()
                .filter(operation -> operation.path().equals(path))
                .map(OpenApi.Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND")) {
            if (!taken.contains(method)) {
                Answer answer = realm.anonymous().send(method, path.replace("{id}", client), null);
                assertThat(answer.status()).as(answer.request()).isEqualTo(405);
                assertThat(answer.header("Allow")).isEqualTo(String.join(", ", taken));
                OpenApi.FILE.checkProblem(answer, "method-not-allowed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/api/",
                "/api/nothing",
                "/api/me/more",
                "/api/clients/check/secret",
                "/api/clients/a/nothing",
                "/api/clients/a/secret/b",
                "/api/approvals/a/reject",
                "/api/clients%2Fcheck"
            })
    void addressWhenThereIsNoneThen404WhateverTheMethod(String path) {
        for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
            Answer answer = dev.send(method, path, null);
            assertThat(answer.status()).as(answer.request()).isEqualTo(404);
            OpenApi.FILE.checkProblem(answer, "not-found");
        }
        Answer german =
                dev.get(path, "Accept", "text/html", "Accept-Language", "de").expect(404);
        assertThat(german.text("title")).isEqualTo("Nicht gefunden");
    }

    @Test
    void checksWhenTooManyThenWhoSendsThemHasToWaitAndNobodyElse() {
        PortalApi busy = realm.as("leaver");
        Answer refused = Stream.generate(() -> busy.post("/api/clients/check", "{"))
                .limit(400)
                .filter(answer -> answer.status() != 400)
                .findFirst()
                .orElseThrow();

        assertThat(refused.expect(429).header("Retry-After")).isEqualTo("1");
        OpenApi.FILE.checkProblem(refused, "too-many");
        dev.post("/api/clients/check", PortalRealm.spec("web", "Mine")).expect(200);
    }

    @Test
    void requestWhenOfAnotherRealmThenItsApproverFindsNothing() {
        PortalApi stranger = otherRealm.as("approver");

        assertThat(stranger.get("/api/approvals").expect(200).json().path("requests"))
                .isEmpty();
        assertThat(stranger.post("/api/approvals/" + request + "/accept", null).status())
                .isEqualTo(404);
        assertThat(otherRealm.as("dev").get("/api/clients/" + client).status()).isEqualTo(404);
    }

    @Test
    void clientWhenNoneOfThePortalsThenItDoesNotExistHere() {
        String admins = realm.realm().admin().clientUuid(realm.realm().name(), "account-console");

        assertThat(dev.get("/api/clients/" + admins).status()).isEqualTo(404);
        assertThat(dev.delete("/api/clients/" + admins).status()).isEqualTo(404);
    }

    @Test
    void roleWhenTakenAwayThenTheNextCallIsRefused() {
        realm.realm().revoke("other", "developer");
        try {
            assertThat(other.get("/api/clients").status()).isEqualTo(403);
        } finally {
            realm.realm().grant("other", "developer");
        }
        assertThat(other.get("/api/clients").status()).isEqualTo(200);
    }

    @Test
    void callWhenAnotherOriginAsksThenNoCors() {
        Answer answer = dev.get("/api/me", "Origin", "https://evil.example");
        Answer preflight = realm.anonymous()
                .send(
                        "OPTIONS",
                        "/api/clients",
                        null,
                        "Origin",
                        "https://evil.example",
                        "Access-Control-Request-Method",
                        "POST");

        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    @Test
    void exampleWhenInTheFileThenItFitsItsSchema() {
        List<String> wrong = new ArrayList<>();
        OpenApi.FILE.operations().forEach(operation -> {
            List<JsonNode> contents = new ArrayList<>();
            operation.node().at("/requestBody/content").forEach(contents::add);
            operation.node().path("responses").forEach(response -> OpenApi.FILE
                    .resolved(response)
                    .path("content")
                    .forEach(contents::add));
            for (JsonNode content : contents) {
                List<JsonNode> examples = new ArrayList<>();
                content.path("examples").forEach(example -> examples.add(example.path("value")));
                if (content.has("example")) {
                    examples.add(content.path("example"));
                }
                examples.forEach(example -> OpenApi.FILE
                        .problems(content.path("schema"), example)
                        .forEach(problem -> wrong.add(operation + ": " + problem)));
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void meWhenAskedThenTheRolesOfTheMoment() {
        Answer me = dev.get("/api/me").expect(200);

        assertThat(me.json().path("roles")).extracting(JsonNode::asText).containsExactly("developer");
        assertThat(me.json().path("mayRegister").asBoolean()).isTrue();
        assertThat(me.json().path("scopes"))
                .extracting(scope -> scope.path("name").asText())
                .contains(PortalRealm.API);
        assertThat(patient.get("/api/me").expect(200).json().path("mayRegister").asBoolean())
                .isFalse();
    }
}
