package io.caregate.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.server.SampleApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * The realm of {@code realm-config/} with its demo overlay, on a server that has none yet, and the sample API beside
 * it.
 */
public final class Healthcare implements AutoCloseable {
    public static final String REALM = "healthcare";

    private final TestRealm realm;
    private final SampleApi api;

    /** @param settings of the sample API */
    public Healthcare(Keycloak keycloak, String... settings) {
        keycloak.admin().createRealm(read("healthcare-realm.json"));
        realm = keycloak.existingRealm(REALM);
        realm.admin()
                .post(realm.adminPath("/partialImport"), read("demo/demo-overlay.json"))
                .expect(200);
        api = SampleApi.start(Folders.server(), realm.oidc().issuer(), settings);
    }

    private static JsonNode read(String file) {
        try {
            return Http.JSON.readTree(Folders.realmConfig().resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public TestRealm realm() {
        return realm;
    }

    public Oidc oidc() {
        return realm.oidc();
    }

    public SampleApi api() {
        return api;
    }

    /** A GET at the sample API with this {@code Authorization} header; with an empty one, without it. */
    public Answer get(String path, String authorization) {
        var request = Http.request(URI.create(api.url() + path));
        return Http.send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    /** A GET at the sample API with a token. */
    public Answer withToken(String path, String token) {
        return get(path, "Bearer " + token);
    }

    /** A demo client whose secret is in the overlay. */
    public static TestClient demo(String id) {
        return TestClient.registered(id, id + "-secret");
    }

    @Override
    public void close() {
        api.close();
        realm.close();
    }
}
