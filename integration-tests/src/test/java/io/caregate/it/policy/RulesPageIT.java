package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

/** The page that explains the rules, and the refusals that lead to it. */
@OnSharedServer
final class RulesPageIT {
    private static final TestClient APP = TestClient.publicApp("app").redirectUris("https://app.example.org/callback");
    private static final TestClient WORKER = TestClient.service("worker");

    @Test
    void refusalWhenReadThenItLeadsToThePageThatExplainsItsRule(Keycloak keycloak) {
        TestRealm realm = keycloak.realm()
                .realmRole("therapist")
                .client(APP)
                .client(WORKER)
                .protectedApi("health-api", "therapist")
                .create();
        String page = realm.oidc().issuer() + "/caregate/rules";

        Answer denied = realm.oidc().clientCredentials(WORKER, "health-api").expect(400);
        var redirect = realm.browser()
                .open(realm.oidc().authorization(APP).withoutPkce().uri())
                .redirectParameters();

        assertThat(denied.text("error_uri")).isEqualTo(page + "#required-role");
        assertThat(denied.errorDescription()).endsWith("(required-role)");
        assertThat(redirect).containsEntry("error", "invalid_request").containsEntry("error_uri", page + "#pkce-s256");
        Response english = get(page, "en-GB");
        Response german = get(page, "de");
        Response french = get(page, "fr-BE,nl;q=0.5");
        assertThat(english.statusCode()).isEqualTo(200);
        assertThat(english.asString())
                .contains("<section id=\"required-role\">", "<section id=\"pkce-s256\">", "Rules of this server");
        assertThat(english.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(german.asString()).contains("<html lang=\"de\">", "Regeln dieses Servers");
        assertThat(french.asString()).contains("<html lang=\"fr\">", "Règles de ce serveur");
        assertThat(french.header("Content-Language")).isEqualTo("fr");
    }

    /** An administrator whose realm was refused is sent there, since that realm does not exist. */
    @Test
    void pageWhenInAnExemptRealmThenThereToo(Keycloak keycloak) {
        String page = keycloak.url() + "/realms/master/caregate/rules";

        assertThat(get(page, "*").asString()).contains("Rules of this server");
        assertThat(get(page + "/nothing", "*").statusCode()).isEqualTo(404);
        assertThat(get(keycloak.url() + "/realms/master/caregate-rules", "*").statusCode())
                .as("it has one address")
                .isEqualTo(404);
    }

    private static Response get(String address, String language) {
        return RestAssured.given().header("Accept-Language", language).get(address);
    }
}
