package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A developer reads the errors of their own clients: what helps, nothing about users, and nothing of other clients. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientErrorsIT {
    private PortalRealm realm;
    private PortalApi dev;
    private String client;
    private TestClient app;

    @BeforeAll
    void createClient(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
        dev = realm.as("dev");
        Map<String, Object> spec = PortalRealm.spec("web", "Mine");
        String request = dev.post("/api/clients", spec).expect(202).text("id");
        Answer accepted = realm.as("approver")
                .post("/api/approvals/" + request + "/accept", null)
                .expect(200);
        client = accepted.text("client");
        app = TestClient.registered(accepted.text("clientId"), "wrong-secret")
                .redirectUris("https://web.example/callback");
    }

    private JsonNode errors(PortalApi by) {
        return by.get("/api/clients/" + client + "/errors").expect(200).json().path("errors");
    }

    @Test
    void errorsWhenTheRequestOrTheClientIsWrongThenShownWithWhatHelps() {
        var elsewhere = TestClient.registered(app.id(), "x").redirectUris("https://web.example/other?user=pat#x");
        realm.realm()
                .browser()
                .open(realm.realm().oidc().authorization(elsewhere).uri());
        realm.realm().oidc().clientCredentials(app).expect(401);
        realm.realm()
                .browser()
                .open(realm.realm().oidc().authorization(app).uri())
                .login("therapist", "wrong");

        JsonNode errors = errors(dev);

        assertThat(errors)
                .extracting(error ->
                        error.path("type").asText() + " " + error.path("error").asText())
                .contains("LOGIN_ERROR invalid_redirect_uri", "CLIENT_LOGIN_ERROR invalid_client_credentials")
                .doesNotContain("LOGIN_ERROR invalid_user_credentials");
        assertThat(errors)
                .filteredOn(error -> error.path("error").asText().equals("invalid_redirect_uri"))
                .first()
                .satisfies(
                        error -> assertThat(error.path("redirectUri").asText()).isEqualTo("https://web.example/other"));
        assertThat(errors.toString()).doesNotContain("therapist", "127.0.0.1", "user=pat");
    }

    @Test
    void errorsWhenReadThenTheLogSaysByWhom() {
        errors(dev);

        String auditor = realm.token("auditor").expect(200).accessToken();
        Answer reads = realm.realm().oidc().get("/caregate/audit/events?type=CAREGATE_AUDIT_READ&user=dev", auditor);

        assertThat(reads.expect(200).json().path("events"))
                .anySatisfy(entry ->
                        assertThat(entry.at("/details/query.client").asText()).isEqualTo(app.id()));
    }

    @Test
    void errorsWhenTheClientIsAnotherDevelopersThenNotFoundAndNothingIsRead() {
        assertThat(realm.as("other")
                        .get("/api/clients/" + client + "/errors")
                        .expect(404)
                        .text("code"))
                .isEqualTo("not-found");
        assertThat(realm.as("approver")
                        .get("/api/clients/" + client + "/errors")
                        .status())
                .isEqualTo(403);
    }
}
