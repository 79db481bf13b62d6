package io.caregate.it.portal;

import io.caregate.it.Answer;
import io.caregate.it.Browser;
import io.caregate.it.Keycloak;
import io.caregate.it.TestClient;
import io.caregate.it.TestRealm;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A realm with people for each page of the portal, who sign in by the portal's own client as a browser does. */
public final class PortalRealm implements AutoCloseable {
    static final String PASSWORD = "password";
    static final String API = "health-api";

    private final TestRealm realm;

    public PortalRealm(Keycloak keycloak) {
        realm = keycloak.realm()
                .realmRole("developer", "client-approver", "therapist", "patient", "auditor")
                .user("dev", PASSWORD, "developer")
                .user("other", PASSWORD, "developer")
                .user("leaver", PASSWORD, "developer")
                .user("approver", PASSWORD, "client-approver")
                .user("auditor", PASSWORD, "auditor")
                .user("both", PASSWORD, "developer", "client-approver")
                .user("therapist", PASSWORD, "therapist")
                .user("patient", PASSWORD, "patient")
                .protectedApi(API, "therapist")
                .create();
    }

    private PortalRealm(TestRealm realm) {
        this.realm = realm;
    }

    /** The same people after a restart of their server. */
    public static PortalRealm of(TestRealm realm) {
        return new PortalRealm(realm);
    }

    public TestRealm realm() {
        return realm;
    }

    /** The portal's client, with its one redirect URI as the browser sends it. */
    TestClient portal() {
        return TestClient.publicApp("caregate-portal").redirectUris(realm.oidc().issuer() + "/caregate/portal/");
    }

    /** The answer of the token endpoint to the portal when this user signs in. */
    public Answer token(String user, String... scopes) {
        return token(realm.browser(), user, scopes);
    }

    Answer token(Browser browser, String user, String... scopes) {
        var request = realm.oidc().authorization(portal()).scope(scopes);
        var page = browser.open(request.uri());
        if (!page.uri().toString().contains("/caregate/portal/")) {
            page = page.login(user, PASSWORD);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = page.uri().getRawQuery();
        Arrays.stream((query == null ? "" : query).split("&")).forEach(parameter -> {
            int equals = parameter.indexOf('=');
            parameters.put(
                    parameter.substring(0, Math.max(0, equals)),
                    URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
        });
        String code = parameters.get("code");
        if (code == null) {
            throw new AssertionError("no code but " + parameters + " at " + page);
        }
        return realm.oidc().code(portal(), request, code);
    }

    /** The portal as this user sees it. */
    public PortalApi as(String user) {
        return new PortalApi(realm.oidc().issuer(), token(user).expect(200).accessToken());
    }

    /** The portal as whoever has this token sees it. */
    PortalApi with(String token) {
        return new PortalApi(realm.oidc().issuer(), token);
    }

    /** The portal as nobody sees it. */
    PortalApi anonymous() {
        return new PortalApi(realm.oidc().issuer(), null);
    }

    /** A client of this kind as a form would send it. */
    public static Map<String, Object> spec(String kind, String name) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("kind", kind);
        spec.put("name", name);
        spec.put("environment", "production");
        spec.put("scopes", List.of(API));
        spec.put("purpose", "an integration test");
        switch (kind) {
            case "web" -> spec.put("redirectUris", List.of("https://web.example/callback"));
            case "spa" -> {
                spec.put("redirectUris", List.of("https://spa.example/callback"));
                spec.put("webOrigins", List.of("https://spa.example"));
            }
            case "native" ->
                spec.put("redirectUris", List.of("com.example.app:/callback", "http://127.0.0.1/callback"));
            default -> {}
        }
        return spec;
    }

    @Override
    public void close() {
        realm.close();
    }
}
