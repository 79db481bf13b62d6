package io.caregate.it.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.TestRealm;
import io.caregate.it.policy.UndisarmableIT.Attack;
import io.caregate.it.policy.UndisarmableIT.Target;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ways to have the realm's key sign something with the audience of the API that is not a therapist's token. */
final class SigningAttacks {
    private static final String API = "health-api";
    private static final String ADDRESS = "https://api.example.org/fhir";
    private static final String GOOD = "https://app.example.org/callback";

    private SigningAttacks() {}

    static Stream<Attack> all() {
        return Stream.of(
                new Attack("a signed introspection answer of a refresh token", target -> {
                    Answer tokens = signInAtHidden(target, "pat");
                    return tokens != null
                            && isForTheApi(introspectForJwt(target, tokens.refreshToken(), "refresh_token"), API);
                }),
                new Attack("a signed introspection answer that lives for hours", target -> {
                    Answer tokens = signInAtHidden(target, "thea");
                    String jwt = introspectForJwt(target, tokens.accessToken(), "access_token");
                    JsonNode claims = Oidc.claims(jwt);
                    return isForTheApi(jwt, API)
                            && claims.path("exp").asLong() - claims.path("iat").asLong() > 300;
                }),
                new Attack("an ID token by a client that has the API's address for a name", target -> {
                    addressOfTheApi(target);
                    TestClient namesake = TestClient.confidential(ADDRESS).redirectUris(GOOD);
                    target.post("/clients", namesake.json()).expect(201);
                    Answer answer = target.answerOrNothing(namesake, "openid");
                    return answer != null && isForTheApi(answer.text("id_token"), ADDRESS);
                }),
                new Attack("a resource indicator of the API", target -> {
                    addressOfTheApi(target);
                    TestClient app =
                            TestClient.confidential("app").redirectUris(GOOD).audienceMapper(API);
                    target.post("/clients", app.json()).expect(201);
                    var request = target.realm().oidc().authorization(app).parameter("resource", ADDRESS);
                    Page page = target.realm().browser().open(request.uri()).login("pat", "pat-password");
                    String code = page.hasRedirect() ? page.redirectParameters().get("code") : null;
                    return code != null
                            && isForTheApi(
                                    target.realm()
                                            .oidc()
                                            .code(app, request, code)
                                            .accessToken(),
                                    ADDRESS);
                }),
                new Attack("a resource indicator of the API, kept at a refresh after the role is gone", target -> {
                    addressOfTheApi(target);
                    TestClient app =
                            TestClient.confidential("app").redirectUris(GOOD).audienceMapper(API);
                    target.post("/clients", app.json()).expect(201);
                    var request = target.realm().oidc().authorization(app).parameter("resource", ADDRESS);
                    Page page = target.realm().browser().open(request.uri()).login("thea", "thea-password");
                    Answer tokens = target.realm().oidc().code(app, request, page.code());
                    target.realm().revoke("thea", "therapist");
                    return isForTheApi(
                            target.realm()
                                    .oidc()
                                    .refresh(app, tokens.refreshToken())
                                    .accessToken(),
                            ADDRESS);
                }),
                new Attack("a client assertion of an identity provider", SigningAttacks::clientAssertion),
                new Attack("a signed authorization answer to the API's own client", target -> {
                    target.change(API, Map.of("standardFlowEnabled", true, "redirectUris", List.of(GOOD)));
                    Page page = target.realm()
                            .browser()
                            .open(target.realm()
                                    .oidc()
                                    .authorization(TestClient.confidential(API).redirectUris(GOOD))
                                    .parameter("response_mode", "query.jwt")
                                    .parameter("prompt", "none")
                                    .uri());
                    return page.hasRedirect()
                            && isForTheApi(page.redirectParameters().getOrDefault("response", ""), API);
                }),
                new Attack("signed userinfo of the API's own client", target -> {
                    TestClient api = TestClient.confidential(API).redirectUris(GOOD);
                    target.change(
                            API,
                            Map.of(
                                    "standardFlowEnabled",
                                    true,
                                    "redirectUris",
                                    List.of(GOOD),
                                    "attributes",
                                    Map.of("user.info.response.signature.alg", "RS256")));
                    Answer tokens = target.realm().signIn(api, "thea", "thea-password");
                    return isForTheApi(
                            target.realm().oidc().userinfo(tokens.accessToken()).body(), API);
                }));
    }

    private static void addressOfTheApi(Target target) {
        target.change(API, Map.of("attributes", Map.of("resource_url", ADDRESS)))
                .expect(204);
    }

    /** Signs in at a client for which only introspection shows the API's audience. */
    private static Answer signInAtHidden(Target target, String user) {
        TestClient hidden = hidden();
        target.post("/clients", hidden.json()).expect(201);
        var request = target.realm().oidc().authorization(hidden);
        Page page = target.realm().browser().open(request.uri()).login(user, user + "-password");
        String code = page.hasRedirect() ? page.redirectParameters().get("code") : null;
        return code == null ? null : target.realm().oidc().code(hidden, request, code);
    }

    private static TestClient hidden() {
        return TestClient.confidential("hidden")
                .redirectUris(GOOD)
                .attribute("access.token.lifespan", "36000")
                .attribute("client.introspection.response.allow.jwt.claim.enabled", "true")
                .attribute("allow.token.introspection.without.audience.check", "true")
                .mapper(Map.of(
                        "name",
                        "hidden audience",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of(
                                "included.client.audience", API,
                                "access.token.claim", "false",
                                "introspection.token.claim", "true")));
    }

    private static String introspectForJwt(Target target, String token, String hint) {
        return target.realm().oidc().introspectForJwt(hidden(), token, hint).text("jwt");
    }

    private static boolean clientAssertion(Target target) {
        try (FormSink sink = new FormSink()) {
            Map<String, String> config = new HashMap<>();
            config.put("clientId", target.realm().oidc().issuer().toString());
            config.put("clientAuthMethod", "private_key_jwt");
            config.put("clientAssertionAudience", API);
            config.put("authorizationUrl", sink.url() + "auth");
            config.put("tokenUrl", sink.url() + "token");
            target.post(
                    "/identity-provider/instances",
                    Map.of("alias", "idp", "providerId", "oidc", "enabled", true, "config", config));
            TestClient app = TestClient.confidential("app").redirectUris(GOOD);
            target.post("/clients", app.json());
            var browser = target.realm().browser();
            Page page = browser.open(target.realm()
                    .oidc()
                    .authorization(app)
                    .parameter("kc_idp_hint", "idp")
                    .uri());
            String state =
                    URLEncoder.encode(String.valueOf(page.redirectParameters().get("state")), StandardCharsets.UTF_8);
            browser.open(URI.create(target.realm().oidc().issuer() + "/broker/idp/endpoint?code=c&state=" + state));
            return sink.received("client_assertion").stream().anyMatch(jwt -> isForTheApi(jwt, API));
        }
    }

    private static boolean isForTheApi(String jwt, String name) {
        return jwt.split("\\.").length == 3
                && Oidc.claims(jwt).path("aud").toString().contains("\"" + name + "\"");
    }

    /** The realm for a test of requests that still work, next to the attacks. */
    static TestRealm.Builder resource(TestRealm.Builder realm, TestClient app) {
        return realm.realmRole("therapist")
                .user("thea", "thea-password", "therapist")
                .client(TestClient.resourceServer(API).attribute("resource_url", ADDRESS))
                .client(app.audienceMapper(API));
    }
}
