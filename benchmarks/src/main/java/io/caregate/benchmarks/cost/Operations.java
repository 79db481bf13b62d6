package io.caregate.benchmarks.cost;

import io.caregate.benchmarks.load.Answer;
import io.caregate.benchmarks.load.Connection;
import io.caregate.benchmarks.load.Operation;
import io.caregate.benchmarks.load.Request;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The requests of each case. Every answer is checked: a server that refuses is not a fast server. */
final class Operations {
    private static final String REDIRECT_URI = "redirect_uri";
    private static final String CLIENT_ID = "client_id";
    private static final String GRANT_TYPE = "grant_type";
    // RFC 7636 appendix B.
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    /** Less than the minute that an admin's token lives. */
    private static final Duration ADMIN_TOKEN = Duration.ofSeconds(40);

    private Operations() {}

    static Operation token(BenchmarkRealm realm, Connection connection, String client) {
        Request request = clientCredentials(realm, client, BenchmarkRealm.SECRET);
        return () -> connection.send(request).expect(200);
    }

    static Operation failedClient(BenchmarkRealm realm, Connection connection) {
        Request request = clientCredentials(realm, "backend", "wrong");
        return () -> connection.send(request).expect(401);
    }

    private static Request clientCredentials(BenchmarkRealm realm, String client, String secret) {
        return Request.form(
                realm.oidc("token"),
                Map.of(),
                Map.of(GRANT_TYPE, "client_credentials", CLIENT_ID, client, "client_secret", secret));
    }

    static Operation discovery(BenchmarkRealm realm, Connection connection) {
        Request request = Request.get(realm.uri("/.well-known/openid-configuration"), Map.of());
        return () -> connection.send(request).expect(200);
    }

    /** The page of a client with this number of redirect URIs, requested with the last one. */
    static Operation loginPage(BenchmarkRealm realm, Connection connection, int redirectUris) {
        String client = redirectUris == 1 ? "app" : "app-" + redirectUris;
        Request request = authorization(realm, client, BenchmarkRealm.redirectUri(redirectUris - 1));
        return () -> connection.send(request).expect(200);
    }

    private static Request authorization(BenchmarkRealm realm, String client, String redirectUri) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("scope", "openid");
        query.put(CLIENT_ID, client);
        query.put(REDIRECT_URI, redirectUri);
        query.put("state", "af0ifjsldkj");
        query.put("code_challenge", CHALLENGE);
        query.put("code_challenge_method", "S256");
        return Request.get(URI.create(realm.oidc("auth") + "?" + Request.encoded(query)), Map.of());
    }

    static Operation codeFlow(BenchmarkRealm realm, Connection connection) {
        return () -> signIn(realm, connection, "app");
    }

    private static Answer signIn(BenchmarkRealm realm, Connection connection, String client) throws IOException {
        String redirectUri = BenchmarkRealm.redirectUri(0);
        Answer page = connection.send(authorization(realm, client, redirectUri)).expect(200);
        Answer signedIn = connection
                .send(Request.form(
                        page.formAction(),
                        Map.of("Cookie", page.cookieHeader()),
                        Map.of("username", BenchmarkRealm.USER, "password", BenchmarkRealm.PASSWORD)))
                .expect(302);
        return connection
                .send(Request.form(
                        realm.oidc("token"),
                        Map.of(),
                        with(
                                client,
                                Map.of(
                                        GRANT_TYPE,
                                        "authorization_code",
                                        "code",
                                        signedIn.parameter("code"),
                                        REDIRECT_URI,
                                        redirectUri,
                                        "code_verifier",
                                        VERIFIER))))
                .expect(200);
    }

    static Operation refresh(BenchmarkRealm realm, Connection connection, String client) throws IOException {
        String[] newest = {signIn(realm, connection, client).field("refresh_token")};
        return () -> newest[0] = connection
                .send(Request.form(
                        realm.oidc("token"),
                        Map.of(),
                        with(client, Map.of(GRANT_TYPE, "refresh_token", "refresh_token", newest[0]))))
                .expect(200)
                .field("refresh_token");
    }

    private static Map<String, String> with(String client, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put(CLIENT_ID, client);
        if (client.equals("web")) {
            all.put("client_secret", BenchmarkRealm.SECRET);
        }
        return all;
    }

    static Operation introspection(BenchmarkRealm realm, Connection connection) throws IOException {
        String token = signIn(realm, connection, "app").field("access_token");
        Request request = Request.form(
                realm.oidc("token/introspect"),
                Map.of(),
                Map.of("token", token, CLIENT_ID, BenchmarkRealm.API, "client_secret", BenchmarkRealm.SECRET));
        return () -> {
            if (!connection.send(request).expect(200).text().contains("\"active\":true")) {
                throw new IOException("the token is not active");
            }
        };
    }

    static Operation failedLogin(BenchmarkRealm realm, Connection connection, String user) throws IOException {
        Answer page = connection
                .send(authorization(realm, "app", BenchmarkRealm.redirectUri(0)))
                .expect(200);
        Map<String, String> cookie = Map.of("Cookie", page.cookieHeader());
        URI[] action = {page.formAction()};
        return () -> action[0] = connection
                .send(Request.form(action[0], cookie, Map.of("username", user, "password", "wrong")))
                .expect(200)
                .formAction();
    }

    static Operation clientCreation(BenchmarkRealm realm, Connection connection) {
        String prefix = "created-" + UUID.randomUUID();
        String[] token = {""};
        long[] state = {0, System.nanoTime() - ADMIN_TOKEN.toNanos()};
        return () -> {
            if (System.nanoTime() - state[1] >= ADMIN_TOKEN.toNanos()) {
                state[1] = System.nanoTime();
                token[0] = realm.adminToken(connection);
            }
            connection
                    .send(Request.json(
                            realm.admin("/clients"),
                            Map.of("Authorization", "Bearer " + token[0]),
                            BenchmarkRealm.newClient(prefix + "-" + state[0]++)))
                    .expect(201);
        };
    }
}
