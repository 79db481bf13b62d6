package io.caregate.it.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The state of the log as administrators see it, who need no role of the realm. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AdminStatusIT {
    private static final String PATH = "/caregate/audit/status";
    private static final TestClient VIEWER = TestClient.service("event-viewer");
    private static final TestClient OUTSIDER = TestClient.service("client-viewer");

    private Keycloak keycloak;
    private TestRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        this.keycloak = keycloak;
        realm = keycloak.realm()
                .realmRole(AuditLog.ROLE)
                .client(VIEWER)
                .client(OUTSIDER)
                .service(AuditLog.READER, AuditLog.ROLE)
                .create();
        allow(VIEWER, "view-events");
        allow(OUTSIDER, "view-clients");
    }

    @Test
    void statusWhenAnAdministratorOfMasterAsksThenItIsTheAuditors() {
        String auditor = realm.oidc().clientCredentials(AuditLog.READER).accessToken();

        Answer shown = realm.admin().get(realm.adminPath(PATH)).expect(200);

        JsonNode expected = realm.oidc().get(PATH, auditor).expect(200).json();
        assertThat(names(shown.json())).isEqualTo(names(expected));
        assertThat(shown.json().path("node")).isEqualTo(expected.path("node"));
        assertThat(shown.json().path("sinks").size())
                .isEqualTo(expected.path("sinks").size());
        assertThat(shown.header("Content-Type")).startsWith("application/json");
        assertThat(shown.header("Cache-Control")).isEqualTo("no-store");
    }

    /** Its log is kept although the rules do not apply there. */
    @Test
    void statusWhenOfTheExemptRealmThenShown() {
        assertThat(keycloak.admin().get("/master" + PATH).expect(200).json().path("jobs"))
                .isNotEmpty();
    }

    @Test
    void statusWhenAskedForThenOnlyByThoseWhoMayViewTheRealmsEvents() {
        TestRealm other = keycloak.realm().create();

        as(VIEWER).get(realm.adminPath(PATH)).expect(200);
        as(OUTSIDER).get(realm.adminPath(PATH)).expect(403);
        as(AuditLog.READER).get(realm.adminPath(PATH)).expect(403);
        as(VIEWER).get(other.adminPath(PATH)).expect(403);
        assertThat(keycloak.given().get("/admin/realms" + realm.adminPath(PATH)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void statusWhenAParameterIsUnknownThenMalformed() {
        Answer answer = realm.admin().get(realm.adminPath(PATH + "?verbose=true"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("verbose");
    }

    @Test
    void logWhenAnAdministratorAsksForMoreThanItsStatusThenNotFound() {
        realm.admin().get(realm.adminPath("/caregate/audit/events")).expect(404);
        realm.admin().get(realm.adminPath("/caregate/unknown/status")).expect(404);
        realm.admin().get(realm.adminPath("/caregate-audit/status")).expect(404);
    }

    private Admin as(TestClient client) {
        return new Admin(keycloak.url(), () -> realm.oidc().clientCredentials(client));
    }

    private void allow(TestClient client, String role) {
        Admin admin = realm.admin();
        admin.grantClientRole(
                realm.name(), admin.serviceAccountId(realm.name(), client.id()), "realm-management", role);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
