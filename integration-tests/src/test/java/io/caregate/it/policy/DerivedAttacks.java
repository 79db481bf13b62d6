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

    private DerivedAttacks() {}

    static Stream<Attack> all() {
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
                    Answer answer = target.realm()
                            .oidc()
                            .token(
                                    app,
                                    Map.of(
                                            "grant_type",
                                            "urn:ietf:params:oauth:grant-type:uma-ticket",
                                            "audience",
                                            API,
                                            "subject_token",
                                            tokens.accessToken()));
                    return hasToken(answer)
                            && Oidc.claims(answer.accessToken())
                                    .path("aud")
                                    .toString()
                                    .contains("\"" + API + "\"");
                }),
                new Attack("an administrator's token, exchanged by an API that it was sent to", target -> {
                    TestClient app = TestClient.confidential("web")
                            .redirectUris(GOOD)
                            .set("fullScopeAllowed", false)
                            .audienceMapper("exchanger");
                    TestClient exchanger = TestClient.service("exchanger")
                            .set("fullScopeAllowed", true)
                            .attribute("standard.token.exchange.enabled", "true");
                    target.post("/clients", app.json()).expect(201);
                    target.post("/clients", exchanger.json()).expect(201);
                    String realm = target.realm().name();
                    target.admin()
                            .grantClientRole(
                                    realm, target.admin().userId(realm, "thea"), "realm-management", "realm-admin");
                    String sent = signIn(target, app, "thea").accessToken();
                    return target.administers(target.realm().oidc().exchange(exchanger, sent, Map.of()));
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
