package io.caregate.it.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.ResourceServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.it.policy.UndisarmableIT.Attack;
import io.caregate.it.policy.UndisarmableIT.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Ways to turn one token into another that speaks for more, and to have a client registered whose tokens say something
 * untrue.
 */
final class DerivedAttacks {
    private static final String API = "health-api";
    private static final String GOOD = "https://app.example.org/callback";
    private static final String ID_TOKEN = "http://openid.net/specs/openid-connect-core-1_0.html#IDToken";

    private static final TestClient EXCHANGER = TestClient.service("exchanger")
            .set("fullScopeAllowed", true)
            .set("authorizationServicesEnabled", true)
            .attribute("standard.token.exchange.enabled", "true")
            .attribute("standard.token.exchange.enableRefreshRequestedTokenType", "SAME_SESSION")
            .attribute("client.introspection.response.allow.jwt.claim.enabled", "true")
            // Keycloak answers about a token only to those in its audience.
            .audienceMapper("exchanger");

    private DerivedAttacks() {}

    static Stream<Attack> all() {
        return Stream.concat(Stream.of("[m", "\u0007", "%0a").flatMap(DerivedAttacks::byAnotherName), plain());
    }

    /** The same grants by names from which Keycloak's token endpoint removes something before it reads them. */
    private static Stream<Attack> byAnotherName(String added) {
        String shown = added.replace("\u0007", "a bell");
        return Stream.of(
                new Attack("an administrator's token, exchanged by a grant type with " + shown, target -> {
                    String sent = administratorsToken(target);
                    return target.administers(target.realm()
                            .oidc()
                            .exchange(
                                    EXCHANGER,
                                    sent,
                                    Map.of("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange" + added)));
                }),
                new Attack("an administrator's token, in a UMA grant whose type has " + shown, target -> {
                    String sent = administratorsToken(target);
                    ResourceServer.open(target.realm(), target.admin(), EXCHANGER.id());
                    return target.administers(umaOf(target, EXCHANGER, EXCHANGER.id(), sent, added));
                }));
    }

    private static Stream<Attack> plain() {
        return Stream.of(
                new Attack("a refresh token in the place of an ID token", target -> {
                    TestClient app = resourceServer();
                    create(target, app);
                    return hasToken(uma(target, app, signIn(target, app, "pat").refreshToken()));
                }),
                new Attack("the ID token of a user who was disabled", target -> {
                    TestClient app = resourceServer();
                    create(target, app);
                    String id = signIn(target, app, "pat").text("id_token");
                    ObjectNode pat =
                            (ObjectNode) target.admin().user(target.realm().name(), "pat");
                    target.put("/users/" + pat.path("id").asText(), pat.put("enabled", false))
                            .expect(204);
                    return hasToken(uma(target, app, id));
                }),
                new Attack("a registered client that reaches the API without consent", target -> {
                    target.change(API, Map.of("authorizationServicesEnabled", true, "serviceAccountsEnabled", true))
                            .expect(204);
                    ResourceServer.open(target.realm(), target.admin(), API);
                    String initial = target.post("/clients-initial-access", Map.of("count", 1))
                            .text("token");
                    Answer registered = target.realm()
                            .oidc()
                            .registerInOwnForm(
                                    initial,
                                    TestClient.confidential("registered")
                                            .redirectUris(GOOD)
                                            .json());
                    TestClient app = TestClient.registered("registered", registered.text("secret"))
                            .redirectUris(GOOD);
                    var request = target.realm().oidc().authorization(app).scope("openid");
                    Page page = target.realm().browser().open(request.uri()).login("thea", "thea-password");
                    if (!page.hasRedirect()) {
                        page = page.submit(Map.of("accept", "Yes"));
                    }
                    Answer tokens = target.realm().oidc().code(app, request, page.code());
                    Answer answer = umaOf(target, app, API, tokens.accessToken());
                    return hasToken(answer)
                            && Oidc.claims(answer.accessToken())
                                    .path("aud")
                                    .toString()
                                    .contains("\"" + API + "\"");
                }),
                new Attack("an administrator's token, exchanged by an API that it was sent to", target -> {
                    String sent = administratorsToken(target);
                    return target.administers(target.realm().oidc().exchange(EXCHANGER, sent, Map.of()));
                }),
                new Attack("the same by a refresh token that introspection has signed again", target -> {
                    String refresh = exchangedForRefresh(target);
                    String copy = target.realm()
                            .oidc()
                            .introspectForJwt(EXCHANGER, refresh, "refresh_token")
                            .text("jwt");
                    return target.administers(target.realm().oidc().refresh(EXCHANGER, copy));
                }),
                new Attack("the same by an access token that introspection has signed again", target -> {
                    Oidc oidc = target.realm().oidc();
                    String refreshed = oidc.refresh(EXCHANGER, exchangedForRefresh(target))
                            .expect(200)
                            .accessToken();
                    String copy = oidc.introspectForJwt(EXCHANGER, refreshed, "access_token")
                            .text("jwt");
                    return CredentialAttacks.administers(target, copy);
                }),
                new Attack("a user's token, exchanged by an API and used at the user's account", target -> {
                    String realm = target.realm().name();
                    // Every user who was not imported has it.
                    target.admin()
                            .grantClientRole(realm, target.admin().userId(realm, "thea"), "account", "manage-account");
                    String sent = administratorsToken(target);
                    String token = target.realm()
                            .oidc()
                            .exchange(EXCHANGER, sent, Map.of())
                            .expect(200)
                            .accessToken();
                    return target.keycloak()
                                    .given()
                                    .auth()
                                    .oauth2(token)
                                    .accept("application/json")
                                    .get("/realms/" + realm + "/account")
                                    .statusCode()
                            == 200;
                }),
                new Attack("an access token of a public client, turned into one that lasts for the session", target -> {
                    TestClient app = resourceServer();
                    create(target, app);
                    TestClient spa =
                            TestClient.publicApp("spa").redirectUris(GOOD).audienceMapper(app.id());
                    target.post("/clients", spa.json()).expect(201);
                    Answer uma = umaOf(
                                    target,
                                    app,
                                    app.id(),
                                    signIn(target, spa, "pat").accessToken())
                            .expect(200);
                    return hasToken(target.realm().oidc().refresh(spa, uma.text("refresh_token")));
                }),
                new Attack("a registered client whose tokens name a record that its user chooses", target -> {
                    String initial = target.post("/clients-initial-access", Map.of("count", 1))
                            .text("token");
                    return target.realm()
                                    .oidc()
                                    .registerInOwnForm(
                                            initial,
                                            TestClient.confidential("registered")
                                                    .redirectUris(GOOD)
                                                    .mapper(ofAttribute("locale", "patient"))
                                                    .json())
                                    .status()
                            == 201;
                }));
    }

