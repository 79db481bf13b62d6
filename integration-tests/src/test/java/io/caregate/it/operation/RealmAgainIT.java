package io.caregate.it.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.RealmFiles;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The realm configuration a second time: applied again, exported and imported again, and its parts in other realms. */
@OnSharedServer
final class RealmAgainIT {
    private static final String REALM_FILE = "healthcare-realm.json";
    /** The values that an import by Keycloak writes out, but that are implicit in a realm that it made. */
    private static final List<String> DEFAULTS = Stream.of(
                    "clientOfflineSessionIdleTimeout",
                    "clientOfflineSessionMaxLifespan",
                    "clientSessionIdleTimeout",
                    "clientSessionMaxLifespan",
                    "scimApiEnabled",
                    "userinfo.token.claim",
                    "post.logout.redirect.uris",
                    "client.secret.creation.time",
                    "secret")
            .map(name -> "/" + name + ": added")
            .toList();

    @Test
    void realmWhenExportedAndImportedAgainThenTheSame(@TempDir Path folder) {
        Path first = folder.resolve("first.json");
        try (KeycloakServer server = SharedServer.builder()
                .realm(Folders.realmConfig().resolve(REALM_FILE))
                .start()) {
            server.stop();
            RealmFiles.export(server, "healthcare", first);
        }
        Path second = folder.resolve("second.json");
        try (KeycloakServer server = SharedServer.builder().realm(first).start()) {
            var keycloak = new Keycloak(server);
            assertThat(keycloak.admin()
                            .get("/healthcare/caregate/findings")
                            .expect(200)
                            .json()
                            .path("findings")
                            .findValuesAsText("effect"))
                    .as("what is imported obeys the rules")
                    .doesNotContain("refused");
            server.stop();
            RealmFiles.export(server, "healthcare", second);
        }

        assertThat(RealmFiles.differences(RealmFiles.read(first), RealmFiles.read(second)))
                .filteredOn(difference -> DEFAULTS.stream().noneMatch(difference::endsWith))
                .isEmpty();
    }

    @Test
    void realmWhenAppliedTwiceThenAsAfterTheFirstTime(Keycloak keycloak) {
        Admin admin = keycloak.admin();
        var file = RealmFiles.read(REALM_FILE).put("realm", "applied-twice");
        admin.createRealm(file);
        try {
            JsonNode once = RealmFiles.exported(admin, "applied-twice");

            assertThat(admin.post("", file).status()).isEqualTo(409);

            assertThat(RealmFiles.exported(admin, "applied-twice")).isEqualTo(once);
        } finally {
            admin.deleteRealm("applied-twice");
        }
    }

    /** The page's commands make both realms. The commands for a reader's own realm are run a second time. */
    @Test
    void readmeWhenItsCommandsAreRunThenTheRealmsThatItSays(Keycloak keycloak, @TempDir Path home) {
        Admin admin = keycloak.admin();
        try (TestRealm own = keycloak.realm()
                .client(TestClient.confidential("theirs"))
                .realmRole("therapist", "nurse")
                .create()) {
            DocumentPage readme = DocumentPage.of(Folders.realmConfig().resolve("README.md"));
            run(readme, keycloak, own, home);
            JsonNode once = RealmFiles.exported(admin, own.name());
            run(readme.section("Into a realm of your own"), keycloak, own, home);

            assertThat(RealmFiles.exported(admin, own.name())).isEqualTo(once);
            assertThat(admin.client("healthcare", "admin").path("enabled").asBoolean())
                    .isTrue();
            JsonNode healthcare = admin.get("/healthcare").expect(200).json();
            for (String on : new String[] {"registrationAllowed", "verifyEmail", "resetPasswordAllowed"}) {
                assertThat(healthcare.path(on).asBoolean()).as(on).isTrue();
            }
            assertParts(admin, own, once);
            assertAdmitsTherapistsOnly(own);
        } finally {
            admin.deleteRealm("healthcare");
        }
    }

    private static void run(DocumentPage page, Keycloak keycloak, TestRealm own, Path home) {
        page.kcadm(keycloak, home)
                .variable("REALM", own.name())
                .variable("CLIENT", "theirs")
                .environment("CAREGATE_ADMIN_CLIENT_SECRET", "a-secret-of-the-house")
                .play(Folders.realmConfig());
    }

    private static void assertParts(Admin admin, TestRealm own, JsonNode exported) {
        JsonNode expected = RealmFiles.read("variants/settings.json");
        expected.properties().forEach(setting -> assertThat(exported.path(setting.getKey()))
                .as(setting.getKey())
                .isEqualTo(setting.getValue()));
        assertThat(admin.role(own.name(), "therapist").has("description"))
                .as("a role that was there is left as it is")
                .isFalse();
        JsonNode api = admin.client(own.name(), "health-api");
        assertThat(api.path("attributes").path("caregate.required-roles").asText())
                .isEqualTo("therapist##health-api:system");
        assertThat(exported.path("localizationTexts").path("de").toString()).contains("Gesundheitsdaten");
        JsonNode theirs = admin.client(own.name(), "theirs");
        assertThat(theirs.path("optionalClientScopes").toString()).contains("\"health-api\"");
        assertThat(theirs.path("defaultClientScopes").toString()).contains("\"care-roles\"");
    }

    private static void assertAdmitsTherapistsOnly(TestRealm own) {
        for (String role : new String[] {"therapist", "nurse"}) {
            var service = TestClient.service("service-of-a-" + role);
            own.register(service).expect(201);
            own.admin().grant(own.name(), own.admin().serviceAccountId(own.name(), service.id()), role);
        }
        Answer served = own.oidc().clientCredentials(TestClient.service("service-of-a-therapist"), "health-api");
        assertThat(Oidc.claims(served.expect(200).accessToken())
                        .path("realm_access")
                        .toString())
                .contains("therapist");
        assertThat(own.oidc()
                        .clientCredentials(TestClient.service("service-of-a-nurse"), "health-api")
                        .error())
                .isEqualTo("access_denied");
    }

    @Test
    void variantWhenComparedThenTheSameAsInTheRealm() {
        JsonNode realm = RealmFiles.read(REALM_FILE);
        JsonNode parts = RealmFiles.read("variants/roles-and-api.json");

        assertThat(parts.path("roles")).isEqualTo(realm.path("roles"));
        assertThat(parts.path("groups")).isEqualTo(realm.path("groups"));
        assertThat(parts.path("clients"))
                .hasSize(1)
                .first()
                .isEqualTo(named(realm, "clients", "clientId", "health-api"));
        for (String scope : new String[] {"health-api", "care-roles"}) {
            assertThat((JsonNode) RealmFiles.read("variants/scope-" + scope + ".json"))
                    .isEqualTo(named(realm, "clientScopes", "name", scope));
        }
        for (Map.Entry<String, JsonNode> setting :
                RealmFiles.read("variants/settings.json").properties()) {
            assertThat(realm.path(setting.getKey())).as(setting.getKey()).isEqualTo(setting.getValue());
        }
    }

    private static JsonNode named(JsonNode realm, String list, String key, String name) {
        for (JsonNode each : realm.path(list)) {
            if (each.path(key).asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError(list + " has no " + name);
    }
}
