package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.OpenApi;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The portal's own client, in a newly created realm, and the tokens that it gets. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PortalClientIT {
    private PortalRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
    }

    private JsonNode stored() {
        return realm.realm().admin().client(realm.realm().name(), "caregate-portal");
    }

    @Test
    void clientWhenTheRealmIsCreatedThenThereInItsOneShape() {
        JsonNode client = stored();
        String path = "/realms/" + realm.realm().name() + "/caregate/portal/";

        assertThat(client.path("publicClient").asBoolean()).isTrue();
        assertThat(client.path("redirectUris")).extracting(JsonNode::asText).containsExactly(path);
        assertThat(client.path("webOrigins")).isEmpty();
        assertThat(client.path("baseUrl").asText()).isEqualTo(path);
        assertThat(client.path("rootUrl").asText()).isEqualTo("${authBaseUrl}");
        assertThat(client.path("alwaysDisplayInConsole").asBoolean()).isTrue();
        assertThat(client.path("fullScopeAllowed").asBoolean()).isFalse();
        assertThat(client.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(client.at("/attributes/pkce.code.challenge.method").asText()).isEqualTo("S256");
        assertThat(client.path("defaultClientScopes"))
                .extracting(JsonNode::asText)
                .containsExactly("basic");
        assertThat(client.path("optionalClientScopes"))
                .extracting(JsonNode::asText)
                .containsExactly(PortalRealm.API);
    }

    @Test
    void clientWhenEditedIntoAWildcardThenRefused() {
        ObjectNode edited = stored().deepCopy();
        edited.putArray("redirectUris").add("/realms/" + realm.realm().name() + "/caregate/portal/*");

        Answer refused = realm.realm()
                .admin()
                .put(realm.realm().adminPath("/clients/" + edited.path("id").asText()), edited);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/findings/0/field").asText()).isEqualTo("redirectUris");
        assertThat(refused.json().at("/findings/0/code").asText()).isEqualTo("wildcard");
        assertThat(refused.json().at("/findings/0/rule").asText()).isEqualTo("exact-redirect-uri");
    }

    @Test
    void signInWhenPkceOrTheAddressIsMissingThenNoCode() {
        TestClient elsewhere = TestClient.publicApp("caregate-portal")
                .redirectUris(realm.realm().oidc().issuer() + "/caregate/portal/clients");

        var withoutPkce = realm.realm()
                .browser()
                .open(realm.realm()
                        .oidc()
                        .authorization(realm.portal())
                        .withoutPkce()
                        .uri());
        var belowThePortal = realm.realm()
                .browser()
                .open(realm.realm().oidc().authorization(elsewhere).uri());

        assertThat(withoutPkce.uri().toString()).contains("error=invalid_request");
        assertThat(belowThePortal.status()).isEqualTo(400);
    }

    @Test
    void tokenWhenOfThePortalThenForNoApiAndWithoutRoles() {
        JsonNode claims = Oidc.claims(realm.token("therapist").expect(200).accessToken());

        assertThat(claims.path("aud").toString()).doesNotContain(PortalRealm.API);
        assertThat(claims.path("azp").asText()).isEqualTo("caregate-portal");
        assertThat(claims.has("realm_access")).isFalse();
    }

    @Test
    void tokenWhenAskedForTheApiThenATherapistGetsItAndAPatientIsDenied() {
        var browser = realm.realm().browser();
        realm.token(browser, "therapist").expect(200);

        Answer api = realm.token(browser, "therapist", PortalRealm.API);

        assertThat(Oidc.claims(api.expect(200).accessToken()).path("aud").toString())
                .contains(PortalRealm.API);
        assertThat(api.json().path("expires_in").asInt()).isLessThanOrEqualTo(300);
        var patient = realm.realm().browser();
        realm.token(patient, "patient").expect(200);
        var denied = patient.open(realm.realm()
                .oidc()
                .authorization(realm.portal())
                .scope(PortalRealm.API)
                .uri());
        assertThat(denied.uri().toString()).contains("/caregate/portal/").contains("error=access_denied");
    }

    @Test
    void tokenOfTheApiWhenSentToThePortalThenRefused() {
        String token = realm.token("therapist", PortalRealm.API).expect(200).accessToken();

        assertThat(realm.with(token).get("/api/me").expect(403).text("code")).isEqualTo("foreign-token");
        String own = realm.token("therapist").expect(200).accessToken();
        assertThat(realm.with(own).get("/api/me").expect(200).json().path("roles"))
                .extracting(JsonNode::asText)
                .isEqualTo(List.of("therapist"));
    }

    @Test
    void configWhenAskedThenEveryAddressIsOfThisServer() {
        Answer config = realm.anonymous().get("/config.json").expect(200);
        String issuer = realm.realm().oidc().issuer().toString();

        assertThat(config.text("issuer")).isEqualTo(issuer);
        assertThat(config.text("portalUrl")).isEqualTo(issuer + "/caregate/portal/");
        assertThat(config.text("apiUrl")).isEqualTo(issuer + "/caregate/portal/api");
        assertThat(config.text("registration")).isEqualTo("approval");
        assertThat(config.text("apiScope")).isEqualTo(PortalRealm.API);
        assertThat(OpenApi.FILE.problems(OpenApi.FILE.document().at("/components/schemas/Config"), config.json()))
                .isEmpty();
    }

    @Test
    void problemWhenItsTypeIsFollowedThenAPageThatExplainsIt() {
        Answer problem =
                realm.anonymous().get("/api/clients", "Accept-Language", "de").expect(401);
        String type = problem.text("type");

        assertThat(type).isEqualTo(realm.realm().oidc().issuer() + "/caregate/portal/problems#token-missing");
        Answer page =
                realm.anonymous().get("/problems", "Accept-Language", "de").expect(200);
        assertThat(page.body()).contains("<html lang=\"de\">").contains("id=\"token-missing\"");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(realm.anonymous().get("/openapi.yaml").expect(200).body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void realmWhenExemptThenNoPortal() {
        Answer master = new PortalApi(
                        java.net.URI.create(realm.realm()
                                .oidc()
                                .issuer()
                                .toString()
                                .replace(realm.realm().name(), "master")),
                        null)
                .get("/config.json");

        assertThat(master.status()).isEqualTo(404);
        assertThat(realm.realm()
                        .admin()
                        .get("/master/clients?clientId=caregate-portal")
                        .expect(200)
                        .json())
                .isEmpty();
    }
}
