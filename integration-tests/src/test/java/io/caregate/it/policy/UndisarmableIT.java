package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.ProtocolMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.CibaDevice;
import io.caregate.it.fixture.HomeRealm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.SharedServer;
import io.caregate.it.fixture.TestRealm;
import io.caregate.server.KeycloakServer;
import io.caregate.server.ServerBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The attempts of a realm's administrator, with every right in the realm, to get around the rules. Each attack runs
 * twice: on a Keycloak without the pack, where it has to succeed or it would prove nothing, and on one with the pack,
 * where it has to fail. The operator has pinned the role of the API.
 */
final class UndisarmableIT {
    private static final String API = "health-api";
    private static final String EVIL = "https://evil.example/cb";
    private static final String GOOD = "https://app.example.org/callback";

    private static CibaDevice device;
    private static MetadataDocument document;
    private static KeycloakServer stockServer;
    private static KeycloakServer packServer;
    private static Keycloak stock;
    private static Keycloak pack;

    @BeforeAll
    static void start() {
        device = new CibaDevice();
        document = new MetadataDocument();
        stockServer = features(SharedServer.stockWithOptionalParts()).start();
        packServer = features(SharedServer.withOptionalParts())
                .option("--spi-token-interceptor--caregate--required-roles=" + API + "=therapist")
                .start();
        stock = new Keycloak(stockServer, device);
        pack = new Keycloak(packServer, device);
    }

    private static ServerBuilder features(ServerBuilder builder) {
        return builder.option(MetadataDocument.OPTION).option(device.option());
    }

    @AfterAll
    static void stop() {
        for (KeycloakServer server : new KeycloakServer[] {stockServer, packServer}) {
            if (server != null) {
                server.close();
            }
        }
        device.close();
        document.close();
    }

    /** An action that must not be possible. The predicate says whether it was. */
    record Attack(String name, Predicate<Target> succeeds) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A realm with a therapist and a patient, and its administrator. */
    record Target(Keycloak keycloak, TestRealm realm, Admin admin) {
        Answer get(String path) {
            return admin.get(realm.adminPath(path));
        }

        Answer post(String path, Object body) {
            return admin.post(realm.adminPath(path), body);
        }

        Answer put(String path, Object body) {
            return admin.put(realm.adminPath(path), body);
        }

        /** Changes fields of the realm. */
        Answer set(Map<String, ?> fields) {
            return admin.put("/" + realm.name(), fields);
        }

        /** Reads a client, changes it, and writes it back. */
        Answer change(String clientId, Map<String, ?> fields) {
            ObjectNode client = (ObjectNode) admin.client(realm.name(), clientId);
            fields.forEach(client::putPOJO);
            return put("/clients/" + client.path("id").asText(), client);
        }

        /** Whether the login page opens for a foreign address, or the browser is sent there at once. */
        boolean opensFor(TestClient client, String redirectUri) {
            Page page = realm.browser()
                    .open(realm.oidc()
                            .authorization(client)
                            .redirectUri(redirectUri)
                            .uri());
            return page.body().contains("kc-form-login")
                    || (page.hasRedirect() && page.redirect().toString().startsWith(redirectUri));
        }

        /** Whether the Admin API accepts the token as that of a user who may list the users. */
        boolean administers(Answer answer) {
            return hasToken(answer)
                    && keycloak.given()
                                    .auth()
                                    .oauth2(answer.accessToken())
                                    .get("/admin/realms/" + realm.name() + "/users")
                                    .statusCode()
                            == 200;
        }

        boolean registersWildcard() {
            TestClient wild = wild();
            post("/clients", wild.json());
            return opensFor(wild, EVIL);
        }

        /** Whether the patient gets an access token for the API through an application with this scope. */
        boolean servesPatient(TestClient app, String... scopes) {
            Answer answer = answerOrNothing(app, scopes);
            return answer != null && isForTheApi(answer);
        }

        Answer answerOrNothing(TestClient app, String... scopes) {
            var browser = realm.browser();
            var request = realm.oidc().authorization(app).scope(scopes);
            Page page = browser.open(request.uri()).login("pat", "pat-password");
            String code = page.hasRedirect() ? page.redirectParameters().get("code") : null;
            return code == null ? null : realm.oidc().code(app, request, code);
        }
    }

