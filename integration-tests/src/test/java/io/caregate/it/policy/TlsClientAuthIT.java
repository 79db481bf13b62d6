package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.KeyFile;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.FreePorts;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The method {@code tls_client_auth} (RFC 8705 section 2.1), which discovery advertises in addition to those in
 * {@code DiscoveryIT}: over TLS that asks for a certificate, at each endpoint that accepts it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsClientAuthIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "records";
    private static final Map<String, String> CLIENT_CREDENTIALS = Map.of("grant_type", "client_credentials");

    private KeycloakServer server;
    private TestRealm realm;
    private String endpoints;
    private KeyFile device;
    private HttpClient withoutCertificate;
    private HttpClient withOwn;
    private HttpClient withAnothers;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        KeyFile own = KeyFile.make(folder, "server", "ip:127.0.0.1");
        device = KeyFile.make(folder, "device", "dns:device.example");
        KeyFile other = KeyFile.make(folder, "other", "dns:other.example");
        int port = FreePorts.pick().first();
        server = SharedServer.withOptionalParts()
                .option("--https-port=" + port)
                .option("--https-key-store-file=" + own.store())
                .option("--https-key-store-password=" + KeyFile.PASSWORD)
                .option("--https-trust-store-file=" + KeyFile.trustStore(folder.resolve("clients.p12"), device, other))
                .option("--https-trust-store-password=" + KeyFile.PASSWORD)
                .option("--http-management-scheme=http")
                .start();
        realm = new Keycloak(server)
                .realm()
                .client(TestClient.resourceServer(API).attribute("caregate.required-roles", "therapist"))
                .client(certified("device")
                        .attribute("tls.client.certificate.bound.access.tokens", "true")
                        .audienceMapper("device"))
                .client(certified("intruder").audienceMapper(API))
                .realmRole("auditor")
                .service(
                        certified("auditing").attribute("tls.client.certificate.bound.access.tokens", "true"),
                        "auditor")
                .create();
        endpoints = "https://127.0.0.1:" + port + "/realms/" + realm.name() + "/protocol/openid-connect/";
        Path trusted = KeyFile.trustStore(folder.resolve("server-trust.p12"), own);
        withOwn = client(device.tlsTrusting(trusted));
        withAnothers = client(other.tlsTrusting(trusted));
        withoutCertificate = client(KeyFile.tlsWithoutKey(trusted));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void tokenWhenAskedWithTheClientsCertificateThenItIsBoundToIt() throws Exception {
        JsonNode answer = post(withOwn, "token", "device", CLIENT_CREDENTIALS, 200);

        String thumbprint = Oidc.claims(answer.path("access_token").asText())
                .path("cnf")
                .path("x5t#S256")
                .asText();
        assertThat(thumbprint).isEqualTo(thumbprintOf(device));
    }

    @Test
    void tokenWhenAskedWithAnotherCertificateOrNoneThenInvalidClient() throws Exception {
        for (HttpClient stranger : new HttpClient[] {withAnothers, withoutCertificate}) {
            JsonNode refused = post(stranger, "token", "device", CLIENT_CREDENTIALS, 401);

            assertThat(refused.path("error").asText())
                    .as(refused.toString())
                    .isIn("invalid_client", "unauthorized_client");
        }
    }

    @Test
    void tokenWhenForAProtectedApiAndWithoutTheRoleThenAccessDenied() throws Exception {
        assertThat(post(withOwn, "token", "intruder", CLIENT_CREDENTIALS, 400)
                        .path("error")
                        .asText())
                .isEqualTo("access_denied");
    }

    @Test
    void introspectionAndRevocationWhenAskedWithTheClientsCertificateThenAnswered() throws Exception {
        var token = Map.of(
                "token",
                post(withOwn, "token", "device", CLIENT_CREDENTIALS, 200)
                        .path("access_token")
                        .asText());

        assertThat(active(post(withOwn, "token/introspect", "device", token, 200)))
                .isTrue();
        assertThat(active(post(withAnothers, "token/introspect", "device", token, 401)))
                .isFalse();
        post(withAnothers, "revoke", "device", token, 401);
        assertThat(active(post(withOwn, "token/introspect", "device", token, 200)))
                .isTrue();
        post(withOwn, "revoke", "device", token, 200);
        assertThat(active(post(withOwn, "token/introspect", "device", token, 200)))
                .isFalse();
    }

    @Test
    void auditLogWhenAskedWithABoundTokenThenServedToItsHolderOnly() throws Exception {
        String token = post(withOwn, "token", "auditing", CLIENT_CREDENTIALS, 200)
                .path("access_token")
                .asText();

        assertThat(auditLog(withOwn, token)).isEqualTo(200);
        assertThat(auditLog(withAnothers, token)).isEqualTo(403);
        assertThat(auditLog(withoutCertificate, token)).isEqualTo(403);
    }

    private int auditLog(HttpClient http, String token) throws IOException, InterruptedException {
        URI log = URI.create(endpoints.replace("/protocol/openid-connect/", "/caregate/audit/events"));
        return http.send(
                        HttpRequest.newBuilder(log)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static TestClient certified(String id) {
        return TestClient.service(id)
                .set("clientAuthenticatorType", "client-x509")
                .attribute("x509.subjectdn", "CN=device");
    }

    private static boolean active(JsonNode introspected) {
        return introspected.path("active").asBoolean(false);
    }

    private JsonNode post(HttpClient http, String endpoint, String client, Map<String, String> form, int status)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&", "client_id=" + client + "&", ""));
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(endpoints + endpoint))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static HttpClient client(SSLContext tls) {
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    /** RFC 8705 section 3.1. */
    private static String thumbprintOf(KeyFile key) throws Exception {
        try (var in = Files.newInputStream(key.certificate())) {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded();
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(encoded));
        }
    }
}
