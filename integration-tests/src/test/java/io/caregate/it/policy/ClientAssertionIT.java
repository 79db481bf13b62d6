package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.SharedServer;
import io.caregate.server.KeycloakServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that authenticate by signed assertions, and the assertions that stock Keycloak accepts. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClientAssertionIT {

    /** Assertions that stock Keycloak accepts, and the pack does not. */
    private enum Attack {
        /** Only with {@link #SEVERAL_AUDIENCES}. */
        MEANT_FOR_TWO(realm -> realm.clientCredentials(
                realm.by("signer").claim("aud", List.of(realm.issuer(), "https://other.example.org")))),
        MEANT_FOR_PAR(realm -> realm.clientCredentials(realm.by("signer")
                .claim("aud", realm.endpoint("ext/par/request").toString()))),
        MEANT_FOR_INTROSPECTION(realm -> realm.clientCredentials(realm.by("signer")
                .claim("aud", realm.endpoint("token/introspect").toString()))),
        MEANT_FOR_CIBA(realm -> realm.clientCredentials(
                realm.by("signer").claim("aud", realm.endpoint("ext/ciba/auth").toString()))),
        NO_KID(realm -> realm.clientCredentials(realm.by("signer").header("kid", null))),
        EXPIRES_TOMORROW(
                realm -> realm.clientCredentials(realm.by("signer").in("iat", 0).in("exp", 86_400))),
        EXPIRES_TOMORROW_BY_ATTRIBUTE(
                realm -> realm.clientCredentials(realm.by("lasting").in("exp", 86_000))),
        HOURS_OLD_BY_ATTRIBUTE(realm ->
                realm.clientCredentials(realm.by("lasting").in("iat", -80_000).in("exp", 60))),
        LONG_LIVED_OF_A_PARTNER(realm -> realm.clientCredentials(
                realm.byPartner(AssertionRealm.PARTNER).in("iat", 0).in("exp", 86_400))),
        USED_TWICE_OF_A_PARTNER(realm -> {
            ClientAssertion assertion = realm.byPartner(AssertionRealm.PARTNER);
            realm.clientCredentials(assertion).expect(200);
            return realm.clientCredentials(assertion);
        });

        static final String SEVERAL_AUDIENCES =
                "--spi-login-protocol--openid-connect--allow-multiple-audiences-for-jwt-client-authentication=true";

        private final Function<AssertionRealm, Answer> run;

        Attack(Function<AssertionRealm, Answer> run) {
            this.run = run;
        }
    }

    private AssertionRealm realm;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = new AssertionRealm(keycloak);
    }

    @ParameterizedTest
    @EnumSource
    void attackWhenStockKeycloakTakesItThenRefused(Attack attack) {
        assertRefused(attack.run.apply(realm));
    }

    @Test
    void stockKeycloakWhenAttackedThenTakesItAndForgetsAndMixesIds() {
        try (KeycloakServer server = SharedServer.builder()
                .withoutPack()
                .option(Attack.SEVERAL_AUDIENCES)
                .start()) {
            var stock = new AssertionRealm(new Keycloak(server));
            var second = new AssertionRealm(new Keycloak(server));
            var softly = new SoftAssertions();
            for (Attack attack : Attack.values()) {
                softly.assertThat(attack.run.apply(stock).status())
                        .as(attack.name())
                        .isEqualTo(200);
            }
            ClientAssertion forgotten = stock.by("brief").in("iat", 10).in("exp", 200);
            softly.assertThat(stock.clientCredentials(forgotten).status()).isEqualTo(200);
            await("the same assertion again")
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> stock.clientCredentials(forgotten).status() == 200);

            stock.clientCredentials(stock.by("signer").claim("jti", "1")).expect(200);
            softly.assertThat(stock.clientCredentials(stock.by("other").claim("jti", "1"))
                            .errorDescription())
                    .as("another client's id")
                    .contains("reuse");
            softly.assertThat(second.clientCredentials(second.by("signer").claim("jti", "1"))
                            .errorDescription())
                    .as("another realm's id")
                    .contains("reuse");
            String careful = AssertionRealm.CAREFUL_PARTNER;
            stock.clientCredentials(stock.byPartner(careful).claim("jti", "7")).expect(200);
            softly.assertThat(second.clientCredentials(second.byPartner(careful).claim("jti", "7"))
                            .status())
                    .as("an identity provider's id, used in another realm")
                    .isNotEqualTo(200);
            softly.assertThat(stock.clientCredentials(asSmartHasIt(stock, "RS384"))
                            .status())
                    .as("the form of SMART, 5 minutes and no iat")
                    .isEqualTo(400);
            softly.assertAll();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS384", "ES384", "RS256"})
    void assertionWhenAsSmartHasItThenToken(String algorithm) {
        realm.clientCredentials(asSmartHasIt(realm, algorithm)).expect(200);
    }

    @Test
    void audienceWhenExactlyThisRealmThenTokenAndElseRefused(Keycloak keycloak) {
        String issuer = realm.issuer();
        String token = realm.endpoint("token").toString();
        for (Object audience : List.of(issuer, List.of(issuer), token, List.of(token))) {
            realm.clientCredentials(realm.by("signer").claim("aud", audience)).expect(200);
        }
        for (Object audience : List.of(
                List.of(issuer, "https://other.example.org"),
                List.of(issuer, token),
                List.of(issuer, issuer),
                List.of(),
                issuer + "/",
                keycloak.url() + "/realms/master",
                keycloak.url() + "/realms/master/protocol/openid-connect/token",
                "https://other.example.org/token",
                7)) {
            assertRefused(realm.clientCredentials(realm.by("signer").claim("aud", audience)));
        }
        Answer refused = realm.clientCredentials(realm.by("signer").claim("aud", null));
        assertRefused(refused);
        assertThat(refused.errorDescription()).contains("no aud", issuer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # exp | iat | nbf | taken
            300   | -   | -   | true
            290   | 0   | -   | true
            400   | -   | -   | false
            400   | 0   | -   | false
            20    | -   | -   | true
            0     | -   | -   | false
            -     | -   | -   | false
            -     | 0   | -   | false
            60    | -240 | -  | true
            60    | -400 | -  | false
            60    | 10  | -   | true
            60    | 60  | -   | false
            60    | -   | 10  | true
            60    | -   | 60  | false
            """)
    void timesWhenWithinFiveMinutesThenTokenAndElseRefused(
            @Nullable Long exp, @Nullable Long iat, @Nullable Long nbf, boolean taken) {
        ClientAssertion assertion = realm.by("signer").claim("exp", null);
        if (exp != null) {
            assertion.in("exp", exp);
        }
        if (iat != null) {
            assertion.in("iat", iat);
        }
        if (nbf != null) {
            assertion.in("nbf", nbf);
        }

        Answer answer = realm.clientCredentials(assertion);

        assertThat(answer.status()).as(answer.body()).isEqualTo(taken ? 200 : 400);
        assertThat(answer.error()).isEqualTo(taken ? "" : "invalid_client");
    }

    @Test
    void issuerAndSubjectWhenNotBothTheClientThenRefused() {
        assertRefused(realm.clientCredentials(realm.by("signer").claim("sub", "other")));
        assertRefused(realm.clientCredentials(realm.by("signer").claim("sub", null)));
        assertRefused(realm.clientCredentials(realm.by("signer").claim("iss", null)));
        // No client is meant: Keycloak's answer for an unknown one.
        Answer unknown = realm.clientCredentials(realm.by("signer").claim("iss", "https://unknown.example.org"));
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.error()).isEqualTo("invalid_client");
        assertRefused(realm.realm()
                .oidc()
                .post(
                        "token",
                        realm.by("signer")
                                .claim("iss", "https://unknown.example.org")
                                .form(Map.of("grant_type", "client_credentials", "client_id", "signer"))));
    }

    @Test
    void keyIdWhenOfAKeyInAnAttributeThenToken() {
        realm.clientCredentials(realm.by("keyed")).expect(200);
        assertRefused(realm.clientCredentials(realm.by("keyed").header("kid", "")));
        assertRefused(realm.clientCredentials(realm.by("signer").header("kid", null)));
        assertThat(realm.clientCredentials(realm.by("signer").header("kid", "ec-key"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void keyIdWhenTheClientHasOneKeyThenNeededForSmartScopesOnly() {
        realm.clientCredentials(realm.by("keyed").header("kid", null)).expect(200);
        realm.clientCredentials(realm.by("lone").header("kid", null)).expect(200);
        for (String client : List.of("keyed", "lone")) {
            Answer smart = realm.realm()
                    .oidc()
                    .post(
                            "token",
                            realm.by(client)
                                    .header("kid", null)
                                    .form(Map.of("grant_type", "client_credentials", "scope", "system/Patient.rs")));
            assertRefused(smart);
            assertThat(smart.errorDescription()).contains("no kid", "SMART");
        }
    }

    @Test
    void keyWhenNoAssertionCanChooseItThenRefusedOnAWriteAndAFinding() {
        String named = SigningKey.jwks(AssertionRealm.RSA, AssertionRealm.EC);
        TestClient client = AssertionRealm.signs(TestClient.service("unchosen"))
                .attribute("jwks.string", named.replaceFirst("\"kid\":\"rsa-key\",", ""));
        Answer refused = realm.realm().register(client);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_client_metadata");
        assertThat(refused.errorDescription()).contains("jwks.string", "kid", "client-assertion");
        realm.realm()
                .register(AssertionRealm.signs(TestClient.service("chosen")).attribute("jwks.string", named))
                .expect(201);
    }

    @Test
    void idWhenMissingOrUsedThenRefused() {
        assertRefused(realm.clientCredentials(realm.by("signer").claim("jti", null)));
        assertRefused(realm.clientCredentials(realm.by("signer").claim("jti", "")));

        ClientAssertion first = realm.by("signer").claim("jti", "first");
        realm.clientCredentials(first).expect(200);
        Answer again = realm.clientCredentials(first);
        assertRefused(again);
        assertThat(again.errorDescription()).contains("jti was used before");
        // The same id in a new assertion, and at another endpoint.
        assertRefused(
                realm.clientCredentials(realm.by("signer").claim("jti", "first").in("exp", 200)));
        assertRefused(realm.realm()
                .oidc()
                .post(
                        "token/introspect",
                        realm.by("signer").claim("jti", "first").form(Map.of("token", "none"))));
    }

    @Test
    void idWhenUsedAtTheSameTimeThenOneTokenOnly() {
        ClientAssertion assertion = realm.by("signer");
        List<CompletableFuture<Answer>> answers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> realm.clientCredentials(assertion)))
                .limit(8)
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                .containsOnlyOnce(200);
    }

    @Test
    void audienceWhenTheRealmHasAFrontendUrlThenItsIssuer(Keycloak keycloak) {
        var fronted = new AssertionRealm(keycloak);
        String before = fronted.issuer();
        String after = "https://login.example.org/realms/" + fronted.realm().name();
        keycloak.admin()
                .put(
                        fronted.realm().adminPath(""),
                        Map.of("attributes", Map.of("frontendUrl", "https://login.example.org")))
                .expect(204);

        assertRefused(fronted.clientCredentials(fronted.by("signer").claim("aud", before)));
        fronted.clientCredentials(fronted.by("signer").claim("aud", after)).expect(200);
        fronted.clientCredentials(fronted.by("signer").claim("aud", after + "/protocol/openid-connect/token"))
                .expect(200);
    }

    @Test
    void idWhenUsedByAnotherThenTokenAllTheSame(Keycloak keycloak) {
        realm.clientCredentials(realm.by("signer").claim("jti", "shared")).expect(200);
        realm.clientCredentials(realm.by("other").claim("jti", "shared")).expect(200);
        var second = new AssertionRealm(keycloak);
        second.clientCredentials(second.by("signer").claim("jti", "shared")).expect(200);
        assertRefused(realm.clientCredentials(realm.by("other").claim("jti", "shared")));
    }

    @Test
    void partnersIdWhenUsedInAnotherRealmThenTokenAllTheSame(Keycloak keycloak) {
        String careful = AssertionRealm.CAREFUL_PARTNER;
        var second = new AssertionRealm(keycloak);
        second.clientCredentials(second.byPartner(careful).claim("jti", "7")).expect(200);
        realm.clientCredentials(realm.byPartner(careful).claim("jti", "7")).expect(200);
        assertThat(realm.clientCredentials(realm.byPartner(careful).claim("jti", "7"))
                        .error())
                .isEqualTo("invalid_client");
    }

    @Test
    void idWhenASignatureIsWrongThenNotUsedUp() {
        ClientAssertion forged = ClientAssertion.of("signer", SigningKey.rsa("rsa-key"), "RS256", realm.issuer())
                .claim("jti", "guessed");

        assertThat(realm.clientCredentials(forged).error()).isEqualTo("invalid_client");
        realm.clientCredentials(realm.by("signer").claim("jti", "guessed")).expect(200);
    }

    @Test
    void idWhenTheClientsAttributeShortensTheLifeThenRememberedAllTheSame() {
        ClientAssertion assertion = realm.by("brief").in("iat", 10).in("exp", 200);
        realm.clientCredentials(assertion).expect(200);

        await("longer than the attribute says")
                .atMost(Duration.ofSeconds(8))
                .during(Duration.ofSeconds(4))
                .until(() ->
                        realm.clientCredentials(assertion).errorDescription().contains("jti was used before"));
        // It still shortens.
        assertThat(realm.clientCredentials(realm.by("brief").in("exp", 60)).status())
                .isEqualTo(400);
        realm.clientCredentials(realm.by("lasting").in("exp", 300)).expect(200);
    }

    @Test
    void secretJwtWhenForThisRealmOnceThenTokenAndElseRefused() {
        realm.clientCredentials(bySecret()).expect(200);
        assertRefused(
                realm.clientCredentials(bySecret().claim("aud", List.of(realm.issuer(), "https://evil.example"))));
        assertRefused(realm.clientCredentials(
                bySecret().claim("aud", realm.endpoint("ext/par/request").toString())));
        assertRefused(realm.clientCredentials(bySecret().in("iat", 0).in("exp", 400)));
        assertRefused(realm.clientCredentials(bySecret().claim("jti", null)));
        ClientAssertion twice = bySecret();
        realm.clientCredentials(twice).expect(200);
        assertRefused(realm.clientCredentials(twice));
    }

    @Test
    void partnersAssertionWhenForThisRealmOnceThenTokenAndElseRefused() {
        realm.clientCredentials(realm.byPartner(AssertionRealm.PARTNER)).expect(200);
        assertRefused(
                realm.clientCredentials(realm.byPartner(AssertionRealm.PARTNER).claim("jti", null)));
        assertRefused(
                realm.clientCredentials(realm.byPartner(AssertionRealm.PARTNER).header("kid", null)));
        Answer several = realm.clientCredentials(realm.byPartner(AssertionRealm.PARTNER)
                .claim("aud", List.of(realm.issuer(), "https://other.example.org")));
        assertThat(several.status()).isIn(400, 401);
        assertThat(several.error()).isEqualTo("invalid_client");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("endpoints")
    void endpointWhenTheAssertionIsMeantForTwoThenRefusedAndForOneThenServed(
            String endpoint, Map<String, String> form, int served, String error, String event) {
        Answer refused = realm.realm()
                .oidc()
                .post(
                        endpoint,
                        realm.by("every")
                                .claim("aud", List.of(realm.issuer(), "https://other.example.org"))
                                .form(form));
        JsonNode raised = lastEvent("every", event);
        Answer accepted = realm.realm().oidc().post(endpoint, realm.by("every").form(form));

        switch (endpoint) {
            // Keycloak has one answer for every error there.
            case "ext/par/request" ->
                assertThat(refused.status()).as(refused.body()).isEqualTo(401);
            case "ext/ciba/auth" -> assertRefused(401, refused);
            default -> assertRefused(refused);
        }
        assertThat(raised.path("details").path("rule").asText()).isEqualTo("client-assertion");
        assertThat(raised.path("details").path("reason").asText()).contains("several values in aud");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(served);
        assertThat(accepted.error()).as(accepted.body()).isEqualTo(error);
    }

    static Stream<Arguments> endpoints() {
        return Stream.of(
                grant(Map.of("grant_type", "client_credentials"), 200, "", "CLIENT_LOGIN_ERROR"),
                grant(
                        Map.of("grant_type", "authorization_code", "code", "none"),
                        400,
                        "invalid_grant",
                        "CODE_TO_TOKEN_ERROR"),
                grant(
                        Map.of("grant_type", "refresh_token", "refresh_token", "none"),
                        400,
                        "invalid_grant",
                        "REFRESH_TOKEN_ERROR"),
                grant(
                        Map.of(
                                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                                "subject_token", "none",
                                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
                        400,
                        "invalid_request",
                        "TOKEN_EXCHANGE_ERROR"),
                grant(
                        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", "none"),
                        400,
                        "invalid_grant",
                        "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR"),
                grant(
                        Map.of("grant_type", "urn:openid:params:grant-type:ciba", "auth_req_id", "none"),
                        400,
                        "invalid_grant",
                        "AUTHREQID_TO_TOKEN_ERROR"),
                Arguments.of(
                        "ext/par/request",
                        Map.of(
                                "response_type", "code",
                                "client_id", "every",
                                "redirect_uri", "https://app.example.org/callback"),
                        201,
                        "",
                        "PUSHED_AUTHORIZATION_REQUEST_ERROR"),
                Arguments.of("token/introspect", Map.of("token", "none"), 200, "", "INTROSPECT_TOKEN_ERROR"),
                // Keycloak says so with 200.
                Arguments.of("revoke", Map.of("token", "none"), 200, "invalid_token", "REVOKE_GRANT_ERROR"),
                Arguments.of("auth/device", Map.of("scope", "openid"), 200, "", "OAUTH2_DEVICE_AUTH_ERROR"),
                Arguments.of("ext/ciba/auth", Map.of("scope", "openid", "login_hint", "pat"), 200, "", "LOGIN_ERROR"),
                Arguments.of("logout", Map.of("refresh_token", "none"), 400, "invalid_grant", "LOGOUT_ERROR"));
    }

    private static Arguments grant(Map<String, String> form, int served, String error, String event) {
        return Arguments.of("token", form, served, error, event);
    }

    @Test
    void codeFlowWhenTheClientSignsThenTokenAndRefresh() {
        var request = realm.realm()
                .oidc()
                .authorization(TestClient.confidential("every").redirectUris("https://app.example.org/callback"));
        var page = realm.realm().browser().open(request.uri()).login("pat", "pat-password");
        Answer tokens = realm.realm()
                .oidc()
                .post(
                        "token",
                        realm.by("every")
                                .form(Map.of(
                                        "grant_type", "authorization_code",
                                        "code", page.code(),
                                        "redirect_uri", request.redirectUri(),
                                        "code_verifier", request.verifier())))
                .expect(200);
        Map<String, String> refresh = Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken());
        ClientAssertion assertion = realm.by("every");
        realm.realm().oidc().post("token", assertion.form(refresh)).expect(200);
        assertRefused(realm.realm().oidc().post("token", assertion.form(refresh)));
    }

    @Test
    void assertionWhenTheRealmIsExemptThenAsKeycloakHasIt(Keycloak keycloak) {
        String id = "assertion-in-master-" + ProcessHandle.current().pid();
        keycloak.admin()
                .post(
                        "/master/clients",
                        AssertionRealm.signs(TestClient.service(id)).json())
                .expect(201);
        try {
            var oidc = keycloak.oidc("master");
            oidc.post(
                            "token",
                            ClientAssertion.of(
                                            id,
                                            AssertionRealm.RSA,
                                            "RS256",
                                            oidc.endpoint("ext/par/request").toString())
                                    .form(Map.of("grant_type", "client_credentials")))
                    .expect(200);
        } finally {
            keycloak.admin()
                    .delete("/master/clients/" + keycloak.admin().clientUuid("master", id))
                    .expect(204);
        }
    }

    @Test
    void authenticatorWhenListedThenUnderKeycloaksNameAndMethod() {
        JsonNode listed = realm.realm()
                .admin()
                .get(realm.realm().adminPath("/authentication/client-authenticator-providers"))
                .expect(200)
                .json();
        assertThat(listed.findValuesAsText("displayName"))
                .contains("Signed JWT", "Signed JWT with Client Secret", "Signed JWT - Federated")
                .doesNotHaveDuplicates();
        assertThat(StreamSupport.stream(
                                realm.realm()
                                        .oidc()
                                        .openIdConfiguration()
                                        .json()
                                        .path("token_endpoint_auth_methods_supported")
                                        .spliterator(),
                                false)
                        .map(JsonNode::asText))
                .contains("private_key_jwt", "client_secret_jwt")
                .doesNotHaveDuplicates();
    }

    private static ClientAssertion asSmartHasIt(AssertionRealm realm, String algorithm) {
        SigningKey key = algorithm.startsWith("ES") ? AssertionRealm.EC : AssertionRealm.RSA;
        return ClientAssertion.of(
                        "signer", key, algorithm, realm.endpoint("token").toString())
                .in("exp", 300);
    }

    private ClientAssertion bySecret() {
        return ClientAssertion.of("hmac", AssertionRealm.SECRET, "HS256", realm.issuer());
    }

    private static void assertRefused(Answer answer) {
        assertRefused(400, answer);
    }

    private static void assertRefused(int status, Answer answer) {
        if (SharedServer.IS_26_6 && answer.errorDescription().equals("Authentication failed.")) {
            // Its introspection has one answer for every error.
            assertThat(answer.status()).as(answer.body()).isEqualTo(401);
            return;
        }
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.error()).as(answer.body()).isEqualTo("invalid_client");
        assertThat(answer.errorDescription()).as(answer.body()).endsWith("(client-assertion)");
    }

    private JsonNode lastEvent(String clientId, String type) {
        return realm.realm()
                .admin()
                .get(realm.realm().adminPath("/events?client=" + clientId + "&type=" + type))
                .expect(200)
                .json()
                .path(0);
    }
}
