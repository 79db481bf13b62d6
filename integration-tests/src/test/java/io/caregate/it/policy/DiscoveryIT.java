package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.AuthorizationRequest;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The discovery documents tell the truth: a table here has an exchange for each advertised value, no more and no fewer,
 * and the other values in the registries of IANA and OpenID are refused. Signatures are in
 * {@code DiscoveredAlgorithmsIT}, {@code tls_client_auth} in {@code TlsClientAuthIT}.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DiscoveryIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final String USER = "tina";
    private static final TestClient APP = TestClient.confidential("app")
            .redirectUris(CALLBACK)
            .attribute("oauth2.device.authorization.grant.enabled", "true")
            .attribute("oidc.ciba.grant.enabled", "true")
            .attribute("ciba.backchannel.token.delivery.mode", "poll")
            .attribute("standard.token.exchange.enabled", "true")
            .attribute("oauth2.jwt.authorization.grant.enabled", "true")
            .attribute("oauth2.jwt.authorization.grant.idp", PartnerIssuer.ALIAS)
            .set("serviceAccountsEnabled", true)
            .set("authorizationServicesEnabled", true)
            .audienceMapper("app");
    private static final TestClient SPA = TestClient.publicApp("spa").redirectUris(CALLBACK);
    private static final TestClient MAC = TestClient.service("mac").set("clientAuthenticatorType", "client-secret-jwt");
    private static final SigningKey KEY = SigningKey.ec("ec");
    private static final TestClient SIGNER = TestClient.service("signer")
            .set("clientAuthenticatorType", "client-jwt")
            .attribute("use.jwks.string", "true")
            .attribute("jwks.string", SigningKey.jwks(KEY));

    private Keycloak keycloak;
    private TestRealm realm;
    private Oidc oidc;
    private JsonNode document;

    @BeforeAll
    void create(Keycloak server) {
        keycloak = server;
        realm = keycloak.realm()
                .user(USER, "tina-password")
                .client(APP)
                .client(SPA)
                .client(MAC)
                .client(SIGNER)
                .create();
        oidc = realm.oidc();
        document = oidc.openIdConfiguration().expect(200).json();
    }

    @Test
    void documentsWhenComparedThenOneSaysWhatTheOtherSays() {
        assertThat(oidc.oauthAuthorizationServer().expect(200).json()).isEqualTo(document);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_endpoint,200",
        "token_endpoint,405",
        "introspection_endpoint,405",
        "userinfo_endpoint,401",
        "end_session_endpoint,200",
        "jwks_uri,200",
        "check_session_iframe,200",
        "revocation_endpoint,405",
        "device_authorization_endpoint,200",
        "backchannel_authentication_endpoint,405",
        "pushed_authorization_request_endpoint,405",
    })
    void endpointWhenAdvertisedThenThere(String name, int status) {
        URI address = URI.create(document.path(name).asText());

        Page page = realm.browser()
                .open(
                        name.equals("authorization_endpoint")
                                ? oidc.authorization(APP).uri()
                                : address);

        assertThat(address.toString()).startsWith(oidc.issuer().toString());
        assertThat(page.status()).as(page.toString()).isEqualTo(status);
    }

    @Test
    void registrationEndpointWhenAdvertisedThenThereForWhoIsAdmitted() {
        String token = realm.admin()
                .post(realm.adminPath("/clients-initial-access"), Map.of("count", 1, "expiration", 60))
                .text("token");

        assertThat(document.path("registration_endpoint").asText())
                .isEqualTo(oidc.issuer() + "/clients-registrations/openid-connect");
        assertThat(oidc.register(token, Map.of("redirect_uris", List.of(CALLBACK)))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void grantWhenAdvertisedThenItGivesAToken() {
        Map<String, Supplier<Answer>> exchanges = new LinkedHashMap<>();
        exchanges.put("authorization_code", this::signIn);
        exchanges.put("refresh_token", () -> oidc.refresh(APP, signIn().refreshToken()));
        exchanges.put("client_credentials", () -> oidc.clientCredentials(APP));
        exchanges.put("urn:ietf:params:oauth:grant-type:device_code", this::device);
        exchanges.put("urn:ietf:params:oauth:grant-type:jwt-bearer", this::jwtBearer);
        exchanges.put(
                "urn:ietf:params:oauth:grant-type:token-exchange",
                () -> oidc.exchange(APP, signIn().accessToken(), Map.of()));
        exchanges.put("urn:ietf:params:oauth:grant-type:uma-ticket", this::permission);
        exchanges.put("urn:openid:params:grant-type:ciba", this::ciba);

        assertThat(strings("grant_types_supported")).containsExactlyInAnyOrderElementsOf(exchanges.keySet());
        exchanges.forEach((grant, exchange) -> {
            Answer answer = exchange.get();
            assertThat(answer.accessToken()).as("%s: %s", grant, answer.body()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "implicit",
                "urn:ietf:params:oauth:grant-type:saml2-bearer",
                "urn:ietf:params:oauth:grant-type:pre-authorized_code",
                "urn:ietf:params:oauth:grant-type:migration",
                "none",
            })
    void grantWhenNotAdvertisedThenUnsupported(String grant) {
        Answer refused = oidc.token(
                APP, Map.of("grant_type", grant, "username", USER, "password", "tina-password", "assertion", "x"));

        assertThat(strings("grant_types_supported")).doesNotContain(grant);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("unsupported_grant_type");
    }

    @Test
    void responseTypeWhenAdvertisedThenAnsweredAsItSays() {
        assertThat(strings("response_types_supported")).containsExactlyInAnyOrder("code", "none");

        assertThat(answer(oidc.authorization(APP)))
                .containsKeys("code", "state")
                .doesNotContainKey("error");
        assertThat(answer(oidc.authorization(APP).responseType("none")))
                .containsKey("state")
                .doesNotContainKeys("error", "code", "access_token", "id_token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "id_token",
                "id_token token",
                "code token",
                "code id_token",
                "code id_token token",
                "vp_token",
                "vp_token id_token",
                "device_code",
            })
    void responseTypeWhenNotAdvertisedThenUnsupported(String type) {
        assertThat(strings("response_types_supported")).doesNotContain(type);
        assertThat(realm.browser()
                        .open(oidc.authorization(APP).responseType(type).uri())
                        .redirectParameters())
                .containsEntry("error", "unsupported_response_type")
                .containsKey("state");
    }

    @Test
    void responseModeWhenAdvertisedThenAnsweredInIt() {
        assertThat(strings("response_modes_supported"))
                .containsExactlyInAnyOrder(
                        "query", "fragment", "form_post", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt");

        for (String mode : strings("response_modes_supported")) {
            Page page = login(oidc.authorization(APP).parameter("response_mode", mode));
            Map<String, String> parameters =
                    mode.startsWith("form_post") ? page.formFields() : page.redirectParameters();
            URI target = mode.startsWith("form_post") ? page.formAction() : page.redirect();

            assertThat(target.toString()).as(mode).startsWith(CALLBACK);
            assertThat(target.getRawFragment() != null).as(mode).isEqualTo(mode.startsWith("fragment"));
            if (mode.endsWith("jwt")) {
                JsonNode claims = Oidc.claims(parameters.getOrDefault("response", ""));
                assertThat(claims.path("code").asText()).as(mode).isNotEmpty();
                assertThat(claims.path("iss").asText())
                        .as(mode)
                        .isEqualTo(oidc.issuer().toString());
            } else {
                assertThat(parameters).as(mode).containsKeys("code", "iss", "state");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"web_message", "direct_post", "direct_post.jwt", "body"})
    void responseModeWhenNotAdvertisedThenInvalidRequest(String mode) {
        assertThat(realm.browser()
                        .open(oidc.authorization(APP)
                                .parameter("response_mode", mode)
                                .uri())
                        .redirectParameters())
                .containsEntry("error", "invalid_request");
    }

    @Test
    void challengeMethodWhenAdvertisedThenTakenAndElseInvalidRequest() {
        assertThat(strings("code_challenge_methods_supported")).containsExactly("S256");

        assertThat(answer(oidc.authorization(SPA))).containsKey("code");
        for (String method : List.of("plain", "S512", "s256", "none")) {
            assertThat(realm.browser()
                            .open(oidc.authorization(SPA)
                                    .parameter("code_challenge_method", method)
                                    .uri())
                            .redirectParameters())
                    .as(method)
                    .containsEntry("error", "invalid_request");
        }
    }

    @Test
    void authenticationMethodWhenAdvertisedThenTaken() {
        Map<String, Supplier<String>> exchanges = new LinkedHashMap<>();
        exchanges.put("client_secret_basic", this::basic);
        exchanges.put("client_secret_post", () -> oidc.clientCredentials(APP).body());
        exchanges.put("client_secret_jwt", () -> asserted("mac", SigningKey.secret("mac-secret"), "HS256"));
        exchanges.put("private_key_jwt", () -> asserted("signer", KEY, "ES384"));
        exchanges.put("none", () -> realm.signIn(SPA, USER, "tina-password").body());

        assertThat(strings("token_endpoint_auth_methods_supported"))
                .containsExactlyInAnyOrderElementsOf(with(exchanges.keySet(), "tls_client_auth"));
        exchanges.forEach(
                (method, exchange) -> assertThat(exchange.get()).as(method).contains("\"access_token\""));
    }

    @Test
    void authenticationMethodWhenAdvertisedForTheOtherEndpointsThenTaken() {
        Set<String> secretOrKey =
                Set.of("client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt");

        assertThat(strings("introspection_endpoint_auth_methods_supported"))
                .containsExactlyInAnyOrderElementsOf(with(secretOrKey, "tls_client_auth"));
        assertThat(strings("revocation_endpoint_auth_methods_supported"))
                .containsExactlyInAnyOrderElementsOf(with(secretOrKey, "tls_client_auth", "none"));
        String token = signIn().accessToken();
        assertThat(oidc.introspect(APP, token).json().path("active").asBoolean())
                .isTrue();
        Answer anonymous = oidc.introspect(SPA, token);
        assertThat(anonymous.json().path("active").asBoolean(false))
                .as(anonymous.body())
                .isFalse();
        for (TestClient client : List.of(APP, SPA)) {
            String refresh = realm.signIn(client, USER, "tina-password").refreshToken();
            oidc.revoke(client, refresh).expect(200);
            assertThat(oidc.refresh(client, refresh).error()).isEqualTo("invalid_grant");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "mac", "signer"})
    void authenticationMethodWhenNotAdvertisedOrNotTheClientsThenRefused(String clientId) {
        Answer refused = oidc.post("token", Map.of("grant_type", "client_credentials", "client_id", clientId));

        assertThat(refused.status()).as(refused.body()).isIn(400, 401);
        assertThat(refused.error()).as(refused.body()).isIn("invalid_client", "unauthorized_client");
    }

    private Answer signIn() {
        return realm.signIn(APP, USER, "tina-password");
    }

    private Page login(AuthorizationRequest request) {
        return realm.browser().open(request.uri()).login(USER, "tina-password");
    }

    private Map<String, String> answer(AuthorizationRequest request) {
        return login(request).redirectParameters();
    }

    private Answer device() {
        Answer begun = oidc.device(APP, "openid").expect(200);
        Page page = realm.browser()
                .open(URI.create(begun.text("verification_uri_complete")))
                .login(USER, "tina-password");
        if (page.body().contains("name=\"accept\"")) {
            page.submit(Map.of("accept", "Yes"));
        }
        return oidc.deviceToken(APP, begun.text("device_code"));
    }

    private Answer jwtBearer() {
        var partner = new PartnerIssuer(realm);
        partner.trustFor(USER);
        return oidc.token(
                APP,
                Map.of(
                        "grant_type",
                        "urn:ietf:params:oauth:grant-type:jwt-bearer",
                        "assertion",
                        partner.assertion(USER)));
    }

    private Answer permission() {
        ResourceServer.open(realm, "app");
        return oidc.token(
                APP,
                Map.of(
                        "grant_type", "urn:ietf:params:oauth:grant-type:uma-ticket",
                        "audience", "app",
                        "subject_token", signIn().accessToken()));
    }

    private Answer ciba() {
        Answer begun = oidc.ciba(APP, USER).expect(200);
        keycloak.cibaDevice().approve(oidc, USER).expect(200);
        return oidc.cibaToken(APP, begun.text("auth_req_id"));
    }

    private String basic() {
        return keycloak.given()
                .auth()
                .preemptive()
                .basic("app", "app-secret")
                .formParam("grant_type", "client_credentials")
                .post(oidc.endpoint("token"))
                .asString();
    }

    private String asserted(String client, SigningKey key, String algorithm) {
        Map<String, String> form = ClientAssertion.of(
                        client, key, algorithm, oidc.issuer().toString())
                .form(Map.of("grant_type", "client_credentials"));
        return oidc.post("token", form).body();
    }

    private static List<String> with(Set<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    private List<String> strings(String field) {
        return StreamSupport.stream(document.path(field).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
