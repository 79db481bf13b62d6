package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Chromium;
import io.caregate.it.driver.Http;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Needs;
import io.caregate.server.FreePorts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;

/** The profile {@code cluster}: two nodes behind the proxy with TLS, and the service after one of them dies. */
@Needs(CHROMIUM)
@DockerImages(
        value = {DockerImages.KEYCLOAK, "postgres:17", "haproxy:3.0"},
        compose = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ComposeClusterIT {
    private static final int FAILURES = 60;
    private static final String PASSWORD = UUID.randomUUID().toString();

    private static ComposeProject project;
    private static URI realm;
    private static TestClient siem;
    private static HttpClient browser;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        var ports = FreePorts.pick();
        int port = ports.first();
        int tlsPort = ports.second();
        URI server = URI.create("https://localhost:" + tlsPort);
        project = new ComposeProject(
                Map.of(
                        "CAREGATE_PORT", Integer.toString(port),
                        "CAREGATE_TLS_PORT", Integer.toString(tlsPort),
                        "CAREGATE_HOSTNAME", server.toString(),
                        "CAREGATE_PROXY_HEADERS", "xforwarded"),
                "cluster");
        project.up();
        browser = trusting(project.exec("proxy", "openssl", "x509", "-in", "/run/caregate/proxy.pem"));
        realm = URI.create(server + "/realms/healthcare");
        Admin admin = project.admin(URI.create("http://localhost:" + port));
        siem = project.siem(admin);
        admin.post(
                        "/healthcare/users",
                        Map.of(
                                "username", "dev",
                                "email", "dev@example.org",
                                "firstName", "Devi",
                                "lastName", "Loper",
                                "enabled", true,
                                "credentials", List.of(Map.of("type", "password", "value", PASSWORD))))
                .expect(201);
        admin.grant("healthcare", admin.userId("healthcare", "dev"), "developer");
    }

    @AfterAll
    static void stop() throws IOException {
        if (project != null) {
            project.close();
        }
    }

    @Test
    @Order(1)
    void portalWhenBehindAProxyWithTlsThenADeveloperSignsInAndNothingIsAmiss() {
        try (var chromium = Chromium.start()) {
            chromium.open(realm + "/caregate/portal/");
            chromium.login("dev", PASSWORD);
            assertThat(chromium.waitFor(By.id("new-client")).isDisplayed()).isTrue();
            assertThat(chromium.url()).startsWith(realm + "/caregate/portal/");
            assertThat(chromium.errors()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void failedLoginsWhenANodeIsKilledAmongThemThenTheAnsweredOnesAreInTheLogOnce() throws Exception {
        Set<String> answered = new TreeSet<>();
        for (int i = 0; i < FAILURES; i++) {
            if (i == FAILURES / 2) {
                project.kill("keycloak");
            }
            String client = "nobody-%02d".formatted(i);
            if (wasAnswered(client)) {
                answered.add(client);
            }
        }

        // Requests that met the dying node may have got an error from the proxy, or no answer at all, and no more than
        // those.
        assertThat(answered).hasSizeGreaterThan(FAILURES - 10);
        String token = token();
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            for (String client : answered) {
                assertThat(entries(client, token)).as(client).isEqualTo(1);
            }
        });
    }

    /** HAProxy closes the connection when a node dies on a request that may not be sent twice. */
    private static boolean wasAnswered(String client) throws InterruptedException {
        try {
            return post(Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", "wrong"))
                            .statusCode()
                    == 401;
        } catch (IOException e) {
            return false;
        }
    }

    private static String token() throws IOException, InterruptedException {
        var answer = post(
                Map.of("grant_type", "client_credentials", "client_id", siem.id(), "client_secret", siem.secret()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Http.JSON.readTree(answer.body()).path("access_token").asText();
    }

    private static HttpResponse<String> post(Map<String, String> form) throws IOException, InterruptedException {
        return browser.send(
                Http.formPost(URI.create(realm + "/protocol/openid-connect/token"), form)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static int entries(String client, String token) throws IOException, InterruptedException {
        var answer = browser.send(
                HttpRequest.newBuilder(URI.create(realm + "/caregate/audit/events?client=" + client))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Http.JSON.readTree(answer.body()).path("events").size();
    }

    private static HttpClient trusting(String certificate) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry(
                "proxy",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }
}
