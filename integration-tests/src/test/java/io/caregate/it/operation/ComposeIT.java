package io.caregate.it.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.server.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docker compose up --wait} with only the port set: the pack in production mode on PostgreSQL. */
@DockerImages(
        value = {DockerImages.KEYCLOAK, "postgres:17"},
        compose = true)
final class ComposeIT {
    private static ComposeProject project;
    private static Oidc oidc;
    private static Admin admin;
    private static TestClient siem;
    private static URI patients;

    @BeforeAll
    static void start() throws IOException {
        var ports = FreePorts.pick();
        int port = ports.first();
        int apiPort = ports.second();
        URI server = URI.create("http://localhost:" + port);
        project = new ComposeProject(
                Map.of(
                        "CAREGATE_PORT",
                        Integer.toString(port),
                        "CAREGATE_API_PORT",
                        Integer.toString(apiPort),
                        "CAREGATE_HOSTNAME",
                        server.toString()),
                "demo");
        patients = URI.create("http://localhost:" + apiPort + "/fhir/Patient");
        project.up();
        admin = project.admin(server);
        oidc = new Oidc(URI.create(server + "/realms/healthcare"));
        siem = project.siem(admin);
    }

    @AfterAll
    static void stop() throws IOException {
        if (project != null) {
            project.close();
        }
    }

    @Test
    void clientWhenRedirectUriIsAWildcardThenRefused() {
        Answer answer = admin.post(
                "/healthcare/clients",
                TestClient.confidential("wildcard")
                        .redirectUris("https://app.example.org/*")
                        .json());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
    }

    @Test
    void demoWhenItsProfileIsOnThenTherapistIsServedAndPatientRefused() {
        assertThat(demoToken("demo-therapist-service").status()).isEqualTo(200);
        assertThat(demoToken("demo-patient-service").error()).isEqualTo("access_denied");
    }

    @Test
    void sampleApiWhenTheTokenIsATherapistsThenServed() {
        String token = demoToken("demo-therapist-service").accessToken();
        assertThat(Http.send(Http.request(patients).header("Authorization", "Bearer " + token))
                        .text("resourceType"))
                .isEqualTo("Bundle");
        assertThat(Http.send(Http.request(patients)).header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"health-api\"");
    }

    @Test
    void auditLogWhenContainersAreMadeAnewThenHasItsEntriesAndItsKey() {
        String key = project.exec("keycloak", "cat", "/opt/caregate/secrets/audit-public-key");
        oidc.clientCredentials(TestClient.service("nobody-before")).expect(401);
        JsonNode before = awaitEntry("nobody-before");

        project.down();
        project.up();

        assertThat(awaitEntry("nobody-before")).isEqualTo(before);
        assertThat(project.exec("keycloak", "cat", "/opt/caregate/secrets/audit-public-key"))
                .isEqualTo(key);
        assertThat(checkpoint()).startsWith("caregate-audit\n").contains("— caregate-audit ");
    }

    @Test
    void environmentWhenSecretsAreMadeHereThenHoldsNone() {
        String password = project.exec("keycloak", "cat", "/opt/caregate/secrets/admin-password");
        String database = project.exec("postgres", "cat", "/run/caregate/db-password");

        assertThat(List.of(password, database)).doesNotHaveDuplicates().allMatch(secret -> secret.length() == 48);
        for (String service : List.of("keycloak", "postgres")) {
            assertThat(project.inspect(service)).contains("\"Env\"").doesNotContain(password, database);
        }
    }

    @Test
    void healthChecksWhenTheMachineIsSlowThenGiveEveryServiceThreeMinutesToStart() throws IOException {
        project.configuration().path("services").properties().forEach(service -> {
            JsonNode check = service.getValue().path("healthcheck");
            if (!check.isMissingNode()) {
                assertThat(check.path("start_period").asText())
                        .as(service.getKey())
                        .isEqualTo("3m0s");
            }
        });
    }

    @Test
    void composeFileWhenReadThenPublishesOnLoopbackOnlyAndHardensEveryService() throws IOException {
        JsonNode services = project.configuration().path("services");

        assertThat(services.size()).isGreaterThan(5);
        services.properties().forEach(service -> {
            JsonNode is = service.getValue();
            assertThat(is.path("read_only").asBoolean()).as(service.getKey()).isTrue();
            assertThat(is.path("privileged").asBoolean()).as(service.getKey()).isFalse();
            assertThat(is.path("security_opt").toString()).as(service.getKey()).contains("no-new-privileges:true");
            is.path("ports").forEach(port -> assertThat(port.path("host_ip").asText())
                    .as(service.getKey())
                    .isEqualTo("127.0.0.1"));
        });
    }

    private static Answer demoToken(String client) {
        return oidc.post(
                "token",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        client,
                        "client_secret",
                        client + "-secret",
                        "scope",
                        "health-api"));
    }

    private static JsonNode awaitEntry(String client) {
        return requireNonNull(Awaitility.await()
                .ignoreExceptions()
                .until(
                        () -> oidc.get("/caregate/audit/events?client=" + client, token())
                                .expect(200)
                                .json()
                                .path("events")
                                .path(0),
                        entry -> entry.path("seq").isNumber()));
    }

    private static String checkpoint() {
        return oidc.get("/caregate/audit/checkpoints?limit=1&format=text", token())
                .expect(200)
                .body();
    }

    private static String token() {
        return oidc.clientCredentials(siem).expect(200).accessToken();
    }
}
