package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.ServerStartException;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The basis of all other tests: the server starts, serves, says why it does not, and ends. */
@OnSharedServer
final class ServerIT {
    private static final TestClient APP =
            TestClient.confidential("app").redirectUris("https://app.example.org/callback");

    @Test
    void serverWhenStartedThenAdminApiAnswers(Keycloak keycloak) {
        var realms = keycloak.admin().get("").expect(200).json();

        assertThat(realms.findValuesAsText("realm")).contains("master");
        assertThat(keycloak.server().log()).contains("started in").doesNotContain("augmentation completed");
    }

    @Test
    void codeFlowWhenPasswordIsRightThenTokenAndSso(Keycloak keycloak) {
        var realm = keycloak.realm()
                .realmRole("therapist")
                .user("tina", "tina-password", "therapist")
                .client(APP)
                .create();
        var browser = realm.browser();

        var tokens = realm.signIn(browser, APP, "tina", "tina-password").expect(200);

        var claims = Oidc.claims(tokens.accessToken());
        assertThat(claims.path("preferred_username").asText()).isEqualTo("tina");
        assertThat(StreamSupport.stream(
                        claims.path("realm_access").path("roles").spliterator(), false))
                .anyMatch(role -> role.asText().equals("therapist"));

        var silent = browser.open(realm.oidc().authorization(APP).prompt("none").uri());
        assertThat(silent.code()).isNotEmpty();
    }

    @Test
    void codeFlowWhenPasswordIsWrongThenLoginPageAgain(Keycloak keycloak) {
        var realm = keycloak.realm().user("tina", "tina-password").client(APP).create();
        var page = realm.browser().open(realm.oidc().authorization(APP).uri()).login("tina", "not-tinas-password");

        assertThat(page.hasRedirect()).isFalse();
        assertThat(page.body()).contains("Invalid username or password");
    }

    @Test
    void serviceWhenScopeAskedForThenAudience(Keycloak keycloak) {
        var service = TestClient.service("backend");
        var realm = keycloak.realm()
                .realmRole("therapist")
                .protectedApi("health-api", "therapist")
                .service(service, "therapist")
                .create();
        var tokens = realm.oidc().clientCredentials(service, "health-api").expect(200);

        assertThat(Oidc.claims(tokens.accessToken()).path("aud").toString()).contains("health-api");
        var introspected = realm.oidc().introspect(TestClient.resourceServer("health-api"), tokens.accessToken());
        assertThat(introspected.json().path("active").asBoolean()).isTrue();
    }

    @Test
    void serverWhenStoppedOrKilledThenNoProcessIsLeftAndDataStay(@TempDir Path data) {
        var builder = SharedServer.builder().data(data);
        long first;
        try (var server = builder.start()) {
            first = server.pid();
            assertThat(ProcessHandle.of(first))
                    .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
            new Keycloak(server).realm().name("stays").create();
            server.stop();
            assertThat(ProcessHandle.of(first)).isEmpty();
        }
        try (var server = builder.start()) {
            var keycloak = new Keycloak(server);
            keycloak.admin().get("/stays").expect(200);
            long second = server.pid();
            server.kill9();
            assertThat(ProcessHandle.of(second)).isEmpty();
            assertThat(server.isRunning()).isFalse();
        }
    }

    @Test
    void startWhenOptionIsBadThenExceptionWithItsName() {
        var builder = SharedServer.builder().option("--http-max-queued-requests=many");

        assertThatThrownBy(builder::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("--http-max-queued-requests");
    }
}