    private static TestClient wild() {
        return TestClient.confidential("wild").redirectUris("*").webOrigins("*");
    }

    private static TestClient app() {
        return TestClient.confidential("app").redirectUris(GOOD);
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                        SigningAttacks.all(),
                        DerivedAttacks.all(),
                        CredentialAttacks.all(),
                        ofTheAdministrator(),
                        SharedServer.IS_26_6 ? Stream.<Attack>empty() : byDocument())
                .flatMap(all -> all);
    }

    private static Stream<Attack> byDocument() {
        return Stream.of(new Attack("a client by metadata document with a wildcard", target -> {
            document.trust(target.realm(), target.admin());
            TestClient client = document.of("https://evil.example/*");
            return target.opensFor(client, EVIL);
        }));
    }

    private static Stream<Attack> ofTheAdministrator() {
        return Stream.of(
                new Attack("client policies and profiles emptied", target -> {
                    target.put("/client-policies/policies", Map.of("policies", List.of()));
                    target.put("/client-policies/profiles", Map.of("profiles", List.of()));
                    return target.registersWildcard();
                }),
                new Attack("client policies and profiles that nobody can read", target -> {
                    target.set(Map.of(
                            "attributes",
                            Map.of("client-policies.policies", "{\"policies\":", "client-policies.profiles", "][")));
                    return target.registersWildcard();
                }),
                new Attack("a client policy by the name of the pack that allows everything", target -> {
                    target.put("/client-policies/profiles", Map.of("profiles", List.of(Map.of("name", "caregate"))));
                    target.put(
                            "/client-policies/policies",
                            Map.of(
                                    "policies",
                                    List.of(Map.of(
                                            "name",
                                            "caregate",
                                            "enabled",
                                            true,
                                            "conditions",
                                            List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                            "profiles",
                                            List.of("caregate")))));
                    return target.registersWildcard();
                }),
                new Attack("realm attributes that read like options", target -> {
                    target.set(Map.of(
                            "attributes",
                            Map.of(
                                    "caregate.mode", "report",
                                    "caregate.exempt", "true",
                                    "exempt-realms", target.realm().name(),
                                    "spi-client-policy-manager--caregate--mode", "report")));
                    return target.registersWildcard();
                }),
                new Attack("client attributes that read like options", target -> {
                    TestClient client = wild().attribute("caregate.mode", "report")
                            .attribute("caregate.environment", "acceptance")
                            .attribute("caregate.exempt", "true");
                    target.post("/clients", client.json());
                    return target.opensFor(client, EVIL);
                }),
                new Attack("events and listeners turned off", target -> {
                    target.put(
                            "/events/config",
                            Map.of(
                                    "eventsEnabled",
                                    false,
                                    "adminEventsEnabled",
                                    false,
                                    "eventsListeners",
                                    List.of(),
                                    "enabledEventTypes",
                                    List.of()));
                    return target.registersWildcard();
                }),
                new Attack("a direct grant flow that asks for nothing", UndisarmableIT::directGrantFlow),
                new Attack("a client with a flow of its own for the password grant", target -> {
                    String flow = target.get("/authentication/flows")
                            .json()
                            .findValuesAsText("id")
                            .get(0);
                    target.post(
                            "/clients",
                            app().set("directAccessGrantsEnabled", true)
                                    .set("authenticationFlowBindingOverrides", Map.of("browser", flow))
                                    .json());
                    return hasToken(target.realm().oidc().password(app(), "pat", "pat-password"));
                }),
                new Attack("a browser flow of nothing but a form", UndisarmableIT::browserFlow),
                new Attack("an audience by a mapper", target -> {
                    target.post("/clients", app().audienceMapper(API).json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("an audience and the role's claim by hard-coded mappers", target -> {
                    target.post(
                            "/clients",
                            app().mapper(claim("aud", API))
                                    .audienceMapper(API)
                                    .mapper(Map.of(
                                            "name",
                                            "forged role",
                                            "protocol",
                                            "openid-connect",
                                            "protocolMapper",
                                            "oidc-hardcoded-role-mapper",
                                            "config",
                                            Map.of("role", "therapist")))
                                    .json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("an audience by a default scope of the realm", target -> {
                    Answer scope = target.post(
                            "/client-scopes",
                            Map.of(
                                    "name",
                                    "all",
                                    "protocol",
                                    "openid-connect",
                                    "protocolMappers",
                                    List.of(ProtocolMapper.audience(API))));
                    String location = scope.header("Location");
                    target.put(
                            "/default-default-client-scopes/" + location.substring(location.lastIndexOf('/') + 1),
                            "{}");
                    target.post("/clients", app().json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("the API's requirement rewritten", target -> {
                    target.change(API, Map.of("attributes", Map.of("caregate.required-roles", "patient")));
                    target.post("/clients", app().audienceMapper(API).json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("the required role renamed, and the patient's given its name in a claim", target -> {
                    ObjectNode role = (ObjectNode)
                            target.get("/roles/therapist").expect(200).json();
                    target.put("/roles/therapist", role.put("name", "was-therapist"));
                    target.post(
                            "/clients",
                            app().audienceMapper(API)
                                    .mapper(claim("realm_access.roles", "therapist"))
                                    .json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("the required role deleted", target -> {
                    target.admin().delete(target.realm().adminPath("/roles/therapist"));
                    target.post("/clients", app().audienceMapper(API).json());
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("a client role of the required role's name", target -> {
                    target.post("/clients", app().audienceMapper(API).json());
                    String app = target.admin().clientUuid(target.realm().name(), "app");
                    target.post("/clients/" + app + "/roles", Map.of("name", "therapist"));
                    target.admin()
                            .grantClientRole(
                                    target.realm().name(),
                                    target.admin().userId(target.realm().name(), "pat"),
                                    "app",
                                    "therapist");
                    return target.servesPatient(app(), "openid");
                }),
                new Attack("token exchange for the API, by a client that may exchange", target -> {
                    TestClient exchanger = TestClient.confidential("app")
                            .redirectUris(GOOD)
                            .attribute("standard.token.exchange.enabled", "true");
                    target.post("/clients", exchanger.json());
                    Answer first = target.answerOrNothing(exchanger, "openid");
                    String app = target.admin().clientUuid(target.realm().name(), "app");
                    target.post("/clients/" + app + "/protocol-mappers/models", ProtocolMapper.audience(API));
                    return first != null
                            && isForTheApi(target.realm()
                                    .oidc()
                                    .exchange(exchanger, first.accessToken(), Map.of("audience", API)));
                }),
                new Attack("a user of another identity provider", UndisarmableIT::brokered),
                new Attack("a root URL with a relative wildcard", target -> {
                    TestClient client = TestClient.confidential("app")
                            .set("rootUrl", "https://evil.example")
                            .redirectUris("/*");
                    target.post("/clients", client.json());
                    return target.opensFor(client, EVIL);
                }),
                new Attack("a root URL, and the wildcard that Keycloak adds below it", target -> {
                    TestClient client = TestClient.confidential("app").set("rootUrl", "https://evil.example");
                    target.post("/clients", client.json());
                    return target.opensFor(client, EVIL);
                }),
                new Attack("the Account Console's client with one more address", target -> {
                    target.change(
                            "account-console",
                            Map.of(
                                    "redirectUris",
                                    List.of("/realms/" + target.realm().name() + "/account/*", EVIL + "*")));
                    return target.opensFor(TestClient.publicApp("account-console"), EVIL);
                }),
                new Attack("the Account Console's client under another root URL", target -> {
                    target.change("account-console", Map.of("rootUrl", "https://evil.example"));
                    return target.opensFor(
                            TestClient.publicApp("account-console"),
                            "https://evil.example/realms/" + target.realm().name() + "/account/x");
                }),
                new Attack("a client in the place of the renamed Account Console's", target -> {
                    target.change("account-console", Map.of("clientId", "was-account-console"));
                    TestClient taken = TestClient.publicApp("account-console").redirectUris("https://evil.example/*");
                    target.post("/clients", taken.json());
                    return target.opensFor(taken, EVIL);
                }),
                new Attack("a client by the name of the pack's portal", target -> {
                    TestClient portal = TestClient.publicApp("caregate-portal").redirectUris("https://evil.example/*");
                    target.post("/clients", portal.json());
                    return target.opensFor(portal, EVIL);
                }),
                new Attack("partial import that overwrites", target -> {
                    target.post("/clients", app().json()).expect(201);
                    target.post(
                            "/partialImport",
                            Map.of(
                                    "ifResourceExists",
                                    "OVERWRITE",
                                    "clients",
                                    List.of(app().redirectUris("*").json())));
                    return target.opensFor(app(), EVIL);
                }),
                new Attack("a client exported, edited and imported again", target -> {
                    target.post("/clients", app().json()).expect(201);
                    ObjectNode exported =
                            (ObjectNode) target.admin().client(target.realm().name(), "app");
                    target.admin()
                            .delete(target.realm()
                                    .adminPath("/clients/" + exported.path("id").asText()));
                    exported.putArray("redirectUris").add("https://evil.example/*");
                    target.post("/clients", exported);
                    return target.opensFor(app(), EVIL);
                }),
                new Attack("the texts of the refusal pages rewritten", target -> {
                    target.set(Map.of("internationalizationEnabled", true, "supportedLocales", List.of("en")));
                    for (String key : new String[] {"caregateRedirectUriNotExact", "invalidRedirectUriMessage"}) {
                        target.put("/localization/en", Map.of(key, "<a href=\"" + EVIL + "\">Continue</a>"));
                    }
                    return target.registersWildcard();
                }),
                new Attack("a request object that names another address", target -> {
                    TestClient client = app().redirectUris(GOOD, "https://evil.example/*");
                    target.post("/clients", client.json());
                    String header = base64("{\"alg\":\"none\"}");
                    String claims = base64("{\"client_id\":\"app\",\"response_type\":\"code\",\"redirect_uri\":\""
                            + EVIL + "\",\"scope\":\"openid\"}");
                    Page page = target.realm()
                            .browser()
                            .open(target.realm()
                                    .oidc()
                                    .authorization(client)
                                    .parameter("request", header + "." + claims + ".")
                                    .uri());
                    return page.body().contains("kc-form-login");
                }),
                new Attack("anonymous registration, with the realm's registration policies removed", target -> {
                    for (JsonNode policy : target.get("/components?type="
                                    + "org.keycloak.services.clientregistration.policy.ClientRegistrationPolicy")
                            .json()) {
                        target.admin()
                                .delete(target.realm()
                                        .adminPath("/components/"
                                                + policy.path("id").asText()));
                    }
                    Answer answer = target.realm()
                            .oidc()
                            .registerAnonymously(Map.of("redirect_uris", List.of("https://evil.example/*")));
                    TestClient registered = TestClient.publicApp(answer.text("client_id"));
                    return answer.status() == 201 && target.opensFor(registered, EVIL);
                }),
                new Attack("the second version of the Admin API", target -> {
                    target.keycloak()
                            .given()
                            .auth()
                            .oauth2(target.admin().token())
                            .contentType("application/json")
                            .body("{\"protocol\":\"openid-connect\",\"clientId\":\"app\",\"enabled\":true,"
                                    + "\"loginFlows\":[\"STANDARD\"],\"redirectUris\":[\"https://evil.example/*\"]}")
                            .put("/admin/api/" + target.realm().name() + "/clients/v2/app");
                    return target.opensFor(TestClient.publicApp("app"), EVIL);
                }),
                new Attack("the implicit flow turned on", target -> {
                    target.post(
                            "/clients", app().set("implicitFlowEnabled", true).json());
                    return target.realm()
                            .browser()
                            .open(target.realm()
                                    .oidc()
                                    .authorization(app())
                                    .responseType("token")
                                    .parameter("nonce", "n")
                                    .uri())
                            .body()
                            .contains("kc-form-login");
                }),
                new Attack("PKCE set to plain by a client attribute", target -> {
                    TestClient spa = TestClient.publicApp("app")
                            .redirectUris(GOOD)
                            .attribute("pkce.code.challenge.method", "plain");
                    target.post("/clients", spa.json());
                    return target.realm()
                            .browser()
                            .open(target.realm()
                                    .oidc()
                                    .authorization(spa)
                                    .parameter("code_challenge", "a".repeat(43))
                                    .parameter("code_challenge_method", "plain")
                                    .uri())
                            .body()
                            .contains("kc-form-login");
                }),
                new Attack("the issuer left out by a client attribute", target -> {
                    TestClient client = app().attribute("exclude.issuer.from.auth.response", "true");
                    target.post("/clients", client.json());
                    Page page = target.realm()
                            .browser()
                            .open(target.realm().oidc().authorization(client).uri());
                    Page answer = page.body().contains("kc-form-login") ? page.login("pat", "pat-password") : page;
                    return answer.hasRedirect() && !answer.redirectParameters().containsKey("iss");
                }),
                new Attack("refresh tokens that may be used again and again", target -> {
                    target.set(Map.of("revokeRefreshToken", true, "refreshTokenMaxReuse", 1000));
                    TestClient spa = TestClient.publicApp("app").redirectUris(GOOD);
                    target.post("/clients", spa.json()).expect(201);
                    Answer first = target.answerOrNothing(spa, "openid");
                    Oidc oidc = target.realm().oidc();
                    oidc.refresh(spa, first.refreshToken()).expect(200);
                    return hasToken(oidc.refresh(spa, first.refreshToken()));
                }),
                new Attack("tokens for the API that live for a day", target -> {
                    target.set(Map.of("accessTokenLifespan", 86400, "ssoSessionMaxLifespan", 864000));
                    target.post(
                            "/clients",
                            app().audienceMapper(API)
                                    .attribute("access.token.lifespan", "86400")
                                    .json());
                    Answer answer = target.realm().signIn(app(), "thea", "thea-password", "openid");
                    return answer.json().path("expires_in").asLong() > 300;
                }),
                new Attack("any origin by a wildcard", target -> {
                    TestClient backend = TestClient.service("app").webOrigins("*");
                    target.post("/clients", backend.json());
                    Answer answer = target.realm()
                            .oidc()
                            .tokenFromOrigin(
                                    backend, "https://evil.example", Map.of("grant_type", "client_credentials"));
                    return hasToken(answer)
                            && answer.header("Access-Control-Allow-Origin").equals("https://evil.example");
                }),
                new Attack("a service account that says it is the realm's administrator, by its id", target -> {
                    String boss = target.admin().serviceAccountId(target.realm().name(), "realm-boss");
                    TestClient ghost = TestClient.service("ghost").mapper(claim("sub", boss));
                    target.post("/clients", ghost.json());
                    return target.administers(target.realm().oidc().clientCredentials(ghost));
                }),
                new Attack("a service account that says it is the realm's administrator, by the name", target -> {
                    TestClient ghost = TestClient.service("ghost")
                            .set("defaultClientScopes", List.of("basic", "roles"))
                            .mapper(claim("sub", "nobody"))
                            .mapper(claim("preferred_username", "service-account-realm-boss"));
                    target.post("/clients", ghost.json());
                    return target.administers(target.realm().oidc().clientCredentials(ghost));
                }),
                new Attack("a client registered dynamically by the id of the realm's administrator", target -> {
                    String boss = target.admin().serviceAccountId(target.realm().name(), "realm-boss");
                    String initial = target.post("/clients-initial-access", Map.of("count", 1, "expiration", 60))
                            .text("token");
                    ObjectNode ghost = TestClient.service("ghost").json();
                    ghost.put("id", boss);
                    ghost.withArray("protocolMappers")
                            .addObject()
                            .put("name", "link")
                            .put("protocol", "openid-connect")
                            .put("protocolMapper", "oidc-usermodel-property-mapper")
                            .withObject("config")
                            .put("user.attribute", "serviceAccountClientLink")
                            .put("claim.name", "sub")
                            .put("jsonType.label", "String")
                            .put("access.token.claim", "true");
                    Answer answer = target.realm().oidc().registerInOwnForm(initial, ghost);
                    String secret = answer.text("secret");
                    return answer.status() == 201
                            && target.administers(
                                    target.realm().oidc().clientCredentials(TestClient.registered("ghost", secret)));
                }),
                new Attack("a token that says it was issued to another client", target -> {
                    target.post(
                            "/clients",
                            app().mapper(claim("azp", "account-console")).json());
                    Answer answer = target.answerOrNothing(app(), "openid");
                    return answer != null
                            && Oidc.claims(answer.accessToken())
                                    .path("azp")
                                    .asText()
                                    .equals("account-console");
                }),
                new Attack("a refresh token that a public client makes of an access token", target -> {
                    TestClient spa = TestClient.publicApp("spa").redirectUris(GOOD);
                    target.post("/clients", spa.json()).expect(201);
                    String token = target.answerOrNothing(spa, "openid").accessToken();
                    return !target.realm()
                            .oidc()
                            .exchange(spa, token, Map.of())
                            .refreshToken()
                            .isEmpty();
                }),
                new Attack("an ID token of another user", target -> {
                    String thea = target.admin().userId(target.realm().name(), "thea");
                    Map<String, Object> mapper = new HashMap<>(claim("sub", thea));
                    mapper.put(
                            "config",
                            Map.of(
                                    "claim.name", "sub",
                                    "claim.value", thea,
                                    "jsonType.label", "String",
                                    "id.token.claim", "true"));
                    target.post("/clients", app().mapper(mapper).json());
                    Answer answer = target.answerOrNothing(app(), "openid");
                    return answer != null
                            && !answer.text("id_token").isEmpty()
                            && Oidc.claims(answer.text("id_token"))
                                    .path("sub")
                                    .asText()
                                    .equals(thea);
                }),
                new Attack("a foreign address after signing out", target -> {
                    TestClient client = app().attribute("post.logout.redirect.uris", "https://evil.example/*");
                    target.post("/clients", client.json());
                    Page page = target.realm()
                            .browser()
                            .open(target.realm()
                                    .oidc()
                                    .logoutUri(Map.of("client_id", "app", "post_logout_redirect_uri", EVIL)));
                    return page.status() < 400;
                }),
                new Attack("a foreign address in an action mail", target -> {
                    target.post("/clients", wild().json());
                    String pat = target.admin().userId(target.realm().name(), "pat");
                    // No mail server is set, which Keycloak reports only after it has checked client and address.
                    return target.put(
                                            "/users/" + pat + "/execute-actions-email?client_id=wild&redirect_uri="
                                                    + EVIL,
                                            List.of("UPDATE_PASSWORD"))
                                    .status()
                            == 500;
                }));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void attackWhenByTheRealmsAdministratorThenItSucceedsWithoutThePackAndFailsWithIt(Attack attack) {
        assertThat(succeeds(attack, pack)).as("with the pack").isFalse();
        boolean without = succeeds(attack, stock);
        assumeTrue(
                without || !(SharedServer.IS_26_6 || SharedServer.IS_26_7_0),
                "not possible on this Keycloak, without the pack either");
        assertThat(without).as("without the pack").isTrue();
    }

    private static boolean succeeds(Attack attack, Keycloak keycloak) {
        try (TestRealm realm = keycloak.realm()
                .set("sslRequired", "none")
                .realmRole("therapist", "patient")
                .user("thea", "thea-password", "therapist")
                .user("pat", "pat-password", "patient")
                .client(TestClient.resourceServer(API))
                .create()) {
            return attack.succeeds().test(new Target(keycloak, realm, realm.realmAdmin()));
        }
    }

    @Test
    void therapistWhenTheRoleIsHeldThenServedAllTheSame() {
        try (TestRealm realm = pack.realm()
                .realmRole("therapist")
                .user("thea", "thea-password", "therapist")
                .client(TestClient.resourceServer(API))
                .client(app().audienceMapper(API))
                .create()) {
            Answer answer =
                    realm.signIn(app(), "thea", "thea-password", "openid").expect(200);
            assertThat(Oidc.claims(answer.accessToken()).path("aud").toString()).contains(API);
        }
    }

    @Test
    void metadataDocumentWhenExactThenServedWithConsentAndOnlyWithTheRole() {
        assumeFalse(SharedServer.IS_26_6, "on this Keycloak, the pack does not start with the feature cimd");
        TestClient app = document.of(GOOD);
        try (TestRealm realm = pack.realm()
                .set("sslRequired", "none")
                .realmRole("therapist")
                .user("thea", "thea-password", "therapist")
                .user("pat", "pat-password")
                .protectedApi(API, "therapist")
                .create()) {
            document.trust(realm, realm.admin());
            var request = realm.oidc().authorization(app).scope("openid", API);

            Page asked = realm.browser().open(request.uri()).login("thea", "thea-password");
            assertThat(asked.body()).contains("name=\"accept\"");
            Answer tokens = realm.oidc()
                    .code(app, request, asked.submit(Map.of("accept", "Yes")).code())
                    .expect(200);
            assertThat(Oidc.claims(tokens.accessToken()).path("aud").toString()).contains(API);
            Page denied = realm.browser().open(request.uri()).login("pat", "pat-password");
            if (!denied.hasRedirect()) {
                denied = denied.submit(Map.of("accept", "Yes"));
            }
            assertThat(denied.redirectParameters()).containsEntry("error", "access_denied");

            // Keycloak reads the document again as soon as it may have changed.
            document.of("https://app.example.org/moved");
            var moved = realm.oidc().authorization(app).redirectUri("https://app.example.org/moved");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> realm.browser().open(moved.uri()).body().contains("kc-form-login"));
            document.of("https://app.example.org/*");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> realm.browser().open(moved.uri()).status() == 400);
            assertThat(realm.admin()
                            .client(realm.name(), app.id())
                            .path("redirectUris")
                            .toString())
                    .isEqualTo("[\"https://app.example.org/moved\"]");
        }
    }

    @Test
    void publicClientWhenItExchangesItsTokenThenServedWithoutARefreshToken() {
        TestClient spa = TestClient.publicApp("spa").redirectUris(GOOD);
        try (TestRealm realm =
                pack.realm().user("pat", "pat-password").client(spa).create()) {
            Answer tokens = realm.signIn(spa, "pat", "pat-password", "openid").expect(200);

            Answer exchanged =
                    realm.oidc().exchange(spa, tokens.accessToken(), Map.of()).expect(200);
            Answer refused = realm.oidc()
                    .exchange(
                            spa,
                            tokens.accessToken(),
                            Map.of("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token"));

            assertThat(exchanged.accessToken()).isNotEmpty();
            assertThat(exchanged.refreshToken()).isEmpty();
            assertThat(refused.expect(400).error()).isEqualTo("invalid_request");
            assertThat(refused.errorDescription()).contains("refresh-rotation");
            realm.oidc().refresh(spa, tokens.refreshToken()).expect(200);
        }
    }

    @Test
    void therapistWhenAskingByAResourceIndicatorThenServedForAsLongAsTheApiAllows() {
        assumeFalse(SharedServer.IS_26_6, "on this Keycloak, the pack does not start with the feature");
        TestClient app = TestClient.confidential("app").redirectUris(GOOD).attribute("access.token.lifespan", "3600");
        try (TestRealm realm = SigningAttacks.resource(pack.realm(), app).create()) {
            var request = realm.oidc().authorization(app).parameter("resource", "https://api.example.org/fhir");
            Page page = realm.browser().open(request.uri()).login("thea", "thea-password");
            Answer answer = realm.oidc().code(app, request, page.code()).expect(200);
            assertThat(Oidc.claims(answer.accessToken()).path("aud").asText())
                    .isEqualTo("https://api.example.org/fhir");
            assertThat(answer.json().path("expires_in").asLong()).isLessThanOrEqualTo(300);
            realm.oidc().refresh(app, answer.refreshToken()).expect(200);
        }
    }

    @Test
    void credentialWhenItNamesItsOwnUserThenSigned() {
        assumeFalse(SharedServer.IS_26_6, "this Keycloak gives the wallet no credential");
        try (TestRealm realm = pack.realm().user("pat", "pat-password").create()) {
            var wallet = new Wallet(pack, realm, realm.admin());
            wallet.offer(Map.of("preferred_username", "pat", "degree", "nurse"), Map.of());

            JsonNode claims = Oidc.claims(wallet.credential("pat"));

            assertThat(claims.path("preferred_username").asText()).isEqualTo("pat");
            assertThat(claims.path("degree").asText()).isEqualTo("nurse");
        }
    }

    @Test
    void refreshTokenWhenOfACredentialThenGoodForOneUseEach() {
        assumeFalse(SharedServer.IS_26_6, "this Keycloak gives the wallet no credential");
        try (TestRealm realm = pack.realm().user("pat", "pat-password").create()) {
            var wallet = new Wallet(pack, realm, realm.admin());
            wallet.offer(Map.of("degree", "nurse"), Map.of());
            Answer first = wallet.signIn("pat").expect(200);

            Answer second = wallet.refresh(first).expect(200);
            Answer third = wallet.refresh(second).expect(200);

            assertThat(wallet.credential(wallet.refresh(third).expect(200))).isNotEmpty();
            Answer reused = wallet.refresh(second);
            assertThat(reused.status()).isEqualTo(400);
            assertThat(reused.error()).isEqualTo("invalid_grant");
        }
    }

    @Test
    void refreshTokenWhenOfACredentialAndUsedAgainThenTheLineEnds() {
        try (TestRealm realm = pack.realm().user("pat", "pat-password").create()) {
            var wallet = new Wallet(pack, realm, realm.admin());
            wallet.offer(Map.of("degree", "nurse"), Map.of());
            Answer first = wallet.signIn("pat").expect(200);
            Answer second = wallet.refresh(first).expect(200);

            assertThat(wallet.refresh(first).error()).isEqualTo("invalid_grant");
            assertThat(wallet.refresh(second).error()).isEqualTo("invalid_grant");
        }
    }

    @Test
    void clientPoliciesWhenEditedOrBrokenThenTheLogAndTheEventsSaySo() {
        try (TestRealm realm = pack.realm()
                .set("eventsEnabled", true)
                .set("adminEventsEnabled", true)
                .client(app())
                .create()) {
            Admin boss = realm.realmAdmin();
            boss.put(realm.adminPath("/client-policies/policies"), Map.of("policies", List.of()))
                    .expect(204);
            assertThat(packServer.log())
                    .contains("Client policies edited realm=" + realm.name() + " path=client-policies/policies by=");
            assertThat(realm.admin()
                            .get(realm.adminPath("/admin-events"))
                            .expect(200)
                            .body())
                    .contains("client-policies/policies");

            boss.put("/" + realm.name(), Map.of("attributes", Map.of("client-policies.policies", "not json")));
            realm.browser().open(realm.oidc().authorization(app()).uri());
            assertThat(packServer.log()).contains("Client policies broken realm=" + realm.name());
            assertThat(realm.admin()
                            .get(realm.adminPath("/events?type=CLIENT_UPDATE_ERROR"))
                            .expect(200)
                            .body())
                    .contains("client_policies_unreadable");
        }
    }

    private static boolean directGrantFlow(Target target) {
        bindFlow(target, "directGrantFlow", "direct-grant-validate-username");
        target.post("/clients", app().set("directAccessGrantsEnabled", true).json());
        return hasToken(target.realm().oidc().password(app(), "pat", "anything"));
    }

    private static boolean browserFlow(Target target) {
        bindFlow(target, "browserFlow", "auth-username-password-form");
        target.post("/clients", app().audienceMapper(API).json());
        return target.servesPatient(app(), "openid");
    }

    /** Makes a flow with only this authenticator, and has the realm use it. */
    private static void bindFlow(Target target, String binding, String authenticator) {
        String flow = "open-door";
        target.post(
                "/authentication/flows",
                Map.of("alias", flow, "providerId", "basic-flow", "topLevel", true, "builtIn", false));
        target.post("/authentication/flows/" + flow + "/executions/execution", Map.of("provider", authenticator));
        for (JsonNode execution :
                target.get("/authentication/flows/" + flow + "/executions").json()) {
            target.put(
                    "/authentication/flows/" + flow + "/executions",
                    ((ObjectNode) execution).put("requirement", "REQUIRED"));
        }
        target.set(Map.of(binding, flow));
    }

    /** A user signs in at a second realm, which is an identity provider of the first one. */
    private static boolean brokered(Target target) {
        try (TestRealm home =
                target.keycloak().realm().user("outside", "outside-password").create()) {
            HomeRealm.broker(target.realm(), target.admin(), home, Map.of());
            target.post("/clients", app().audienceMapper(API).json());
            var request = target.realm()
                    .oidc()
                    .authorization(app())
                    .scope("openid")
                    .parameter("kc_idp_hint", HomeRealm.ALIAS);
            Page page = target.realm().browser().open(request.uri()).login("outside", "outside-password");
            String code = page.hasRedirect() ? page.redirectParameters().get("code") : null;
            return code != null && isForTheApi(target.realm().oidc().code(app(), request, code));
        }
    }

    /** A mapper that writes a constant into access tokens. */
    static Map<String, Object> claim(String name, String value) {
        return Map.of(
                "name",
                "claim " + name,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-hardcoded-claim-mapper",
                "config",
                Map.of(
                        "claim.name",
                        name,
                        "claim.value",
                        value,
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true"));
    }

    private static boolean isForTheApi(Answer answer) {
        return hasToken(answer)
                && Oidc.claims(answer.accessToken()).path("aud").toString().contains("\"" + API + "\"");
    }

    private static boolean hasToken(Answer answer) {
        return !answer.accessToken().isEmpty();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
