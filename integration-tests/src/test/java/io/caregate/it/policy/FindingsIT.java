package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Kcadm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The findings report on a server that enforces every rule. */
@OnSharedServer
final class FindingsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "<script>alert(1)</script>\u202e";

    private static final TestClient VIEWER = TestClient.service("viewer");
    private static final TestClient OUTSIDER = TestClient.service("outsider");

    private static TestRealm.Builder withFindings(Keycloak keycloak) {
        return keycloak.realm()
                .realmRole("therapist")
                .set("accessTokenLifespan", 900)
                .protectedApi("health-api", "therapist")
                .client(TestClient.resourceServer("ghost-api").attribute("caregate.required-roles", "ghost"))
                .client(TestClient.confidential("always")
                        .redirectUris("https://app.example.org/cb")
                        .audienceMapper("health-api"))
                .client(TestClient.publicApp("plain")
                        .redirectUris("https://app.example.org/cb")
                        .set("enabled", false)
                        .attribute("pkce.code.challenge.method", "plain"))
                .client(TestClient.publicApp("long")
                        .redirectUris("https://app.example.org/cb")
                        .attribute("access.token.lifespan", "3600"))
                .client(TestClient.publicApp("forger")
                        .redirectUris("https://app.example.org/cb")
                        .mapper(Map.of(
                                "name", "forged role",
                                "protocol", "openid-connect",
                                "protocolMapper", "oidc-hardcoded-role-mapper",
                                "config", Map.of("role", "therapist")))
                        .mapper(Map.of(
                                "name",
                                HOSTILE,
                                "protocol",
                                "openid-connect",
                                "protocolMapper",
                                "oidc-usermodel-realm-role-mapper",
                                "config",
                                Map.of("claim.name", "exp", "access.token.claim", "true"))));
    }

    private static Answer findings(TestRealm realm) {
        return realm.admin().get(realm.adminPath("/caregate/findings")).expect(200);
    }

    private static List<String> lines(JsonNode findings) {
        return StreamSupport.stream(findings.spliterator(), false)
                .map(found -> found.path("client").asText() + " "
                        + found.path("effect").asText() + " "
                        + found.path("rule").asText() + " "
                        + found.path("field").asText() + " "
                        + found.path("value").asText())
                .toList();
    }

    @Test
    void reportWhenRealmIsInKeycloaksShapeThenEmpty(Keycloak keycloak) {
        var realm = keycloak.realm().create();
        JsonNode report = findings(realm).json();

        assertThat(report.path("findings")).isEmpty();
        assertThat(report.path("realm").asText()).isEqualTo(realm.name());
        assertThat(report.path("mode").asText()).isEqualTo("enforce");
        assertThat(report.path("governed").asBoolean()).isTrue();
        assertThat(report.path("summary").path("exact-redirect-uri").asInt(-1)).isZero();
        JsonNode master =
                keycloak.admin().get("/master/caregate/findings").expect(200).json();
        assertThat(master.path("governed").asBoolean(true)).isFalse();
        assertThat(master.path("findings")).isEmpty();
    }

    @Test
    void reportWhenRealmHasFindingsThenEachIsNamedWithItsEffectInAStableOrder(Keycloak keycloak) {
        var realm = withFindings(keycloak).create();
        JsonNode report = findings(realm).json();

        assertThat(lines(report.path("findings")))
                .containsExactly(
                        "null changed required-role accessTokenLifespan 900",
                        "null changed required-role clientScopes.health-api.protocolMappers.audience health-api"
                                + " health-api",
                        "always refused required-role protocolMappers.audience health-api health-api",
                        "forger changed required-role protocolMappers.forged role therapist",
                        "forger changed token-subject protocolMappers." + HOSTILE + " exp",
                        "ghost-api refused required-role attributes.caregate.required-roles ghost",
                        "long changed required-role attributes.access.token.lifespan 3600",
                        "plain refused pkce-s256 attributes.pkce.code.challenge.method plain");
        JsonNode plain = report.path("findings").get(7);
        assertThat(plain.path("enabled").asBoolean(true)).isFalse();
        assertThat(plain.path("enforced").asBoolean()).isTrue();
        assertThat(plain.path("clientUuid").asText()).isEqualTo(realm.admin().clientUuid(realm.name(), "plain"));
        assertThat(plain.path("docs").asText()).isEqualTo(realm.oidc().issuer() + "/caregate/rules#pkce-s256");
        assertThat(plain.path("advice").asText()).isNotEmpty();
        assertThat(plain.path("lastSeen").isNull()).isTrue();
        assertThat(report.path("summary").path("required-role").asInt()).isEqualTo(6);
        assertThat(report.path("summary").path("token-subject").asInt()).isEqualTo(1);
    }

    @Test
    void reportWhenAskedForThenOnlyByWhoMayViewClientsOfTheRealm(Keycloak keycloak) {
        var realm = keycloak.realm().client(VIEWER).client(OUTSIDER).create();
        var other = keycloak.realm().client(VIEWER).create();
        grantViewClients(realm);
        grantViewClients(other);
        String viewer = realm.oidc().clientCredentials(VIEWER).accessToken();
        String outsider = realm.oidc().clientCredentials(OUTSIDER).accessToken();
        String foreigner = other.oidc().clientCredentials(VIEWER).accessToken();

        assertThat(ask(keycloak, realm, viewer).statusCode()).isEqualTo(200);
        assertThat(ask(keycloak, realm, outsider).statusCode()).isEqualTo(403);
        assertThat(ask(keycloak, realm, foreigner).statusCode()).isEqualTo(403);
        assertThat(keycloak.given().get(path(realm)).statusCode()).isEqualTo(401);
        assertThat(diff(keycloak, realm, outsider, "{}").statusCode()).isEqualTo(403);
        assertThat(diff(keycloak, realm, foreigner, "{}").statusCode()).isEqualTo(403);
        assertThat(keycloak.given()
                        .contentType("application/json")
                        .body("{}")
                        .post(path(realm) + "/diff")
                        .statusCode())
                .isEqualTo(401);
    }

    private static void grantViewClients(TestRealm realm) {
        Admin admin = realm.admin();
        String management = admin.clientUuid(realm.name(), "realm-management");
        JsonNode role = admin.get(realm.adminPath("/clients/" + management + "/roles/view-clients"))
                .expect(200)
                .json();
        admin.post(
                        realm.adminPath("/users/" + admin.serviceAccountId(realm.name(), VIEWER.id())
                                + "/role-mappings/clients/" + management),
                        List.of(role))
                .expect(204);
    }

    private static String path(TestRealm realm) {
        return "/admin/realms/" + realm.name() + "/caregate/findings";
    }

    private static Response ask(Keycloak keycloak, TestRealm realm, String token) {
        return keycloak.given().auth().oauth2(token).get(path(realm));
    }

    private static Response diff(Keycloak keycloak, TestRealm realm, String token, String body) {
        return keycloak.given()
                .auth()
                .oauth2(token)
                .contentType("application/json")
                .body(body)
                .post(path(realm) + "/diff");
    }

    @Test
    void reportWhenAnsweredThenNotStoredAndOfNoOtherOrigin(Keycloak keycloak) {
        var realm = keycloak.realm().create();
        Response own = ask(keycloak, realm, realm.admin().token());
        Response foreign = keycloak.given()
                .auth()
                .oauth2(realm.admin().token())
                .header("Origin", "https://attacker.example")
                .get(path(realm));

        assertThat(own.header("Cache-Control")).isEqualTo("no-store");
        assertThat(own.header("Content-Type")).startsWith("application/json");
        assertThat(own.header("Access-Control-Allow-Origin")).isNull();
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isNull();
    }

    @Test
    void pageWhenAskedForThenSelfContainedAndEscaped(Keycloak keycloak) {
        var realm = withFindings(keycloak).create();
        Response page = keycloak.given()
                .auth()
                .oauth2(realm.admin().token())
                .header("Accept", "text/html,*/*;q=0.8")
                .get(path(realm));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html").containsIgnoringCase("utf-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Content-Security-Policy"))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("unsafe");
        assertThat(page.asString())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;U+202E&gt;", "disabled", "</html>")
                .doesNotContain("<script", "src=", "href=");
        Response dutch = keycloak.given()
                .auth()
                .oauth2(realm.admin().token())
                .header("Accept", "text/html")
                .header("Accept-Language", "nl-BE")
                .get(path(realm));
        assertThat(dutch.header("Content-Language")).isEqualTo("nl");
        assertThat(dutch.asString()).contains("<html lang=\"nl\">", "De regels worden hier uitgelegd");
        assertThat(keycloak.given()
                        .auth()
                        .oauth2(realm.admin().token())
                        .queryParam("format", "html")
                        .get(path(realm))
                        .asString())
                .startsWith("<!doctype html>");
        assertThat(keycloak.given()
                        .auth()
                        .oauth2(realm.admin().token())
                        .queryParam("format", "pdf")
                        .get(path(realm))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void diffWhenSomethingChangedThenNamed(Keycloak keycloak) throws IOException {
        var realm = withFindings(keycloak).create();
        String before = findings(realm).body();
        realm.admin()
                .delete(realm.adminPath("/clients/" + realm.admin().clientUuid(realm.name(), "always")))
                .expect(204);
        realm.register(TestClient.publicApp("newcomer")
                        .redirectUris("https://app.example.org/cb")
                        .attribute("pkce.code.challenge.method", "plain"))
                .expect(201);

        Response toNow = diff(keycloak, realm, realm.admin().token(), before);
        String both = "{\"before\":" + before + ",\"after\":" + findings(realm).body() + "}";
        Response ofTwo = diff(keycloak, realm, realm.admin().token(), both);

        assertThat(toNow.header("Cache-Control")).isEqualTo("no-store");
        for (Response answer : List.of(toNow, ofTwo)) {
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode diff = JSON.readTree(answer.asString());
            assertThat(diff.path("appeared").findValuesAsText("client")).containsExactly("newcomer");
            assertThat(diff.path("gone").findValuesAsText("client")).containsExactly("always");
            assertThat(diff.path("unchanged").asInt()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"findings\":1}",
                "{\"realm\":\"another\",\"findings\":[]}",
                "{\"before\":{\"findings\":[]}}",
                "{\"findings\":[{}]}"
            })
    void diffWhenTheBodyIsNoReportThenSaid(String body, Keycloak keycloak) {
        Response answer = diff(
                keycloak, keycloak.existingRealm("master"), keycloak.admin().token(), body);

        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
        assertThat(answer.jsonPath().getString("error_description")).isNotEmpty();
    }

    @Test
    void kcadmWhenUsedAsDocumentedThenReportPageAndDiff(Keycloak keycloak, @TempDir Path folder)
            throws IOException, InterruptedException {
        var realm = withFindings(keycloak).create();
        Kcadm kcadm = Kcadm.login(keycloak, folder);

        String report = kcadm.run("get", "caregate/findings", "-r", realm.name());
        assertThat(JSON.readTree(report).path("findings")).hasSize(8);

        Path kept = Files.writeString(folder.resolve("before.json"), report);
        String diff = kcadm.run("create", "caregate/findings/diff", "-r", realm.name(), "-f", kept.toString(), "-o");
        assertThat(JSON.readTree(diff).path("unchanged").asInt()).isEqualTo(8);

        String page = kcadm.run("get", "caregate/findings", "-r", realm.name(), "-q", "format=html");
        assertThat(page).startsWith("<!doctype html>").endsWith("</html>\n");
    }
}
