package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The password grant, CORS and the metadata documents. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrontDoorIT {
    private static final TestClient APP = TestClient.confidential("app")
            .redirectUris("https://app.example.org/callback")
            .webOrigins("https://app.example.org");
    private static final TestClient PLUS = TestClient.publicApp("plus")
            .redirectUris("https://plus.example.org/callback")
            .webOrigins("+");
    private static final TestClient SERVICE = TestClient.service("service");

    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .set("eventsEnabled", true)
                .user("pat", "pat-password")
                .client(APP)
                .client(PLUS)
                .service(SERVICE)
                .create();
    }

    @Test
    void noPasswordGrantWhenAskedForThenTheSameAnswerForEveryone() {
        var unknown = TestClient.confidential("unknown-client");
        List<Answer> answers = List.of(
                realm.oidc().password(APP, "pat", "pat-password"),
                realm.oidc().password(APP, "pat", "wrong"),
                realm.oidc().password(APP, "nobody", "wrong"),
                realm.oidc().password(unknown, "pat", "pat-password"),
                realm.oidc().password(TestClient.publicApp("admin-cli"), "pat", "pat-password"),
                realm.oidc().post("token", Map.of("grant_type", "password")),
                realm.oidc().post("token", Map.of("grant_type", "pass\u0000word", "client_id", "app")));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error()).isEqualTo("unsupported_grant_type");
            assertThat(answer.body()).isEqualTo(answers.get(0).body());
        });
        JsonNode event = realm.admin()
                .get(realm.adminPath("/events?type=LOGIN_ERROR&client=unknown-client"))
                .json()
                .path(0);
        assertThat(event.path("error").asText()).isEqualTo("unsupported_grant_type");
        assertThat(event.path("details").path("rule").asText()).isEqualTo("no-password-grant");
    }

    @Test
    void passwordGrantWhenRealmIsExemptThenServed(Keycloak keycloak) {
        Answer answer = keycloak.oidc("master").password(TestClient.publicApp("admin-cli"), "nobody", "wrong");

        assertThat(answer.error()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.example.org.evil.example",
                "http://app.example.org",
                "https://app.example.org:8443",
                "null"
            })
    void exactWebOriginWhenForeignThenNothingIsAnswered(String origin) {
        Response refused = token(APP, origin);

        assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        assertThat(refused.statusCode()).isNotEqualTo(200);
    }

    @Test
    void exactWebOriginWhenRegisteredThenAnswered() {
        assertThat(token(APP, "https://app.example.org").header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example.org");
        assertThat(token(PLUS, "https://plus.example.org").header("Access-Control-Allow-Origin"))
                .isEqualTo("https://plus.example.org");
        assertThat(token(SERVICE, "https://app.example.org").header("Access-Control-Allow-Origin"))
                .isNull();
    }

    @Test
    void sessionIframeWhenOriginIsRegisteredThenToldAndElseForbidden(Keycloak keycloak) {
        assertThat(iframe(keycloak, "https://app.example.org")).isEqualTo(204);
        assertThat(iframe(keycloak, "https://evil.example")).isEqualTo(403);
        assertThat(keycloak.given()
                        .get("/realms/" + realm.name() + "/protocol/openid-connect/login-status-iframe.html")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void metadataWhenReadThenNamesNothingThatIsRefused() {
        for (Answer document :
                List.of(realm.oidc().openIdConfiguration(), realm.oidc().oauthAuthorizationServer())) {
            JsonNode json = document.expect(200).json();
            assertThat(strings(json, "grant_types_supported"))
                    .contains("authorization_code", "refresh_token", "client_credentials")
                    .doesNotContain("password", "implicit");
            assertThat(strings(json, "response_types_supported")).containsExactlyInAnyOrder("code", "none");
            assertThat(strings(json, "code_challenge_methods_supported")).containsExactly("S256");
        }
    }

    @Test
    void metadataWhenRealmIsExemptThenAsKeycloakHasIt(Keycloak keycloak) {
        JsonNode json =
                keycloak.oidc("master").openIdConfiguration().expect(200).json();

        assertThat(strings(json, "grant_types_supported")).contains("password");
    }

    private int iframe(Keycloak keycloak, String origin) {
        return keycloak.given()
                .queryParam("client_id", "app")
                .queryParam("origin", origin)
                .get("/realms/" + realm.name() + "/protocol/openid-connect/login-status-iframe.html/init")
                .statusCode();
    }

    private Response token(TestClient client, String origin) {
        var request = RestAssured.given()
                .header(new Header("Origin", origin))
                .formParam("grant_type", "authorization_code")
                .formParam("code", "none")
                .formParam("client_id", client.id());
        if (client.secret() != null) {
            request.formParam("client_secret", client.secret());
        }
        return request.post(realm.oidc().endpoint("token"));
    }

    private static List<String> strings(JsonNode json, String field) {
        return StreamSupport.stream(json.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
