package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client can use and check each signature algorithm that discovery advertises, with Nimbus' library. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DiscoveredAlgorithmsIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final TestClient ASKER = TestClient.confidential("asker").redirectUris(CALLBACK);
    private static final String SECRET = "a-secret-of-64-characters-and-more-so-that-it-does-for-HS512-too!";
    private static final List<String> RSA_AND_EC =
            List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
    private static final List<String> HMAC = List.of("HS256", "HS384", "HS512");
    private static final Map<String, JWK> KEYS = keys();
    private static final EdwardsKey EDWARDS = new EdwardsKey("EdDSA");

    private TestRealm realm;
    private Oidc oidc;
    private JsonNode document;

    @BeforeAll
    void create(Keycloak keycloak) {
        TestRealm.Builder builder = keycloak.realm().user("tina", "tina-password");
        List<JWK> published = new ArrayList<>(KEYS.values());
        published.add(EDWARDS.jwk());
        String jwks = new JWKSet(published).toPublicJWKSet().toString();
        builder.client(TestClient.service("signer")
                .set("clientAuthenticatorType", "client-jwt")
                .attribute("use.jwks.string", "true")
                .attribute("jwks.string", jwks));
        builder.client(TestClient.service("mac")
                .set("clientAuthenticatorType", "client-secret-jwt")
                .set("secret", SECRET));
        builder.client(
                ASKER.set("secret", SECRET).attribute("use.jwks.string", "true").attribute("jwks.string", jwks));
        for (String algorithm : with(all(), HMAC)) {
            builder.client(TestClient.confidential("id-" + algorithm)
                    .set("secret", SECRET)
                    .redirectUris(CALLBACK)
                    .attribute("id.token.signed.response.alg", algorithm)
                    .attribute("user.info.response.signature.alg", algorithm)
                    .attribute("authorization.signed.response.alg", algorithm));
        }
        realm = builder.create();
        oidc = realm.oidc();
        document = oidc.openIdConfiguration().expect(200).json();
    }

    private static List<String> all() {
        return with(RSA_AND_EC, List.of("EdDSA"));
    }

    private static List<String> with(List<String> some, List<String> more) {
        return Stream.of(some, more).flatMap(List::stream).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "userinfo", "authorization"})
    void answerWhenSignedByAnAdvertisedAlgorithmThenAClientCanCheckIt(String what) throws Exception {
        List<String> advertised = strings(what + "_signing_alg_values_supported");
        assertThat(advertised.stream().filter(algorithm -> !algorithm.equals("none")))
                .containsExactlyInAnyOrderElementsOf(all());

        for (String algorithm : all()) {
            SignedJWT answer = SignedJWT.parse(signedAnswer(what, algorithm));
            assertThat(answer.getHeader().getAlgorithm().getName()).as(what).isEqualTo(algorithm);
            assertThat(isValid(answer)).as("%s by %s", what, algorithm).isTrue();
        }
    }

    /**
     * OpenID Connect Core section 10.1 requires the client's secret. Keycloak uses a key of the realm that no client
     * has.
     */
    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void answerWhenByAMacThenNoClientCanCheckItAndItIsNotAdvertised(String algorithm) throws Exception {
        SignedJWT answer = SignedJWT.parse(signedAnswer("id_token", algorithm));

        assertThat(answer.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
        assertThat(answer.verify(new MACVerifier(SECRET))).isFalse();
        assertThat(strings("id_token_signing_alg_values_supported")).doesNotContain(algorithm);
    }

    @Test
    void assertionWhenSignedByAnAdvertisedAlgorithmThenTaken() throws Exception {
        assertThat(strings("token_endpoint_auth_signing_alg_values_supported"))
                .containsExactlyInAnyOrderElementsOf(with(all(), HMAC));

        for (String algorithm : all()) {
            Answer answer = authenticate("signer", sign(algorithm, claims("signer")));
            assertThat(answer.accessToken())
                    .as("%s: %s", algorithm, answer.body())
                    .isNotEmpty();
        }
        for (String algorithm : HMAC) {
            Answer answer = authenticate("mac", mac(algorithm, claims("mac")));
            assertThat(answer.accessToken())
                    .as("%s: %s", algorithm, answer.body())
                    .isNotEmpty();
        }
    }

    @Test
    void assertionWhenNotSignedOrByTheWrongKindOfKeyThenInvalidClient() throws Exception {
        JWTClaimsSet claims = claims("signer");
        assertThat(strings("token_endpoint_auth_signing_alg_values_supported")).doesNotContain("none", "ES256K");

        assertThat(authenticate("signer", new PlainJWT(claims).serialize()).error())
                .isEqualTo("invalid_client");
        assertThat(authenticate("signer", mac("HS256", claims)).error()).isEqualTo("invalid_client");
        assertThat(authenticate("mac", sign("RS256", claims("mac"))).error()).isEqualTo("invalid_client");
    }

    @Test
    void requestObjectWhenSignedByAnAdvertisedAlgorithmThenTaken() throws Exception {
        assertThat(strings("request_object_signing_alg_values_supported"))
                .containsExactlyInAnyOrderElementsOf(with(with(all(), HMAC), List.of("none")));

        for (String algorithm : all()) {
            assertThat(asked(sign(algorithm, request()))).as(algorithm).containsKey("code");
        }
        for (String algorithm : HMAC) {
            assertThat(asked(mac(algorithm, request()))).as(algorithm).containsKey("code");
        }
        assertThat(asked(new PlainJWT(request()).serialize())).as("none").containsKey("code");
    }

    private Map<String, String> asked(String requestObject) {
        var request = oidc.authorization(ASKER).parameter("request", requestObject);
        return realm.browser()
                .open(request.uri())
                .login("tina", "tina-password")
                .redirectParameters();
    }

    private JWTClaimsSet request() {
        var request = oidc.authorization(ASKER);
        var claims = new JWTClaimsSet.Builder()
                .issuer("asker")
                .audience(oidc.issuer().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
        request.parameters().forEach(claims::claim);
        return claims.build();
    }

    private String signedAnswer(String what, String algorithm) {
        TestClient client = TestClient.registered("id-" + algorithm, SECRET).redirectUris(CALLBACK);
        if (what.equals("authorization")) {
            var request = oidc.authorization(client).parameter("response_mode", "query.jwt");
            return realm.browser()
                    .open(request.uri())
                    .login("tina", "tina-password")
                    .redirectParameters()
                    .getOrDefault("response", "");
        }
        Answer tokens = realm.signIn(client, "tina", "tina-password").expect(200);
        return what.equals("id_token")
                ? tokens.text("id_token")
                : oidc.userinfo(tokens.accessToken()).expect(200).body();
    }

    /** By the realm's published keys, which a client has. */
    private boolean isValid(SignedJWT answer) throws Exception {
        JWK key = JWKSet.parse(
                        oidc.get("/protocol/openid-connect/certs").expect(200).body())
                .getKeyByKeyId(answer.getHeader().getKeyID());
        if (key instanceof OctetKeyPair edwards) {
            return EdwardsKey.verifies(edwards, answer);
        }
        assertThat(key).as("published key %s", answer.getHeader()).isInstanceOf(AsymmetricJWK.class);
        return answer.verify(new DefaultJWSVerifierFactory()
                .createJWSVerifier(answer.getHeader(), ((AsymmetricJWK) key).toPublicKey()));
    }

    private Answer authenticate(String client, String assertion) {
        var form = new HashMap<>(Map.of("grant_type", "client_credentials", "client_id", client));
        form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        form.put("client_assertion", assertion);
        return oidc.post("token", form);
    }

    private JWTClaimsSet claims(String client) {
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(oidc.issuer().toString())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .build();
    }

    private static String sign(String algorithm, JWTClaimsSet claims) throws JOSEException {
        if (algorithm.equals("EdDSA")) {
            return EDWARDS.sign(claims);
        }
        JWK key = KEYS.get(algorithm);
        JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
        var jwt = new SignedJWT(new JWSHeader.Builder(alg).keyID(key.getKeyID()).build(), claims);
        JWSSigner signer = new DefaultJWSSignerFactory().createJWSSigner(key, alg);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static String mac(String algorithm, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.parse(algorithm)), claims);
        jwt.sign(new MACSigner(SECRET.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    private static Map<String, JWK> keys() {
        try {
            var keys = new HashMap<String, JWK>();
            for (String algorithm : RSA_AND_EC) {
                keys.put(algorithm, key(algorithm));
            }
            return Map.copyOf(keys);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWK key(String algorithm) throws JOSEException {
        var alg = JWSAlgorithm.parse(algorithm);
        return algorithm.startsWith("ES")
                ? new ECKeyGenerator(Curve.forJWSAlgorithm(alg).iterator().next())
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(algorithm)
                        .algorithm(alg)
                        .generate()
                : new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(algorithm)
                        .algorithm(alg)
                        .generate();
    }

    private List<String> strings(String field) {
        return StreamSupport.stream(document.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
