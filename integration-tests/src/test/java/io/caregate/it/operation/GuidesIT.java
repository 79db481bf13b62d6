package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caregate.auditlog.tree.NoteSigner;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.KcScript;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Archive;
import io.caregate.it.fixture.Kcadm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.StockKeycloak;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/guides}, exactly as written, on the servers that they are for. */
@OnSharedServer
final class GuidesIT {
    private static final String SIGNING = "--spi-events-listener--caregate-audit--";

    @TempDir
    private Path folder;

    @Test
    void realmAdminWhenItsCommandsAreRunThenAsThePageSays(Keycloak keycloak) {
        TestRealm realm = keycloak.realm()
                .realmRole("therapist", "developer")
                .user("theresa", "theresa-password")
                .user("dev", "dev-password")
                .client(TestClient.resourceServer("records-api"))
                .set("groups", List.of(Map.of("name", "developers", "realmRoles", List.of("developer"))))
                .set("eventsEnabled", true)
                .create();
        page("realm-admin.md")
                .kcadm(keycloak, folder)
                .variable("REALM", realm.name())
                .variable("THERAPIST", "theresa")
                .variable("DEVELOPER", "dev")
                .variable("API", "records-api")
                .variable("CHECK", System.getProperty("caregate.check.jar"))
                .play(folder);

        Admin admin = realm.admin();
        assertThat(admin.client(realm.name(), "records-api")
                        .path("attributes")
                        .path("caregate.required-roles")
                        .asText())
                .isEqualTo("therapist");
        assertThat(admin.get(realm.adminPath("/users/" + admin.userId(realm.name(), "dev") + "/groups"))
                        .body())
                .contains("developers");
        assertThat(admin.get(realm.adminPath("/clients?clientId=careless")).json())
                .isEmpty();
        assertThat(admin.client(realm.name(), "appointments").path("enabled").asBoolean())
                .isTrue();
    }

    @Test
    void developerWhenItsCommandsAreRunThenAsThePageSays(Keycloak keycloak) {
        TestRealm realm = keycloak.realm()
                .realmRole("therapist")
                .protectedApi("health-api", "therapist")
                .service(TestClient.service("backend"), "therapist")
                .create();
        page("developer.md")
                .variable("ISSUER", realm.oidc().issuer().toString())
                .variable("CLIENT_ID", "backend")
                .variable("CLIENT_SECRET", "backend-secret")
                .play(folder);
    }

    @Test
    void auditorWhenItsCommandsAreRunThenAsThePageSays() throws IOException {
        Path secret = Files.writeString(folder.resolve("signing-key.pem"), NoteSigner.newPem());
        NoteSigner signer = NoteSigner.ofPem("guides.example/audit", Files.readString(secret));
        Path publicKey = Files.writeString(folder.resolve("audit.pub"), signer.key() + "\n");
        try (KeycloakServer server = SharedServer.builder()
                .option(SIGNING + "signing-key-file=" + secret)
                .option(SIGNING + "origin=guides.example/audit")
                .start()) {
            TestRealm realm = new Keycloak(server)
                    .realm()
                    .realmRole("auditor")
                    .user("pat", "pat-password")
                    .client(TestClient.publicApp("app").redirectUris("https://app.example.org/callback"))
                    .service(TestClient.service("auditors"), "auditor")
                    .create();
            Oidc oidc = realm.oidc();
            realm.browser()
                    .open(oidc.authorization(
                                    TestClient.publicApp("app").redirectUris("https://app.example.org/callback"))
                            .uri())
                    .login("pat", "not-her-password");
            String token =
                    oidc.clientCredentials(TestClient.service("auditors")).accessToken();
            await().alias("a checkpoint covers the login error")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> covered(oidc, token));

            page("auditor.md")
                    .variable("ISSUER", oidc.issuer().toString())
                    .variable("CLIENT_ID", "auditors")
                    .variable("CLIENT_SECRET", "auditors-secret")
                    .variable(
                            "VERIFIER",
                            Path.of(System.getProperty(
                                            "caregate.verify.jar", "../verify/target/caregate-audit-verify.jar"))
                                    .toAbsolutePath()
                                    .toString())
                    .variable("PUBLIC_KEY", publicKey.toString())
                    .play(folder);
        }
    }

    private static boolean covered(Oidc oidc, String token) {
        long entry = oidc.get("/caregate/audit/events?type=LOGIN_ERROR&limit=1", token)
                .json()
                .path("events")
                .path(0)
                .path("seq")
                .asLong(Long.MAX_VALUE);
        long size = oidc.get("/caregate/audit/checkpoints?limit=1", token)
                .json()
                .path("checkpoints")
                .path(0)
                .path("size")
                .asLong(0);
        return size > entry;
    }

    /** Stock first, with a client that no rule would accept. Then the pack in both modes. Then stock again. */
    @Test
    void operatorWhenItsCommandsAreRunThenAsThePageSays() throws IOException {
        StockKeycloak stock = StockKeycloak.unpack(folder, clinic());

        page("operator.md")
                .environment("KC_OPTS", Kcadm.options(folder))
                .environment(KcScript.QUICK)
                .variable("KEYCLOAK_HOME", stock.home().toString())
                .variable("CAREGATE", Archive.unpack(folder).toString())
                .variable("KEYCLOAK", stock.url())
                .variable("MANAGEMENT", stock.managementUrl())
                .variable("ADMIN", StockKeycloak.ADMIN)
                .variable("KC_CLI_PASSWORD", StockKeycloak.PASSWORD)
                .variable("REALM", "clinic")
                .play(folder);

        assertThat(Files.readString(folder.resolve("findings.html"))).contains("old-app");
    }

    /** In an empty folder, as an operator unpacks it. */
    @Test
    void archiveWhenTheCommandsOfItsReadmeAreRunThenAsThePageSays() throws IOException {
        StockKeycloak stock = StockKeycloak.unpack(folder, clinic());
        Path archive = Archive.unpack(folder);

        DocumentPage.of(archive.resolve("README.md"))
                .environment(KcScript.QUICK)
                .variable("KEYCLOAK_HOME", stock.home().toString())
                .variable("KEYCLOAK", stock.url())
                .variable("REALM", "clinic")
                .play(archive);
    }

    private Path clinic() throws IOException {
        return Files.writeString(folder.resolve("clinic.json"), """
                {"realm": "clinic", "enabled": true, "clients": [
                  {"clientId": "old-app", "enabled": true, "publicClient": true,
                   "redirectUris": ["https://old.example.org/*"], "directAccessGrantsEnabled": true}]}
                """);
    }

    private static DocumentPage page(String name) {
        return DocumentPage.of(Folders.repository().resolve("docs/guides").resolve(name));
    }
}
