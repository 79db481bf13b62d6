package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.server.BootstrapAdmin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.utility.MountableFile;

/**
 * The pack in the official image, with the healthcare realm imported. The JARs are put where the image expects them,
 * and nothing else is changed. Without a Docker engine that has the image, these tests are skipped. A container that
 * does not start fails them.
 */
@DockerImages(DockerImages.KEYCLOAK)
final class ContainerIT {
    private static final String IMAGE = DockerImages.WhereTheyAre.named(DockerImages.KEYCLOAK);
    private static final String HOME = "/opt/keycloak/";
    private static final int READABLE = 0644;
    private static final Duration START = Duration.ofMinutes(5);

    private static KeycloakContainer container;
    private static Admin admin;
    private static Oidc oidc;

    @BeforeAll
    static void start() throws IOException {
        var bootstrap = BootstrapAdmin.random();
        var log = new ToStringConsumer();
        container = new KeycloakContainer(IMAGE)
                .withImagePullPolicy(PullPolicy.defaultPolicy())
                .withStartupTimeout(START)
                .withBootstrapAdminDisabled()
                .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_ID", bootstrap.clientId())
                .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", bootstrap.clientSecret())
                .withLogConsumer(log);
        copy(Folders.realmConfig().resolve("healthcare-realm.json"), "data/import/");
        try (var jars = Files.newDirectoryStream(Folders.server().resolve("providers"), "*.jar")) {
            jars.forEach(jar -> copy(jar, "providers/"));
        }
        startWith(log);
        var server = URI.create(container.getAuthServerUrl());
        admin = new Admin(server, bootstrap);
        oidc = new Oidc(URI.create(server + "/realms/healthcare"));
    }

    @AfterAll
    static void stop() {
        if (container != null) {
            container.stop();
        }
    }

    @Test
    void realmWhenImportedThenThere() {
        assertThat(admin.get("/healthcare").expect(200).text("loginTheme")).isEqualTo("caregate");
        assertThat(oidc.openIdConfiguration().expect(200).text("issuer"))
                .isEqualTo(oidc.issuer().toString());
    }

    @Test
    void passwordGrantWhenTriedThenUnsupported() {
        var client = TestClient.confidential("password").redirectUris("https://app.example.org/callback");
        admin.post("/healthcare/clients", client.json()).expect(201);

        Answer answer = oidc.password(client, "tina", "tina-password");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("unsupported_grant_type");
    }

    @Test
    void clientWhenRedirectUriIsExactThenStored() {
        var client = TestClient.confidential("exact").redirectUris("https://app.example.org/callback");

        admin.post("/healthcare/clients", client.json()).expect(201);

        assertThat(admin.client("healthcare", "exact").path("enabled").asBoolean())
                .isTrue();
    }

    @Test
    void clientWhenRedirectUriIsAWildcardThenRefused() {
        var client = TestClient.confidential("wildcard").redirectUris("https://app.example.org/*");

        Answer answer = admin.post("/healthcare/clients", client.json());

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("invalid_redirect_uri");
        assertThat(answer.errorDescription()).contains("(exact-redirect-uri)");
        assertThat(admin.get("/healthcare/clients?clientId=wildcard")
                        .expect(200)
                        .json())
                .isEmpty();
    }

    @Test
    void auditEventsWhenNoTokenThenUnauthorized() {
        assertThat(oidc.get("/caregate/audit/events").status()).isEqualTo(401);
    }

    // A container that did not start is removed, and its log with it.
    private static void startWith(ToStringConsumer log) {
        try {
            container.start();
        } catch (ContainerLaunchException e) {
            throw new AssertionError(IMAGE + " did not start: " + log.toUtf8String(), e);
        }
    }

    private static void copy(Path file, String folder) {
        container.withCopyFileToContainer(
                MountableFile.forHostPath(file, READABLE), HOME + folder + file.getFileName());
    }
}
