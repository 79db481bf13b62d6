package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clients that may be stored, by every path that stores one. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientWriteIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = "https://app.example.org/callback";

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .set("adminEventsEnabled", true)
                .create();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://app.example.org/*",
                "https://*.example.org/callback",
                "https://app.example.org/callback*",
                "http://app.example.org/callback",
                "http://localhost:8080/callback",
                "/callback",
                "//app.example.org/callback",
                "https://user@app.example.org/callback",
                "https://app.example.org/callback#top",
                "https://app.example.org/a/../callback",
                "https://app.example.org\\@evil.example/callback",
                "https://äpp.example.org/callback",
                "javascript:alert(1)",
                "com.example.app:/callback",
                "urn:ietf:wg:oauth:2.0:oob"
            })
    void exactRedirectUriWhenNotExactThenRefusedWithWhatToWriteInstead(String uri) {
        Answer answer = realm.register(TestClient.confidential("refused").redirectUris(GOOD, uri));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
        assertThat(answer.errorDescription()).contains("redirectUris '", "; ", "(exact-redirect-uri)");
        assertThat(answer.text("errorMessage")).contains(answer.errorDescription());
        assertNotStored("refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GOOD,
                "https://app.example.org",
                "https://app.example.org:8443/callback?tenant=a",
                "http://127.0.0.1/callback",
                "http://127.0.0.1:8080/callback",
                "http://[::1]:8080/callback"
            })
    void exactRedirectUriWhenExactThenStored(String uri) {
        assertStored(TestClient.confidential("stored").redirectUris(uri));
    }

    @Test
    void exactRedirectUriWhenLongerThanTheColumnThenRefusedAndNotAServerError() {
        String uri = "https://app.example.org/" + "a".repeat(300);

        Answer answer = realm.register(TestClient.confidential("long").redirectUris(uri));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorDescription()).contains("255");
        assertStored(TestClient.confidential("long")
                .redirectUris("https://app.example.org/" + "a".repeat(255 - "https://app.example.org/".length())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name             | "x256"                       | "x255"
            description      | "x256"                       | "x255"
            secret           | "a\\u0000b"                  | "a b"
            attributes       | {"x256":"a"}                 | {"x255":"a"}
            registeredNodes  | {"node":null}                | {"node":1}
            protocolMappers  | [null]                       | []
            authenticationFlowBindingOverrides | {"browser":"none"} | {"browser":""}
            """)
    void clientWhenKeycloakCannotStoreItThenRefusedAndNotAServerError(String field, String refused, String accepted)
            throws JsonProcessingException {
        assertRefused(unstorable(field, refused), "invalid_client_metadata", field);
        assertStored(unstorable(field, accepted));
    }

    private static TestClient unstorable(String field, String json) throws JsonProcessingException {
        String value = json.replace("x256", "x".repeat(256)).replace("x255", "x".repeat(255));
        return TestClient.confidential("unstorable").redirectUris(GOOD).set(field, JSON.readTree(value));
    }

    @Test
    void clientWhenThereIsNoneInTheRequestThenRefused() {
        Answer answer = realm.admin().post(realm.adminPath("/clients"), "null");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorDescription()).isEqualTo("There is no client in the request.");
    }

    @Test
    void exactRedirectUriWhenClientIsPublicThenPrivateUseSchemeIsStored() {
        assertStored(TestClient.publicApp("native").redirectUris("com.example.app:/callback"));
    }

    @Test
    void exactRedirectUriWhenEnvironmentIsAcceptanceThenLocalhostIsStored() {
        assertStored(TestClient.confidential("dev")
                .attribute("caregate.environment", "acceptance")
                .redirectUris("http://localhost:8080/callback"));
        assertRefused(
                TestClient.confidential("dev").attribute("caregate.environment", "test"),
                "invalid_client_metadata",
                "caregate.environment");
    }

    @ParameterizedTest
    @CsvSource({
        "rootUrl, https://*.example.org",
        "rootUrl, https://app.example.org\\@evil.example",
        "rootUrl, javascript:alert(1)",
        "baseUrl, //evil.example/",
        "baseUrl, https://user@evil.example/",
        "baseUrl, /../",
        "adminUrl, https://app.example.org/*"
    })
    void exactRedirectUriWhenUrlOfTheClientIsATrickThenRefused(String field, String url) {
        assertRefused(TestClient.confidential("tricky").set(field, url), "invalid_client_metadata", field);
    }

    @Test
    void exactRedirectUriWhenUrlsOfTheClientArePlainThenStored() {
        assertStored(TestClient.confidential("plain")
                .set("rootUrl", "https://app.example.org")
                .set("baseUrl", "/home/#start")
                .set("adminUrl", "https://app.example.org/admin")
                .redirectUris(GOOD));
        assertStored(TestClient.confidential("plain").set("rootUrl", "").set("baseUrl", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[null]", "[\"\", \"\"]", "[\"https://app.example.org/callback\", \"  \"]"})
    void exactRedirectUriWhenAnEntryIsBlankThenRefused(String uris) throws JsonProcessingException {
        ObjectNode json = TestClient.confidential("blank").json();
        json.set("redirectUris", JSON.readTree(uris));

        Answer answer = realm.admin().post(realm.adminPath("/clients"), json);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
        assertThat(answer.errorDescription()).contains("redirectUris", "empty", "exact-redirect-uri");
        assertNotStored("blank");
        assertStored(TestClient.confidential("blank").redirectUris());
        // As the Admin Console sends a field that is not filled in.
        assertStored(TestClient.confidential("blank").redirectUris("").webOrigins(""));
    }

    @Test
    void exactRedirectUriWhenOnlyARootUrlIsGivenThenKeycloakAddsNoWildcard() {
        realm.register(TestClient.confidential("rooted").set("rootUrl", "https://app.example.org"))
                .expect(201);

        assertThat(stored("rooted").path("redirectUris")).isEmpty();
        assertThat(stored("rooted").path("webOrigins")).isEmpty();
        delete("rooted");
    }

    @Test
    void exactRedirectUriWhenPostLogoutUriIsAWildcardThenRefused() {
        var client = TestClient.confidential("logout").redirectUris(GOOD);

        assertRefused(
                client.attribute("post.logout.redirect.uris", GOOD + "##https://app.example.org/*"),
                "invalid_client_metadata",
                "post.logout.redirect.uris");
        assertStored(client.attribute("post.logout.redirect.uris", "+##https://app.example.org/bye"));
    }

    @Test
    void exactRedirectUriWhenClientIsSamlThenAssertionUrlsAreChecked() {
        // Otherwise Keycloak makes a key of 4096 bits for it, which takes a busy machine a minute.
        var client =
                TestClient.confidential("saml").set("protocol", "saml").attribute("saml.client.signature", "false");

        assertRefused(
                client.attribute("saml_assertion_consumer_url_post", "https://sp.example.org/*"),
                "invalid_client_metadata",
                "saml_assertion_consumer_url_post");
        assertStored(client.attribute("saml_assertion_consumer_url_post", "https://sp.example.org/acs"));
        assertRefused(
                client.attribute("saml.allow.ecp.flow", "true"), "invalid_client_metadata", "saml.allow.ecp.flow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "https://*.example.org",
                "https://app.example.org/",
                "https://app.example.org/path",
                "https://APP.example.org",
                "https://app.example.org:443",
                "http://app.example.org",
                "null"
            })
    void exactWebOriginWhenNotSerialisedThenRefused(String origin) {
        assertRefused(
                TestClient.confidential("origin").redirectUris(GOOD).webOrigins(origin),
                "invalid_client_metadata",
                "webOrigins");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "https://app.example.org", "https://app.example.org:8443", "http://127.0.0.1:3000"})
    void exactWebOriginWhenSerialisedThenStored(String origin) {
        assertStored(TestClient.confidential("origin").redirectUris(GOOD).webOrigins(origin));
    }

    @Test
    void flagsWhenOnThenRefusedAndWhenAbsentThenStored() {
        assertRefused(
                TestClient.confidential("flags").set("implicitFlowEnabled", true),
                "invalid_client_metadata",
                "no-implicit-grant");
        assertRefused(
                TestClient.confidential("flags").set("directAccessGrantsEnabled", true),
                "invalid_client_metadata",
                "no-password-grant");
        ObjectNode bare = JSON.createObjectNode().put("clientId", "flags");
        realm.admin().post(realm.adminPath("/clients"), bare).expect(201);
        assertThat(stored("flags").path("implicitFlowEnabled").asBoolean()).isFalse();
        assertThat(stored("flags").path("directAccessGrantsEnabled").asBoolean())
                .isFalse();
        delete("flags");
    }

    /** Keycloak reads a request for it into an absent field, wherever a client is written with its protocol. */
    @Test
    void passwordGrantWhenAbsentThenOffAndWhenAskedForThenRefused(Keycloak keycloak) {
        ObjectNode absent = JSON.createObjectNode()
                .put("clientId", "flags")
                .put("protocol", "openid-connect")
                .put("rootUrl", "https://app.example.org");
        absent.putArray("redirectUris").add(GOOD);
        String created = realm.name() + "-flags";
        ObjectNode newRealm = JSON.createObjectNode().put("realm", created);
        newRealm.putArray("clients").add(absent);
        Map<String, Function<ObjectNode, Answer>> ways = Map.of(
                "Admin API", json -> realm.admin().post(realm.adminPath("/clients"), json),
                "registration in Keycloak's form", json -> realm.oidc().registerInOwnForm(initialAccess(1), json),
                "partial import",
                        json -> realm.admin()
                                .post(
                                        realm.adminPath("/partialImport"),
                                        Map.of("ifResourceExists", "FAIL", "clients", List.of(json))));
        ways.forEach((way, write) -> {
            for (String wish : List.of("directAccessGrantsEnabled", "directGrantsOnly")) {
                Answer asked = write.apply(absent.deepCopy().put(wish, true));
                assertThat(asked.status()).as(way + " " + wish + asked.body()).isEqualTo(400);
                assertThat(asked.body()).as(way).contains("no-password-grant");
                assertNotStored("flags");
            }

            Answer silent = write.apply(absent);

            assertThat(silent.status()).as(way + silent.body()).isIn(200, 201);
            assertThat(stored("flags").path("directAccessGrantsEnabled").asBoolean())
                    .as(way)
                    .isFalse();
            assertThat(stored("flags").path("standardFlowEnabled").asBoolean())
                    .as("what else Keycloak gives " + way)
                    .isTrue();
            delete("flags");
        });
        keycloak.admin().post("", newRealm).expect(201);
        assertThat(keycloak.admin()
                        .client(created, "flags")
                        .path("directAccessGrantsEnabled")
                        .asBoolean())
                .isFalse();
        keycloak.admin().deleteRealm(created);
    }

    @Test
    void findingsWhenSeveralThenAllAtOnceAndInTheEvent() {
        Answer answer = realm.register(TestClient.confidential("everything")
                .set("implicitFlowEnabled", true)
                .set("directAccessGrantsEnabled", true)
                .redirectUris("*", "http://app.example.org")
                .webOrigins("*"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
        assertThat(answer.errorDescription())
                .contains(
                        "implicitFlowEnabled",
                        "directAccessGrantsEnabled",
                        "'*'",
                        "'http://app.example.org'",
                        "webOrigins");
        JsonNode event = lastEvent("CLIENT_REGISTER_ERROR", "everything");
        assertThat(event.path("error").asText()).isEqualTo("invalid_redirect_uri");
        assertThat(event.path("details").path("rule").asText())
                .isEqualTo("exact-redirect-uri,exact-web-origin,no-implicit-grant,no-password-grant");
    }

    @Test
    void disabledClientWhenCreatedWithAWildcardThenRefused() {
        assertRefused(
                TestClient.confidential("disabled").set("enabled", false).redirectUris("*"),
                "invalid_redirect_uri",
                "exact-redirect-uri");
    }

    @Test
    void updateWhenItBreaksARuleThenRefusedAndNothingChanges() {
        realm.register(TestClient.confidential("edited").redirectUris(GOOD)).expect(201);

        Answer answer = update("edited", Map.of("redirectUris", List.of("https://app.example.org/*"), "name", "new"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
        assertThat(stored("edited").path("redirectUris").get(0).asText()).isEqualTo(GOOD);
        assertThat(stored("edited").has("name")).isFalse();
        assertThat(lastEvent("CLIENT_UPDATE_ERROR", "edited")
                        .path("details")
                        .path("rule")
                        .asText())
                .isEqualTo("exact-redirect-uri");
        update("edited", Map.of("name", "new")).expect(204);
        delete("edited");
    }

    @Test
    void dynamicRegistrationWhenWildcardThenErrorOfRfc7591() {
        String token = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 5, "expiration", 300))
                .text("token");

        Answer refused = realm.oidc()
                .register(token, Map.of("client_name", "dcr", "redirect_uris", List.of("https://app.example.org/*")));
        Answer implicit = realm.oidc()
                .register(
                        token,
                        Map.of(
                                "client_name", "dcr",
                                "redirect_uris", List.of(GOOD),
                                "grant_types", List.of("implicit"),
                                "response_types", List.of("token")));
        Answer stored = realm.oidc().register(token, Map.of("client_name", "dcr", "redirect_uris", List.of(GOOD)));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_redirect_uri");
        assertThat(refused.errorDescription())
                .as("in the names of what was sent")
                .startsWith("redirect_uris 'https://app.example.org/*': it has a wildcard")
                .doesNotContain("webOrigins", "Client ");
        assertThat(refused.json().path("findings").findValuesAsText("field")).containsExactly("redirect_uris");
        assertThat(implicit.status()).as(implicit.body()).isEqualTo(400);
        assertThat(implicit.error()).isEqualTo("invalid_client_metadata");
        assertThat(implicit.errorDescription()).startsWith("response_types 'token': the implicit grant is not served");
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.org:443/callback", "https://APP.example.org/callback"})
    void exactRedirectUriWhenSpeltOtherwiseThanBrowsersDoThenRefusedWithTheSpelling(String uri) {
        Answer refused = realm.register(TestClient.confidential("spelt").redirectUris(uri));
        String token = initialAccess(1);
        Answer dynamic = realm.oidc().register(token, Map.of("client_name", "spelt", "redirect_uris", List.of(uri)));

        for (Answer answer : List.of(refused, dynamic)) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
            assertThat(answer.errorDescription())
                    .contains((answer == refused ? "redirectUris '" : "redirect_uris '") + uri + "'", "write " + GOOD)
                    .doesNotContain("webOrigins");
        }
        realm.oidc()
                .register(token, Map.of("client_name", "spelt", "redirect_uris", List.of(GOOD)))
                .expect(201);
    }

    @Test
    void findingsWhenThereAreManyThenFiftyAreNamed() {
        String[] bad = IntStream.range(0, 60)
                .mapToObj(i -> "http://app.example.org/" + i)
                .toArray(String[]::new);
        Answer refused =
                realm.register(TestClient.confidential("many").redirectUris(bad).set("webOrigins", List.of()));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("findings")).hasSize(50);
        assertThat(refused.json().path("moreFindings").asInt()).isEqualTo(10);
        assertThat(refused.errorDescription()).contains("And 10 more.");
        assertThat(refused.body().length()).isLessThan(60_000);
        String reason = realm.admin()
                .get(realm.adminPath("/events?type=CLIENT_REGISTER_ERROR&max=1"))
                .expect(200)
                .json()
                .get(0)
                .path("details")
                .path("reason")
                .asText();
        assertThat(reason).contains("And 10 more.");
    }

    @Test
    void initialAccessTokenWhenTenRegistrationsAreRefusedThenUsedUp() {
        String patient = initialAccess(1);
        String careless = initialAccess(1);
        Map<String, ?> bad = Map.of("client_name", "dcr", "redirect_uris", List.of("https://app.example.org/*"));
        Map<String, ?> good = Map.of("client_name", "dcr", "redirect_uris", List.of(GOOD));
        for (int refusal = 0; refusal < 10; refusal++) {
            if (refusal < 9) {
                assertThat(realm.oidc().register(patient, bad).status()).isEqualTo(400);
            }
            assertThat(realm.oidc().register(careless, bad).status()).isEqualTo(400);
        }
        realm.oidc().register(patient, good).expect(201);
        // Keycloak 26.6 fails to raise its event, and so to say it.
        assertThat(realm.oidc().register(careless, good).status()).isEqualTo(SharedServer.IS_26_6 ? 500 : 401);
    }

    private String initialAccess(int count) {
        return realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", count, "expiration", 300))
                .text("token");
    }

    @Test
    void clientWhenWrittenBackAsItWasAnsweredThenStored() throws JsonProcessingException {
        Answer registered = realm.oidc()
                .register(initialAccess(1), Map.of("client_name", "back", "redirect_uris", List.of(GOOD)))
                .expect(201);
        String id = realm.admin()
                .get(realm.adminPath("/clients?clientId=" + registered.text("client_id")))
                .expect(200)
                .json()
                .get(0)
                .path("id")
                .asText();
        Answer answered = realm.admin()
                .post(realm.adminPath("/clients/" + id + "/registration-access-token"), Map.of())
                .expect(200);

        assertThat(answered.text("registrationAccessToken").length()).isGreaterThan(255);
        realm.admin()
                .put(realm.adminPath("/clients/" + id), JSON.readValue(answered.body(), Map.class))
                .expect(204);
    }

    /** Keycloak itself answers these with a server error. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "", "{\"subject_type\":\"x\"}", "{\"jwks\":{}}", "{\"jwks\":{\"keys\":[null]}}"})
    void dynamicRegistrationWhenNobodyCanReadItThenErrorOfRfc7591(String metadata) {
        String token = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 300))
                .text("token");

        Answer refused = realm.oidc().register(token, metadata);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_client_metadata");
        assertThat(refused.errorDescription()).isNotEmpty();
    }

    @Test
    void partialImportWhenClientsAreBadThenAllAreNamedAndNothingIsStored() {
        var good = TestClient.confidential("import-good").redirectUris(GOOD);
        var bad = TestClient.confidential("import-bad")
                .redirectUris("https://app.example.org/*")
                .set("implicitFlowEnabled", true);
        var worse = TestClient.confidential("import-worse").redirectUris("https://other.example.org/*");

        Answer refused = partialImport(bad, good, worse);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_redirect_uri");
        String rules = realm.oidc().issuer() + "/caregate/rules";
        assertThat(refused.errorDescription())
                .as("each client with what is wrong with it, and the same advice once")
                .isEqualTo("2 clients are refused."
                        + " Client import-bad: implicitFlowEnabled 'true': the implicit grant is not served; set it to"
                        + " false and use the code flow with PKCE (no-implicit-grant)."
                        + " redirectUris 'https://app.example.org/*': it has a wildcard; register each URI in full,"
                        + " such as https://app.example/callback (exact-redirect-uri)."
                        + " Client import-worse: redirectUris 'https://other.example.org/*': it has a wildcard"
                        + " (exact-redirect-uri)."
                        + " See " + rules + "#no-implicit-grant and " + rules + "#exact-redirect-uri.");
        assertThat(refused.json().path("findings").findValuesAsText("client"))
                .containsExactly("import-bad", "import-bad", "import-worse");
        for (TestClient client : List.of(good, bad, worse)) {
            assertNotStored(client.id());
        }
        assertThat(lastEvent("CLIENT_REGISTER_ERROR", "import-bad")
                        .path("details")
                        .path("rule")
                        .asText())
                .isEqualTo("exact-redirect-uri,no-implicit-grant");
        assertThat(lastEvent("CLIENT_REGISTER_ERROR", "import-worse")
                        .path("details")
                        .path("rule")
                        .asText())
                .isEqualTo("exact-redirect-uri");
        assertThat(partialImport(bad).errorDescription()).startsWith("Client import-bad: implicitFlowEnabled");
        partialImport(good).expect(200);
        delete("import-good");
    }

    @Test
    void importWhenItHasManyFindingsThenFiftyAreNamedAndTheRestIsCounted() {
        TestClient[] bad = IntStream.range(0, 60)
                .mapToObj(i -> TestClient.confidential("many-" + i).redirectUris("https://app.example.org/*"))
                .toArray(TestClient[]::new);

        Answer refused = partialImport(bad);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorDescription())
                .startsWith("60 clients are refused. Client many-0: ")
                .contains("Client many-49:", "And 10 more.")
                .doesNotContain("many-50");
        assertThat(refused.json().path("findings")).hasSize(50);
        assertThat(refused.json().path("moreFindings").asInt()).isEqualTo(10);
    }

    @Test
    void realmCreationWhenClientsAreBadThenAllAreNamedAndNoRealm(Keycloak keycloak) {
        String name = realm.name() + "-bad";
        ObjectNode json = JSON.createObjectNode().put("realm", name).put("enabled", true);
        json.withArray("clients")
                .add(TestClient.confidential("bad").redirectUris("*").json())
                .add(TestClient.confidential("good").redirectUris(GOOD).json())
                .add(TestClient.confidential("worse").webOrigins("*").json())
                // Keycloak would answer it with a server error.
                .add(TestClient.confidential("broken")
                        .redirectUris("https://app.example.org/#top")
                        .json());

        Answer refused = keycloak.admin().post("", json);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_redirect_uri");
        assertThat(refused.errorDescription())
                .contains("3 clients", "Client bad:", "Client worse: webOrigins", "Client broken: redirectUris");
        assertThat(keycloak.admin().get("/" + name).status()).isEqualTo(404);
        json.putArray("clients")
                .add(TestClient.confidential("good").redirectUris(GOOD).json());
        keycloak.admin().post("", json).expect(201);
        assertThat(keycloak.admin()
                        .post(
                                "/" + name + "/clients",
                                TestClient.confidential("bad").redirectUris("*").json())
                        .errorDescription())
                .as("a client that is written afterwards is no import")
                .startsWith("Client bad: redirectUris");
        keycloak.admin().deleteRealm(name);
    }

    @Test
    void realmWhenExportedByAnOldKeycloakThenItsOwnClientsGetTheirPresentShape(Keycloak keycloak) {
        String name = realm.name() + "-old";
        ObjectNode export = JSON.createObjectNode().put("realm", name).put("enabled", true);
        export.withArray("clients")
                .addObject()
                .put("clientId", "account")
                .put("baseUrl", "/auth/realms/" + name + "/account")
                .put("publicClient", false)
                .put("secret", "**********")
                .withArray("redirectUris")
                .add("/auth/realms/" + name + "/account/*");
        export.withArray("clients")
                .addObject()
                .put("clientId", "security-admin-console")
                .put("baseUrl", "/auth/admin/" + name + "/console/index.html")
                .put("publicClient", true)
                .withArray("redirectUris")
                .add("/auth/admin/" + name + "/console/*");

        Answer unknown = keycloak.admin().post("", export);
        keycloak.admin().post("", export.put("keycloakVersion", "7.0.1")).expect(201);

        assertThat(unknown.status()).as(unknown.body()).isEqualTo(400);
        assertThat(unknown.errorDescription())
                .contains(
                        "Client account:",
                        "Client security-admin-console:",
                        "Keycloak's own client in an older shape",
                        "redirectUris [/realms/" + name + "/account/*]");
        assertThat(keycloak.admin().client(name, "account").path("redirectUris").toString())
                .isEqualTo("[\"/realms/" + name + "/account/*\"]");
        assertThat(keycloak.admin()
                        .get("/" + name + "/caregate/findings")
                        .expect(200)
                        .json()
                        .path("findings"))
                .isEmpty();
        keycloak.admin().deleteRealm(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "account-console", "security-admin-console", "admin-cli", "broker"})
    void keycloaksOwnClientWhenInItsShapeThenEditableAndInAnyOtherThenRefused(String clientId) {
        update(clientId, Map.of("description", "edited")).expect(204);

        Answer reshaped = update(clientId, Map.of("redirectUris", List.of("https://evil.example/*")));

        assertThat(reshaped.status()).as(clientId).isEqualTo(400);
    }

    @Test
    void keycloaksOwnShapeWhenOnAnotherClientThenRefused() {
        assertRefused(
                TestClient.publicApp("look-alike")
                        .set("rootUrl", "${authBaseUrl}")
                        .set("baseUrl", "/realms/" + realm.name() + "/account/")
                        .redirectUris("/realms/" + realm.name() + "/account/*"),
                "invalid_redirect_uri",
                "exact-redirect-uri");
    }

    @Test
    void exemptRealmWhenWildcardThenStored(Keycloak keycloak) {
        var wild = TestClient.confidential("exempt-" + realm.name()).redirectUris("https://app.example.org/*");

        keycloak.admin().post("/master/clients", wild.json()).expect(201);

        keycloak.admin().delete("/master/clients/" + keycloak.admin().clientUuid("master", wild.id()));
    }

    @Test
    void requiredRolesWhenUnreadableThenRefused() {
        assertRefused(
                TestClient.resourceServer("api").attribute("caregate.required-roles", "therapist##"),
                "invalid_client_metadata",
                "required-role");
        assertRefused(
                TestClient.resourceServer("api").attribute("caregate.max-token-lifespan", "forever"),
                "invalid_client_metadata",
                "required-role");
        assertStored(TestClient.resourceServer("api")
                .attribute("caregate.required-roles", "therapist##api:reader")
                .attribute("caregate.max-token-lifespan", "60"));
    }

    private Answer partialImport(TestClient... clients) {
        ObjectNode json = JSON.createObjectNode().put("ifResourceExists", "FAIL");
        Arrays.stream(clients).forEach(client -> json.withArray("clients").add(client.json()));
        return realm.admin().post(realm.adminPath("/partialImport"), json);
    }

    private Answer update(String clientId, Map<String, Object> changes) {
        ObjectNode json = (ObjectNode) stored(clientId);
        changes.forEach((field, value) -> json.set(field, JSON.valueToTree(value)));
        return realm.admin().put(path(clientId), json);
    }

    private void assertRefused(TestClient client, String error, String contained) {
        Answer answer = realm.register(client);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(answer.errorDescription()).contains(contained);
        assertNotStored(client.id());
    }

    private void assertStored(TestClient client) {
        realm.register(client).expect(201);
        delete(client.id());
    }

    private void assertNotStored(String clientId) {
        assertThat(realm.admin()
                        .get(realm.adminPath("/clients?clientId=" + clientId))
                        .json())
                .isEmpty();
    }

    private void delete(String clientId) {
        realm.admin().delete(path(clientId)).expect(204);
    }

    private JsonNode stored(String clientId) {
        return realm.admin().client(realm.name(), clientId);
    }

    private String path(String clientId) {
        return realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), clientId));
    }

    private JsonNode lastEvent(String type, String clientId) {
        JsonNode events = realm.admin()
                .get(realm.adminPath("/events?type=" + type + "&client=" + clientId))
                .expect(200)
                .json();
        assertThat(events).as(type + " of " + clientId).isNotEmpty();
        return events.get(0);
    }
}