    /** The token of an administrator, as an API gets it that may exchange tokens. */
    private static String administratorsToken(Target target) {
        TestClient app = TestClient.confidential("web")
                .redirectUris(GOOD)
                .set("fullScopeAllowed", false)
                .audienceMapper(EXCHANGER.id());
        target.post("/clients", app.json()).expect(201);
        target.post("/clients", EXCHANGER.json()).expect(201);
        String realm = target.realm().name();
        target.admin().grantClientRole(realm, target.admin().userId(realm, "thea"), "realm-management", "realm-admin");
        return signIn(target, app, "thea").accessToken();
    }

    private static String exchangedForRefresh(Target target) {
        return target.realm()
                .oidc()
                .exchange(
                        EXCHANGER,
                        administratorsToken(target),
                        Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"))
                .expect(200)
                .refreshToken();
    }

    private static TestClient resourceServer() {
        return TestClient.confidential("app")
                .redirectUris(GOOD)
                .set("serviceAccountsEnabled", true)
                .set("authorizationServicesEnabled", true)
                // Without the scope profile, whose mappers may come after those that are tried.
                .set("defaultClientScopes", List.of("basic", "acr", "roles"));
    }

    private static void create(Target target, TestClient client) {
        target.post("/clients", client.json()).expect(201);
        ResourceServer.open(target.realm(), target.admin(), client.id());
    }

    private static Answer signIn(Target target, TestClient client, String user) {
        return target.realm().signIn(client, user, user + "-password", "openid").expect(200);
    }

    private static Answer uma(Target target, TestClient app, String claimToken) {
        return uma(target.realm(), app, claimToken);
    }

    /** The UMA grant with an ID token as claim token, to the resource server itself. */
    static Answer uma(TestRealm realm, TestClient app, String claimToken) {
        return realm.oidc()
                .token(
                        app,
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:uma-ticket",
                                "audience",
                                app.id(),
                                "claim_token",
                                claimToken,
                                "claim_token_format",
                                ID_TOKEN));
    }

    /** The UMA grant with an access token in the place of the client's own. */
    private static Answer umaOf(Target target, TestClient app, String audience, String token) {
        return umaOf(target, app, audience, token, "");
    }

    private static Answer umaOf(Target target, TestClient app, String audience, String token, String added) {
        return target.realm()
                .oidc()
                .token(
                        app,
                        Map.of(
                                "grant_type",
                                "urn:ietf:params:oauth:grant-type:uma-ticket" + added,
                                "audience",
                                audience,
                                "subject_token",
                                token));
    }

    private static boolean hasToken(Answer answer) {
        return answer.status() == 200 && !answer.accessToken().isEmpty();
    }

    private static Map<String, Object> ofAttribute(String attribute, String claim) {
        return Map.of(
                "name",
                "attribute " + attribute,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-usermodel-attribute-mapper",
                "config",
                Map.of(
                        "user.attribute",
                        attribute,
                        "claim.name",
                        claim,
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true"));
    }
}
