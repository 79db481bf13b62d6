package io.caregate.it.client;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A realm with one client of each kind, an API that admits therapists, a therapist and a patient. Each library is set
 * up with it.
 */
final class ClientsRealm {
    static final String API = "health-api";
    static final String THERAPIST = "thea";
    static final String PATIENT = "pat";
    static final String PASSWORD = "correct-horse-battery";
    static final String CALLBACK = "https://web.example/callback";
    static final String SIGNED_OUT = "https://web.example/signed-out";
    private static final List<JWK> KEYS = List.of(rsa(), ec());

    private final TestRealm realm;

    private ClientsRealm(TestRealm realm) {
        this.realm = realm;
    }

    /** The realm. Pages of single-page applications are at these origins. */
    static ClientsRealm create(Keycloak keycloak, String... origins) {
        var web = TestClient.confidential("web")
                .redirectUris(CALLBACK)
                .attribute("post.logout.redirect.uris", SIGNED_OUT);
        var spa = TestClient.publicApp("spa")
                .redirectUris(CALLBACK)
                .webOrigins("https://web.example")
                .attribute("post.logout.redirect.uris", SIGNED_OUT);
        var signer = TestClient.service("signer")
                .set("clientAuthenticatorType", "client-jwt")
                .attribute("use.jwks.string", "true")
                .attribute("jwks.string", new JWKSet(KEYS).toPublicJWKSet().toString());
        var builder = keycloak.realm()
                .realmRole("therapist", "patient")
                .user(THERAPIST, PASSWORD, "therapist")
                .user(PATIENT, PASSWORD, "patient")
                .protectedApi(API, "therapist")
                .client(web)
                .client(spa)
                .service(TestClient.service("backend"), "therapist")
                .service(TestClient.service("outsider"), "patient")
                .service(signer, "therapist");
        for (String origin : origins) {
            builder.client(TestClient.publicApp("page")
                    .redirectUris(origin + "/", origin + "/silent.html")
                    .webOrigins(origin)
                    .attribute("post.logout.redirect.uris", origin + "/"));
        }
        return new ClientsRealm(builder.create());
    }

    TestRealm realm() {
        return realm;
    }

    String issuer() {
        return realm.oidc().issuer().toString();
    }

    /** The token that admits to dynamic client registration (RFC 7591 section 3). */
    String initialAccessToken() {
        return realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 10, "expiration", 600))
                .text("token");
    }

    /**
     * Opens an authorization request and signs in if a page asks for it. Answers the address to which the browser is
     * sent.
     */
    URI signIn(URI request, String user) {
        var page = realm.browser().open(request);
        return (page.hasRedirect() ? page : page.login(user, PASSWORD)).redirect();
    }

    /** The private keys of the client {@code signer}: RS384 and ES384, as SMART Backend Services has them. */
    static List<JWK> keys() {
        return KEYS;
    }

    /** The settings for a script of Node, read by {@code steps.mjs}. */
    Map<String, Object> setup() {
        var setup = new LinkedHashMap<String, Object>();
        setup.put("issuer", issuer());
        setup.put("callback", CALLBACK);
        setup.put("therapist", Map.of("name", THERAPIST, "password", PASSWORD));
        setup.put("patient", Map.of("name", PATIENT, "password", PASSWORD));
        setup.put("keys", KEYS.stream().map(JWK::toJSONObject).toList());
        return setup;
    }

    private static JWK rsa() {
        try {
            return new RSAKeyGenerator(2048)
                    .algorithm(JWSAlgorithm.RS384)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("rsa")
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWK ec() {
        try {
            return new ECKeyGenerator(Curve.P_384)
                    .algorithm(new Algorithm("ES384"))
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID("ec")
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
