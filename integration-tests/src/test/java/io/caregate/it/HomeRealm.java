package io.caregate.it;

import java.util.LinkedHashMap;
import java.util.Map;

/** Another realm whose users sign in to one, as those of a partner do. */
public final class HomeRealm {
    public static final String ALIAS = "home";

    private HomeRealm() {}

    /** Lets users of the realm {@code home} sign in to this one, which keeps a user for each. */
    public static void broker(TestRealm realm, TestRealm home) {
        broker(realm, home, Map.of());
    }

    /** The same with more settings of the identity provider. */
    public static void broker(TestRealm realm, TestRealm home, Map<String, String> more) {
        broker(realm, realm.admin(), home, more);
    }

    /** The same by a given administrator. */
    public static void broker(TestRealm realm, Admin admin, TestRealm home, Map<String, String> more) {
        TestClient client = TestClient.confidential("partner")
                .redirectUris(realm.oidc().issuer() + "/broker/" + ALIAS + "/endpoint");
        home.register(client).expect(201);
        Map<String, String> config = new LinkedHashMap<>();
        config.put("clientId", client.id());
        config.put("clientSecret", String.valueOf(client.secret()));
        config.put("clientAuthMethod", "client_secret_post");
        config.put("issuer", home.oidc().issuer().toString());
        config.put("authorizationUrl", home.oidc().endpoint("auth").toString());
        config.put("tokenUrl", home.oidc().endpoint("token").toString());
        config.put("jwksUrl", home.oidc().endpoint("certs").toString());
        config.put("useJwksUrl", "true");
        config.put("validateSignature", "true");
        config.put("pkceEnabled", "true");
        config.put("pkceMethod", "S256");
        config.put("defaultScope", "openid email profile");
        config.putAll(more);
        admin.post(
                        realm.adminPath("/identity-provider/instances"),
                        Map.of(
                                "alias",
                                ALIAS,
                                "providerId",
                                "oidc",
                                "enabled",
                                true,
                                "trustEmail",
                                true,
                                "config",
                                config))
                .expect(201);
    }

    /** Gives a role of the realm to all who sign in so. */
    public static void giveRole(TestRealm realm, String role) {
        realm.admin()
                .post(
                        realm.adminPath("/identity-provider/instances/" + ALIAS + "/mappers"),
                        Map.of(
                                "name",
                                "role",
                                "identityProviderAlias",
                                ALIAS,
                                "identityProviderMapper",
                                "oidc-hardcoded-role-idp-mapper",
                                "config",
                                Map.of("syncMode", "INHERIT", "role", role)))
                .expect(201);
    }
}
