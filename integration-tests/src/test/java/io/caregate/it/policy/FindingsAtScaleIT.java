package io.caregate.it.policy;

import static io.caregate.it.fixture.Needs.Tool.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.AuditDatabase;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.Postgres;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A realm of 10,000 clients that break the rules on clients, on a server with a small heap. Keycloak makes only the
 * first one, which is copied in its database: 10,000 imports take minutes. The time is printed.
 */
@Needs(POSTGRES)
final class FindingsAtScaleIT {
    private static final int CLIENTS = 10_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TestClient TEMPLATE = TestClient.confidential("client")
            .set("implicitFlowEnabled", true)
            .set("directAccessGrantsEnabled", true)
            .redirectUris("https://app.example.org/*", "https://app.example.org/cb")
            .webOrigins("*")
            .audienceMapper("health-api");

    @Test
    void reportWhenTheRealmHas10000ClientsThenSentWhileItIsMadeAndInASmallHeap() throws Exception {
        try (Postgres postgres = Postgres.withKeycloak();
                KeycloakServer server = postgres.server()
                        .option("--spi-client-policy-manager--caregate--mode=report")
                        .jvmOption("-Xmx320m")
                        .start()) {
            TestRealm realm = new Keycloak(server)
                    .realm()
                    .realmRole("therapist")
                    .protectedApi("health-api", "therapist")
                    .client(TEMPLATE)
                    .create();
            new ClientCopies(new AuditDatabase(postgres)).copy(TEMPLATE.id(), CLIENTS - 1);
            realm.admin().post(realm.adminPath("/clear-realm-cache"), "{}").expect(204);

            JsonNode json = JSON.readTree(read(server, realm, "json"));
            assertThat(json.path("findings")).hasSize(5 * CLIENTS + 1);
            assertThat(json.path("summary").path("exact-redirect-uri").asInt()).isEqualTo(CLIENTS);
            read(server, realm, "html");
        }
    }

    private static byte[] read(KeycloakServer server, TestRealm realm, String format) throws Exception {
        URI address = URI.create(
                server.url() + "/admin/realms" + realm.adminPath("/caregate/findings") + "?format=" + format);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + realm.admin().token())
                .build();
        String before = heap(server);
        long started = System.nanoTime();
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        long first;
        try (InputStream body = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            report.write(body.read());
            first = millisSince(started);
            body.transferTo(report);
        }
        long all = millisSince(started);
        System.out.printf(
                "%s report of %d clients: first byte %d ms, last byte %d ms, %d KiB; heap MiB before %s, after %s%n",
                format, CLIENTS, first, all, report.size() / 1024, before, heap(server));
        assertThat(first).as("it leaves while it is made").isLessThan(all / 2);
        return report.toByteArray();
    }

    private static long millisSince(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private static String heap(KeycloakServer server) {
        double bytes = new Keycloak(server).metric("jvm_memory_used_bytes{area=\"heap\"");
        return String.format("%.0f", bytes / 1024 / 1024);
    }
}
