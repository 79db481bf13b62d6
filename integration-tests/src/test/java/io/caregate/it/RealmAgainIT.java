package io.caregate.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.server.KeycloakServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The realm configuration a second time: applied again, exported and imported again, and its parts beside it. */
@ExtendWith(SharedServer.class)
final class RealmAgainIT {
    private static final String REALM_FILE = "healthcare-realm.json";
    /** What Keycloak writes out at an import where a realm that it made leaves it unsaid. */
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
