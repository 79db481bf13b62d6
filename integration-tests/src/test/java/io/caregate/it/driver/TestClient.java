package io.caregate.it.driver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OAuth client of a test: its registration, and its credentials. Its grants are those that the pack allows, spelled
 * out, until a test asks for others with {@link #set}.
 */
public final class TestClient {
    private final String id;
    private final @Nullable String secret;
    private final ObjectNode json = Http.JSON.createObjectNode();

    private TestClient(String id, @Nullable String secret) {
        this.id = id;
        this.secret = secret;
        json.put("clientId", id)
                .put("protocol", "openid-connect")
                .put("enabled", true)
                .put("implicitFlowEnabled", false)
                .put("directAccessGrantsEnabled", false)
                .put("serviceAccountsEnabled", false)
                .put("standardFlowEnabled", true)
                .put("publicClient", secret == null);
        if (secret != null) {
            json.put("secret", secret);
        }
    }

    /** A web application: code flow, and the secret {@code <id>-secret}. */
    public static TestClient confidential(String id) {
        return new TestClient(id, id + "-secret");
    }

    /** A client that was registered by other means, with the secret that it got there. */
    public static TestClient registered(String id, String secret) {
        return new TestClient(id, secret);
    }

    /** A single-page or native application: code flow without a secret. */
    public static TestClient publicApp(String id) {
        return new TestClient(id, null);
    }

    /** A backend: client credentials only, and the secret {@code <id>-secret}. */
    public static TestClient service(String id) {
        return confidential(id).set("standardFlowEnabled", false).set("serviceAccountsEnabled", true);
    }

    /** An API: it signs no users in, and only names an audience. */
    public static TestClient resourceServer(String id) {
        return confidential(id).set("standardFlowEnabled", false);
    }

    public TestClient redirectUris(String... uris) {
        return set("redirectUris", List.of(uris));
    }

    public TestClient webOrigins(String... origins) {
        return set("webOrigins", List.of(origins));
    }

    public TestClient attribute(String name, String value) {
        json.withObject("/attributes").put(name, value);
        return this;
    }

    /** Adds the audience to every access token of this client, like a custom mapper. */
    public TestClient audienceMapper(String audience) {
        return mapper(ProtocolMapper.audience(audience));
    }

    public TestClient mapper(Object mapper) {
        json.withArray("/protocolMappers").add(Http.JSON.<JsonNode>valueToTree(mapper));
        return this;
    }

    /** Any field of Keycloak's ClientRepresentation. */
    public TestClient set(String field, Object value) {
        json.set(field, Http.JSON.<JsonNode>valueToTree(value));
        return this;
    }

    public String id() {
        return id;
    }

    /** Null for a public client. */
    public @Nullable String secret() {
        return secret;
    }

    /** The body of the registration request. */
    public ObjectNode json() {
        return json.deepCopy();
    }
}
