package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Realms as code, by keycloak-config-cli and by Terraform: a configuration that keeps the rules is applied and applied
 * again, one that breaks a rule is refused and changes nothing.
 *
 * <p>The real tools are in no registry that the build reaches, so their requests are replayed: those of
 * keycloak-config-cli as recorded from 6.5.1-SNAPSHOT (commit 9cc8593, see {@link ConfigCli}), those of the provider
 * keycloak/keycloak for Terraform as the structs of version 5.9.0 are written. The provider sends every field and
 * attribute that it knows, empty where the configuration does not have it, on each create and update.
 */
@OnSharedServer
final class PipelineToolsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CLIENT_ID = "clientId";
    private static final String ROLES = "caregate.required-roles";

    private TestRealm realm;
    private Admin admin;

    @BeforeEach
    void createRealm(Keycloak keycloak) {
        realm = keycloak.realm().create();
        admin = realm.admin();
    }

    @Test
    void realmFileWhenAppliedAgainWithChangesThenStored(Keycloak keycloak) throws IOException {
        try (TestRealm created = keycloak.existingRealm(realm.name() + "-new")) {
            ConfigCli cli = new ConfigCli(admin, created.name());
            ObjectNode app = payload("config-cli/app");
            ObjectNode api = payload("config-cli/api");
            ObjectNode saml = payload("config-cli/saml");

            cli.apply(app, api, saml).expect(204);
            cli.apply(app, api, saml).expect(204);
            set(app, "/redirectUris", "[\"https://app.example.org/changed\"]");
            set(api, "/attributes/" + ROLES, "\"nurse\"");
            set(saml, "/attributes/saml_assertion_consumer_url_post", "\"https://sp.example.org/changed\"");
            cli.apply(app, api, saml).expect(204);

            assertThat(stored(created, app).at("/redirectUris/0").asText()).endsWith("/changed");
            assertThat(stored(created, app).at("/protocolMappers")).hasSize(1);
            assertThat(stored(created, api).path("attributes").path(ROLES).asText())
                    .isEqualTo("nurse");
            assertThat(stored(created, saml)
                            .at("/attributes/saml_assertion_consumer_url_post")
                            .asText())
                    .endsWith("/changed");
            assertThat(admin.client(created.name(), "caregate-portal")
                            .path("enabled")
                            .asBoolean())
                    .as("a client that is not in the file")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            app  | /redirectUris/0 | "https://app.example.org/*" | exact-redirect-uri | wildcard
            app  | /webOrigins/0 | "*" | exact-web-origin | wildcard
            app  | /directAccessGrantsEnabled | true | no-password-grant | rule-broken
            app  | /implicitFlowEnabled | true | no-implicit-grant | rule-broken
            api  | /attributes/caregate.required-roles | "therapist##" | required-role | rule-broken
            saml | /redirectUris/0 | "https://sp.example.org/*" | exact-redirect-uri | wildcard
            saml | /attributes/saml_assertion_consumer_url_post | "https://*" | exact-redirect-uri | wildcard
            """)
    void ruleWhenARealmFileBreaksItThenRefusedAndNothingStored(
            String file, String field, String value, String rule, String code) throws IOException {
        ConfigCli cli = new ConfigCli(admin, realm.name());
        ObjectNode kept = payload("config-cli/" + file);
        ObjectNode broken = kept.deepCopy();
        set(broken, field, value);

        assertRefused(cli.apply(broken), rule, field, value, code);
        assertThat(found(kept)).isEmpty();

        cli.apply(kept).expect(204);
        JsonNode before = stored(realm, kept);
        assertRefused(cli.apply(broken), rule, field, value, code);
        assertUnchanged(before);
    }

    @Test
    void exactRedirectUriWhenOneOfSeveralClientsBreaksItThenTheFileIsCompletedLater() throws IOException {
        ConfigCli cli = new ConfigCli(admin, realm.name());
        ObjectNode app = payload("config-cli/app");
        ObjectNode api = payload("config-cli/api");
        ObjectNode saml = payload("config-cli/saml");
        ObjectNode broken = saml.deepCopy();
        set(broken, "/redirectUris/0", "\"https://sp.example.org/*\"");

        assertThat(cli.apply(app, broken, api).status()).isEqualTo(400);

        assertThat(found(app)).as("written before").hasSize(1);
        assertThat(found(saml)).isEmpty();
        assertThat(found(api)).as("not written any more").isEmpty();
        cli.apply(app, saml, api).expect(204);
        assertThat(found(api)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openid-client", "openid-api", "saml-client"})
    void clientWhenTerraformAppliesChangesAndDestroysThenDone(String resource) throws IOException {
        ObjectNode client = payload("terraform/" + resource);

        create(client);
        update(client.put("name", "Changed")).expect(204);
        update(client.put("name", "")).expect(204);

        assertThat(stored(realm, client).path("name").asText()).isEmpty();
        assertThat(stored(realm, client).path("directAccessGrantsEnabled").asBoolean())
                .isFalse();
        admin.delete(path(client)).expect(204);
        assertThat(found(client)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            openid-client | /redirectUris/0 | "https://app.example.org/*" | exact-redirect-uri | wildcard
            openid-client | /webOrigins/0 | "*" | exact-web-origin | wildcard
            openid-client | /directAccessGrantsEnabled | true | no-password-grant | rule-broken
            openid-client | /implicitFlowEnabled | true | no-implicit-grant | rule-broken
            openid-client | /attributes/post.logout.redirect.uris | "https://*" | exact-redirect-uri | wildcard
            openid-client | /attributes/exclude.issuer.from.auth.response | "true" | issuer-in-response | rule-broken
            openid-api    | /directAccessGrantsEnabled | true | no-password-grant | rule-broken
            openid-api    | /attributes/caregate.required-roles | "" | required-role | empty
            saml-client   | /redirectUris/0 | "https://sp.example.org/*" | exact-redirect-uri | wildcard
            saml-client   | /attributes/saml_assertion_consumer_url_post | "https://*" | exact-redirect-uri | wildcard
            """)
    void ruleWhenATerraformResourceBreaksItThenRefusedAndNothingStored(
            String resource, String field, String value, String rule, String code) throws IOException {
        ObjectNode kept = payload("terraform/" + resource);
        ObjectNode broken = kept.deepCopy();
        set(broken, field, value);

        assertRefused(admin.post(realm.adminPath("/clients"), broken), rule, field, value, code);
        assertThat(found(kept)).isEmpty();

        create(kept);
        JsonNode before = stored(realm, kept);
        assertRefused(update(broken.put("name", "Changed")), rule, field, value, code);
        assertUnchanged(before);
    }

    /** The provider writes an empty string for an attribute that was removed from {@code extra_config}. */
    @Test
    void requiredRoleWhenTerraformTakesItOutThenRefusedAndOtherAttributesAreRemoved() throws IOException {
        ObjectNode api = payload("terraform/openid-api");
        ObjectNode attributes = api.withObject("/attributes");
        attributes.put("caregate.max-token-lifespan", "60").put("caregate.environment", "production");
        create(api);

        update(api.deepCopy().set("attributes", attributes.deepCopy().put(ROLES, "nurse")))
                .expect(204);
        attributes.put("caregate.max-token-lifespan", "").put("caregate.environment", "");
        update(api).expect(204);
        Answer refused =
                update(api.deepCopy().set("attributes", attributes.deepCopy().put(ROLES, "")));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        JsonNode stored = stored(realm, api).path("attributes");
        assertThat(stored.path(ROLES).asText()).isEqualTo("therapist");
        assertThat(stored.has("caregate.max-token-lifespan")).isFalse();
        assertThat(stored.has("caregate.environment")).isFalse();
    }

    @Test
    void clientWhenTerraformManagesItsScopesAndMappersThenDone() throws IOException {
        create(payload("terraform/openid-api"));
        ObjectNode app = payload("terraform/openid-client");
        create(app);
        ObjectNode mapper = payload("terraform/audience-mapper");
        String mappers = path(app) + "/protocol-mappers/models";

        String location = admin.post(mappers, mapper).expect(201).header("Location");
        String id = location.substring(location.lastIndexOf('/') + 1);
        set(mapper, "/config/id.token.claim", "\"true\"");
        admin.put(mappers + "/" + id, mapper.put("id", id)).expect(204);
        String scope = path(app) + "/default-client-scopes/" + scopeId("email");
        admin.delete(scope).expect(204);
        assertThat(defaultScopes(app)).doesNotContain("email");
        admin.put(scope, "null").expect(204);
        update(app.put("name", "Changed")).expect(204);

        assertThat(stored(realm, app)
                        .at("/protocolMappers/0/config/id.token.claim")
                        .asText())
                .as("an update of the client leaves its mappers")
                .isEqualTo("true");
        assertThat(defaultScopes(app)).contains("email");
        admin.delete(mappers + "/" + id).expect(204);
    }

    /** Creates it in the provider's way: the values that it reads next are part of each later update. */
    private void create(ObjectNode client) {
        admin.post(realm.adminPath("/clients"), client).expect(201);
        if (client.path("authorizationServicesEnabled").asBoolean()) {
            admin.get(path(client) + "/authz/resource-server/resource?name=default")
                    .expect(200);
            admin.get(path(client) + "/authz/resource-server").expect(200);
        }
    }

    private Answer update(JsonNode client) {
        ObjectNode body = client.deepCopy();
        body.put("id", stored(realm, client).path("id").asText());
        if (client.path("protocol").asText().equals("openid-connect")) {
            String secret =
                    admin.get(path(client) + "/client-secret").expect(200).text("value");
            if (!secret.isEmpty()) {
                body.put("secret", secret);
            }
        }
        return admin.put(path(client), body);
    }

    private void assertRefused(Answer answer, String rule, String field, String value, String code) throws IOException {
        String name = field.substring(1).replace("/0", "").replace("attributes/", "attributes.");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.error())
                .isEqualTo(name.equals("redirectUris") ? "invalid_redirect_uri" : "invalid_client_metadata");
        assertThat(answer.text("errorMessage"))
                .as("what both tools show")
                .contains(answer.errorDescription())
                .contains(name, "(" + rule + ")");
        JsonNode findings = answer.json().path("findings");
        assertThat(findings).as(answer.body()).hasSize(1);
        assertThat(StreamSupport.stream(findings.get(0).spliterator(), false).map(JsonNode::asText))
                .contains(rule, name, JSON.readTree(value).asText(), code)
                .hasSize(6);
    }

    // Keycloak answers the scopes of a client in any order.
    private void assertUnchanged(JsonNode client) {
        assertThat(JSON.convertValue(stored(realm, client), Object.class))
                .usingRecursiveComparison()
                .ignoringCollectionOrder()
                .isEqualTo(JSON.convertValue(client, Object.class));
    }

    private List<String> defaultScopes(JsonNode client) {
        return StreamSupport.stream(
                        stored(realm, client).path("defaultClientScopes").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private JsonNode found(JsonNode client) {
        return admin.get(realm.adminPath("/clients?clientId=")
                        + client.path(CLIENT_ID).asText())
                .expect(200)
                .json();
    }

    private JsonNode stored(TestRealm of, JsonNode client) {
        return admin.client(of.name(), client.path(CLIENT_ID).asText());
    }

    private String path(JsonNode client) {
        return realm.adminPath("/clients/" + stored(realm, client).path("id").asText());
    }

    private String scopeId(String name) {
        return StreamSupport.stream(
                        admin.get(realm.adminPath("/client-scopes"))
                                .expect(200)
                                .json()
                                .spliterator(),
                        false)
                .filter(scope -> scope.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
    }

    private static ObjectNode payload(String name) throws IOException {
        try (InputStream file = PipelineToolsIT.class.getResourceAsStream("/pipeline/" + name + ".json")) {
            return (ObjectNode) JSON.readTree(file);
        }
    }

    /** Sets the value at a pointer, in a list as its only value. */
    private static void set(ObjectNode json, String pointer, String value) throws IOException {
        String[] steps = pointer.substring(1).split("/");
        JsonNode node = JSON.readTree(value);
        if (steps.length == 1) {
            json.set(steps[0], node);
        } else if (steps[1].equals("0")) {
            json.putArray(steps[0]).add(node);
        } else {
            json.withObject("/" + steps[0]).set(steps[1], node);
        }
    }
}
