package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Oidc;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a request to a token, in the default mode: approval. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistrationIT {
    private PortalRealm realm;
    private PortalApi dev;
    private PortalApi approver;

    @BeforeAll
    void createRealm(Keycloak keycloak) {
        realm = new PortalRealm(keycloak);
        dev = realm.as("dev");
        approver = realm.as("approver");
        realm.realm()
                .admin()
                .put(
                        realm.realm().adminPath("/events/config"),
                        Map.of("adminEventsEnabled", true, "eventsEnabled", true))
                .expect(204);
    }

    private Answer asked(Map<String, Object> spec) {
        return dev.post("/api/clients", spec).expect(202);
    }

    private Answer decide(String request, String decision) {
        return approver.post(
                "/api/approvals/" + request + "/" + decision,
                decision.equals("decline") ? Map.of("reason", "Use the address of the practice.") : null);
    }

    private Answer accepted(Map<String, Object> spec) {
        return decide(asked(spec).text("id"), "accept").expect(200);
    }

    private Answer collect(Answer accepted) {
        return dev.post("/api/requests/" + accepted.text("id") + "/secret", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "spa", "native"})
    void clientWhenPeopleSignInThenCodeFlowGivesATokenForTheApi(String kind) {
        Map<String, Object> spec = PortalRealm.spec(kind, "Kind " + kind);
        Answer accepted = accepted(spec);
        String clientId = accepted.text("clientId");
        Answer collected = collect(accepted);
        TestClient client = kind.equals("web")
                ? TestClient.registered(clientId, collected.expect(200).text("secret"))
                : TestClient.publicApp(clientId);
        client.redirectUris(((List<?>) spec.get("redirectUris")).get(0).toString());
        if (!kind.equals("web")) {
            assertThat(collected.expect(409).text("code")).isEqualTo("no-secret");
        }

        Answer token = realm.realm().signIn(client, "therapist", PortalRealm.PASSWORD, PortalRealm.API);

        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(Oidc.claims(token.accessToken()).path("aud").toString()).contains(PortalRealm.API);
        assertThat(clientId).matches("kind-" + kind + "-[a-z0-9]{8}");
    }

    @Test
    void clientWhenBackendThenClientCredentialsGiveAToken() {
        Answer accepted = accepted(PortalRealm.spec("service", "Lab connector"));
        String secret = collect(accepted).expect(200).text("secret");
        TestClient client = TestClient.registered(accepted.text("clientId"), secret);

        assertThat(realm.realm().oidc().clientCredentials(client).status()).isEqualTo(200);
        assertThat(realm.realm()
                        .oidc()
                        .clientCredentials(client, PortalRealm.API)
                        .error())
                .isEqualTo("access_denied");
    }

    @Test
    void clientWhenCreatedThenNothingIsOnThatWasNotAskedFor() {
        String id = accepted(PortalRealm.spec("web", "Safe")).text("clientId");

        var stored = realm.realm().admin().client(realm.realm().name(), id);

        assertThat(stored.path("fullScopeAllowed").asBoolean()).isFalse();
        assertThat(stored.path("implicitFlowEnabled").asBoolean()).isFalse();
        assertThat(stored.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(stored.path("serviceAccountsEnabled").asBoolean()).isFalse();
        assertThat(stored.path("consentRequired").asBoolean()).isFalse();
        assertThat(stored.path("publicClient").asBoolean()).isFalse();
        assertThat(stored.at("/attributes/pkce.code.challenge.method").asText()).isEqualTo("S256");
        assertThat(stored.at("/attributes/caregate.environment").asText()).isEqualTo("production");
        assertThat(stored.path("optionalClientScopes")).hasSize(1);
        assertThat(stored.path("redirectUris")).hasSize(1);
    }

    @Test
    void requestWhenMadeThenItSaysWhoWhatAndWhyAndHoldsNoSecret() {
        Answer asked = asked(PortalRealm.spec("service", "Who what why"));

        Answer shown = approver.get("/api/approvals/" + asked.text("id")).expect(200);

        assertThat(shown.json().at("/requester/username").asText()).isEqualTo("dev");
        assertThat(shown.text("purpose")).isEqualTo("an integration test");
        assertThat(shown.text("state")).isEqualTo("pending");
        Answer accepted = decide(asked.text("id"), "accept").expect(200);
        assertThat(accepted.body()).doesNotContain("\"secret\":");
        assertThat(accepted.json().at("/decider/username").asText()).isEqualTo("approver");
        assertThat(dev.get("/api/requests/" + asked.text("id"))
                        .expect(200)
                        .json()
                        .path("secretWaits")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void secretWhenCollectedThenItWorksAndIsNeverShownAgain() {
        Answer accepted = accepted(PortalRealm.spec("service", "Once"));
        Answer collected = collect(accepted).expect(200);
        String secret = collected.text("secret");

        assertThat(collect(accepted).expect(409).text("code")).isEqualTo("secret-collected");
        String client = accepted.text("client");
        assertThat(dev.get("/api/clients/" + client).expect(200).body()).doesNotContain(secret);
        assertThat(dev.get("/api/clients").expect(200).body()).doesNotContain(secret);
        assertThat(dev.get("/api/requests").expect(200).body()).doesNotContain(secret);
        assertThat(collected.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void secretWhenRotatedThenTheOldOneEnds() {
        Answer accepted = accepted(PortalRealm.spec("service", "Rotate"));
        TestClient before = TestClient.registered(
                accepted.text("clientId"), collect(accepted).text("secret"));
        realm.realm().oidc().clientCredentials(before).expect(200);

        Answer rotated = dev.post("/api/clients/" + accepted.text("client") + "/secret", null)
                .expect(200);

        TestClient after = TestClient.registered(accepted.text("clientId"), rotated.text("secret"));
        assertThat(realm.realm().oidc().clientCredentials(after).status()).isEqualTo(200);
        assertThat(realm.realm().oidc().clientCredentials(before).status()).isEqualTo(401);
    }

    @Test
    void requestWhenDeclinedThenNoClientAndTheReasonIsRead() {
        Answer asked = asked(PortalRealm.spec("web", "Declined"));
        assertThat(collect(asked).expect(409).text("code"))
                .as("not decided yet")
                .isEqualTo("no-client");

        decide(asked.text("id"), "decline").expect(200);

        Answer shown = dev.get("/api/requests/" + asked.text("id")).expect(200);
        assertThat(shown.text("state")).isEqualTo("declined");
        assertThat(shown.text("reason")).isEqualTo("Use the address of the practice.");
        assertThat(dev.get("/api/clients").body()).doesNotContain("Declined");
        assertThat(collect(asked).expect(409).text("code")).isEqualTo("no-client");
        assertThat(decide(asked.text("id"), "accept").expect(409).text("code")).isEqualTo("not-pending");
    }

    @Test
    void requestWhenWithdrawnThenNobodyCanAcceptIt() {
        Answer asked = asked(PortalRealm.spec("web", "Withdrawn"));

        assertThat(dev.delete("/api/requests/" + asked.text("id")).status()).isEqualTo(204);

        assertThat(decide(asked.text("id"), "accept").expect(409).text("code")).isEqualTo("not-pending");
        assertThat(dev.delete("/api/requests/" + asked.text("id")).status()).isEqualTo(409);
    }

    /** Who owns a client acts through its service account, too. */
    @Test
    void requestWhenByTheServiceAccountOfOnesOwnClientThenAnotherHasToDecide() {
        PortalApi both = realm.as("both");
        String own = both.post("/api/clients", PortalRealm.spec("service", "Robot of both"))
                .expect(202)
                .text("id");
        Answer accepted = decide(own, "accept").expect(200);
        TestClient robot = TestClient.registered(
                accepted.text("clientId"),
                both.post("/api/requests/" + own + "/secret", null).expect(200).text("secret"));
        var admin = realm.realm().admin();
        admin.grant(realm.realm().name(), admin.serviceAccountId(realm.realm().name(), robot.id()), "developer");
        PortalApi asRobot = realm.with(
                realm.realm().oidc().clientCredentials(robot).expect(200).accessToken());
        String id = asRobot.post("/api/clients", PortalRealm.spec("web", "Asked by a robot"))
                .expect(202)
                .text("id");

        assertThat(both.post("/api/approvals/" + id + "/accept", null)
                        .expect(403)
                        .text("code"))
                .isEqualTo("own-request");
        decide(id, "accept").expect(200);
    }

    @Test
    void requestWhenOnesOwnThenAnotherHasToDecide() {
        PortalApi both = realm.as("both");
        String id = both.post("/api/clients", PortalRealm.spec("web", "Own"))
                .expect(202)
                .text("id");

        assertThat(both.post("/api/approvals/" + id + "/accept", null)
                        .expect(403)
                        .text("code"))
                .isEqualTo("own-request");
        assertThat(both.post("/api/approvals/" + id + "/decline", Map.of("reason", "no"))
                        .expect(403)
                        .text("code"))
                .isEqualTo("own-request");
        assertThat(decide(id, "accept").status()).isEqualTo(200);
    }

    @Test
    void requestWhenItsDeveloperIsOneNoMoreThenNothingIsCreated() {
        String id = realm.as("other")
                .post("/api/clients", PortalRealm.spec("web", "Gone"))
                .expect(202)
                .text("id");
        realm.realm().revoke("other", "developer");
        try {
            assertThat(decide(id, "accept").expect(409).text("code")).isEqualTo("requester-gone");
        } finally {
            realm.realm().grant("other", "developer");
        }
    }

    @Test
    void requestWhenItBreaksARuleThenRefusedAtOnceWithEveryFieldAndNothingIsStored() {
        Map<String, Object> spec = PortalRealm.spec("spa", "Broken");
        spec.put("redirectUris", List.of("https://spa.example/ok", "https://spa.example/*", "http://spa.example/"));
        spec.put("webOrigins", List.of("https://spa.example/"));
        spec.put("scopes", List.of("no-such-scope"));
        spec.remove("purpose");

        Answer refused = dev.post("/api/clients", spec, "Accept-Language", "de-AT,de;q=0.9");

        assertThat(refused.expect(422).header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.text("code")).isEqualTo("invalid-client");
        assertThat(refused.header("Content-Language")).isEqualTo("de");
        assertThat(refused.json().path("errors"))
                .extracting(error -> error.path("pointer").asText() + " "
                        + error.path("code").asText() + " " + error.path("rule").asText())
                .containsExactlyInAnyOrder(
                        "#/scopes/0 unknown-scope ",
                        "#/purpose purpose-required ",
                        "#/redirectUris/1 wildcard exact-redirect-uri",
                        "#/redirectUris/2 plain-http exact-redirect-uri",
                        "#/webOrigins/0 origin-form exact-web-origin");
        assertThat(refused.body()).contains("Hier steht ein Platzhalter");
        assertThat(dev.get("/api/requests").body()).doesNotContain("Broken");
    }

    @Test
    void checkWhenTypedThenTheSameFindingsAndNoEvent() {
        Map<String, Object> spec = PortalRealm.spec("web", "Typed");
        spec.put("redirectUris", List.of("https://web.example/*"));
        int before = clientErrors();

        Answer checked = dev.post("/api/clients/check", spec).expect(200);

        assertThat(checked.json().path("valid").asBoolean()).isFalse();
        assertThat(checked.json().at("/errors/0/code").asText()).isEqualTo("wildcard");
        assertThat(dev.post("/api/clients/check?only=name,webOrigins", spec)
                        .expect(200)
                        .json()
                        .path("errors"))
                .isEmpty();
        assertThat(dev.post("/api/clients/check", PortalRealm.spec("service", "Fine"))
                        .expect(200)
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(clientErrors()).isEqualTo(before);
        assertThat(realm.realm()
                        .admin()
                        .get(realm.realm().adminPath("/clients"))
                        .body())
                .doesNotContain("Typed")
                .doesNotContain("\"Fine\"");
        assertThat(realm.realm()
                        .admin()
                        .get(realm.realm().adminPath("/users?search=service-account-fine"))
                        .json())
                .isEmpty();
    }

    @Test
    void refusalWhenSentAndNotOnlyTypedThenAnEvent() {
        Answer accepted = accepted(PortalRealm.spec("web", "Event"));
        int before = clientErrors();
        Map<String, Object> change = change(accepted.text("client"));
        change.put("environment", "production");
        change.put("redirectUris", List.of("https://web.example/callback", "https://web.example/*"));
        Map<String, Object> spec = PortalRealm.spec("web", "Event too");
        spec.put("redirectUris", List.of("https://web.example/*"));

        assertThat(dev.change(accepted.text("client"), change).status()).isEqualTo(422);
        assertThat(clientErrors()).isEqualTo(before + 1);
        assertThat(dev.post("/api/clients", spec).status()).isEqualTo(422);
        assertThat(clientErrors()).isEqualTo(before + 2);
    }

    private int clientErrors() {
        return realm.realm()
                .admin()
                .get(realm.realm().adminPath("/events?max=1000&type=CLIENT_REGISTER_ERROR&type=CLIENT_UPDATE_ERROR"))
                .expect(200)
                .json()
                .size();
    }

    /** A change that changes nothing. */
    private Map<String, Object> change(String id) {
        var client = dev.get("/api/clients/" + id).expect(200).json();
        Map<String, Object> change = new HashMap<>();
        List.of("name", "description", "environment", "redirectUris", "webOrigins", "scopes")
                .forEach(field -> change.put(field, client.path(field)));
        return change;
    }

    @Test
    void changeWhenItReachesNoFurtherThenDoneAtOnce() {
        Answer accepted = accepted(PortalRealm.spec("native", "Narrow"));
        Map<String, Object> change = change(accepted.text("client"));
        change.put("description", "Narrower");
        change.put("redirectUris", List.of("com.example.app:/callback"));
        change.put("scopes", List.of());

        Answer changed = dev.change(accepted.text("client"), change);

        assertThat(changed.expect(200).text("description")).isEqualTo("Narrower");
        assertThat(changed.json().path("redirectUris")).hasSize(1);
        assertThat(changed.json().path("scopes")).isEmpty();
        assertThat(changed.text("clientId")).isEqualTo(accepted.text("clientId"));
    }

    @Test
    void changeWhenItReachesFurtherThenSomebodyDecidesAndItIsDoneAsAsked() {
        Answer accepted = accepted(PortalRealm.spec("web", "Wider"));
        String client = accepted.text("client");
        Map<String, Object> change = change(client);
        change.put("redirectUris", List.of("https://web.example/callback", "https://new.example/callback"));

        assertThat(dev.change(client, change)
                        .expect(422)
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("purpose-required");
        change.put("purpose", "a second address");
        Answer asked = dev.change(client, change).expect(202);

        assertThat(dev.get("/api/clients/" + client).json().path("redirectUris"))
                .hasSize(1);
        assertThat(dev.get("/api/clients/" + client).text("pendingRequest")).isEqualTo(asked.text("id"));
        assertThat(asked.json().at("/current/redirectUris")).hasSize(1);
        assertThat(dev.change(client, change).expect(409).text("code")).isEqualTo("request-pending");
        decide(asked.text("id"), "accept").expect(200);
        assertThat(dev.get("/api/clients/" + client).json().path("redirectUris"))
                .hasSize(2);
    }

    @Test
    void changeWhenItIsOfTheNameThenSomebodyDecides() {
        String client = accepted(PortalRealm.spec("web", "Ward list")).text("client");
        Map<String, Object> change = change(client);
        change.put("name", "Hospital single sign-on");
        change.put("purpose", "a better name");

        dev.change(client, change).expect(202);

        assertThat(dev.get("/api/clients/" + client).expect(200).text("name")).isEqualTo("Ward list");
    }

    @Test
    void changeWhenTheClientIsAnotherByThenThenNotAccepted() {
        Answer accepted = accepted(PortalRealm.spec("web", "Moved"));
        String client = accepted.text("client");
        Map<String, Object> further = change(client);
        further.put("redirectUris", List.of("https://web.example/callback", "https://new.example/callback"));
        further.put("purpose", "more");
        String request = dev.change(client, further).expect(202).text("id");
        Map<String, Object> renamed = change(client);
        renamed.put("description", "Described anew meanwhile");
        dev.change(client, renamed).expect(200);

        assertThat(decide(request, "accept").expect(409).text("code")).isEqualTo("request-outdated");
    }

    @Test
    void changeWhenBasedOnAnOldStateThenRefused() {
        String client = accepted(PortalRealm.spec("web", "Old state")).text("client");

        assertThat(dev.put("/api/clients/" + client, change(client)).expect(428).text("code"))
                .isEqualTo("condition-missing");
        assertThat(dev.put("/api/clients/" + client, change(client), "If-Match", "\"0123\"")
                        .expect(412)
                        .text("code"))
                .isEqualTo("client-changed");
    }

    @Test
    void clientWhenDeletedThenGoneForEverybody() {
        Answer accepted = accepted(PortalRealm.spec("service", "Deleted"));
        TestClient client = TestClient.registered(
                accepted.text("clientId"), collect(accepted).text("secret"));

        assertThat(dev.delete("/api/clients/" + accepted.text("client")).status())
                .isEqualTo(204);

        assertThat(realm.realm().oidc().clientCredentials(client).status()).isEqualTo(401);
        assertThat(dev.get("/api/clients/" + accepted.text("client")).status()).isEqualTo(404);
        assertThat(collect(accepted).status()).isEqualTo(409);
        assertThat(dev.get("/api/requests/" + accepted.text("id"))
                        .expect(200)
                        .json()
                        .path("client")
                        .isNull())
                .isTrue();
    }

    @Test
    void developerWhenHisAccountIsDeletedThenHisClientGoesOnAndHisRequestsAreGone() {
        PortalApi leaver = realm.as("leaver");
        String id = leaver.post("/api/clients", PortalRealm.spec("service", "Left behind"))
                .expect(202)
                .text("id");
        Answer accepted = decide(id, "accept").expect(200);
        String secret =
                leaver.post("/api/requests/" + id + "/secret", null).expect(200).text("secret");
        var admin = realm.realm().admin();

        admin.delete(realm.realm()
                        .adminPath("/users/" + admin.userId(realm.realm().name(), "leaver")))
                .expect(204);

        TestClient client = TestClient.registered(accepted.text("clientId"), secret);
        assertThat(realm.realm().oidc().clientCredentials(client).status()).isEqualTo(200);
        assertThat(approver.get("/api/approvals/" + id).status()).isEqualTo(404);
        assertThat(leaver.get("/api/clients").status()).isEqualTo(401);
        assertThat(admin.delete(realm.realm().adminPath("/clients/" + accepted.text("client")))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void stepsWhenTakenThenEachIsAnAdminEvent() {
        Answer asked = asked(PortalRealm.spec("web", "Events"));
        decide(asked.text("id"), "accept").expect(200);

        var events = realm.realm()
                .admin()
                .get(realm.realm().adminPath("/admin-events?max=1000"))
                .expect(200)
                .json();

        assertThat(events)
                .extracting(event -> event.path("resourceType").asText() + " "
                        + event.path("operationType").asText() + " "
                        + event.path("resourcePath").asText())
                .contains(
                        "CAREGATE_CLIENT_REQUEST CREATE caregate/requests/" + asked.text("id") + "/pending",
                        "CAREGATE_CLIENT_REQUEST UPDATE caregate/requests/" + asked.text("id") + "/accepted",
                        "CLIENT CREATE clients/"
                                + dev.get("/api/requests/" + asked.text("id")).text("client"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"kind\":\"web\",\"name\":\"x\",\"unknown\":1}",
                "{\"kind\":\"server\",\"name\":\"x\"}",
                "{\"kind\":0,\"name\":\"x\"}",
                "{\"kind\":\"web\",\"name\":7}",
                "{\"kind\":\"web\",\"name\":\"x\",\"name\":\"y\"}",
                "{\"kind\":\"web\",\"name\":\"x\"} {}",
                "{\"kind\":\"web\",\"name\":\"x\",\"redirectUris\":\"https://web.example/\"}",
                "{\"kind\":\"web\",\"name\":\"x\",\"clientId\":\"admin-cli\"}",
                "{\"kind\":\"web\",\"name\":\"x\",\"attributes\":{}}"
            })
    void bodyWhenItIsNotWhatTheFileDescribesThenMalformed(String body) {
        assertThat(dev.post("/api/clients", body).expect(400).text("code")).isEqualTo("malformed");
        assertThat(dev.post("/api/clients/check", body).expect(400).text("code"))
                .isEqualTo("malformed");
    }

    @Test
    void bodyWhenTooLargeOrNoJsonThenRefused() {
        assertThat(dev.post("/api/clients", "{\"name\":\"" + "x".repeat(70_000) + "\"}")
                        .expect(413)
                        .text("code"))
                .isEqualTo("too-large");
        assertThat(dev.post("/api/clients", "name=x", "Content-Type", "application/x-www-form-urlencoded")
                        .expect(415)
                        .text("code"))
                .isEqualTo("unsupported-media-type");
    }
}
