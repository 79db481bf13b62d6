package io.caregate.it.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.PortalApi;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.MailBox;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Approvers are told by mail that requests wait, and developers that theirs was decided: seldom, and only then. */
@OnSharedServer
final class NoticesIT {
    private static void configure(PortalRealm realm, Map<String, Object> changes) {
        ObjectNode json = realm.realm()
                .admin()
                .get(realm.realm().adminPath(""))
                .expect(200)
                .json()
                .deepCopy();
        changes.forEach(json::putPOJO);
        realm.realm().admin().put(realm.realm().adminPath(""), json).expect(204);
    }

    private static PortalRealm realm(Keycloak keycloak, MailBox mails) {
        var realm = new PortalRealm(keycloak);
        configure(realm, Map.of("smtpServer", mails.settings(), "displayName", "Clinic"));
        return realm;
    }

    private static String request(PortalApi developer, String name) {
        return developer
                .post("/api/clients", PortalRealm.spec("web", name))
                .expect(202)
                .text("id");
    }

    @Test
    void approversWhenRequestsWaitThenToldOnceInTheirLanguageAndWithNothingThatTheRequesterWrote(Keycloak keycloak)
            throws Exception {
        try (var mails = new MailBox()) {
            var realm = realm(keycloak, mails);
            String name = realm.realm().name();
            ObjectNode both = realm.realm().admin().user(name, "both").deepCopy();
            both.putObject("attributes").putArray("locale").add("de");
            realm.realm()
                    .admin()
                    .put(realm.realm().adminPath("/users/" + both.path("id").asText()), both)
                    .expect(204);
            PortalApi dev = realm.as("dev");

            request(dev, "Call 555-0100 now");

            List<String> came = List.of(mails.next(), mails.next());
            assertThat(came)
                    .anySatisfy(mail -> assertThat(mail)
                            .contains("To: approver@example.org", "Clinic: requests for clients are waiting")
                            .contains("one request waits for a decision"))
                    .anySatisfy(mail -> assertThat(mail)
                            .contains("To: both@example.org")
                            .contains("Im Portal von Clinic wartet ein Antrag"))
                    .allSatisfy(mail -> assertThat(mail).doesNotContain("555-0100", "dev@", "http"));

            String second = request(dev, "Second");
            realm.as("approver")
                    .post("/api/approvals/" + second + "/decline", Map.of("reason", "no"))
                    .expect(200);
            assertThat(mails.next())
                    .as("the second request is in the quiet time of the first")
                    .contains("To: dev@example.org", "Clinic: your request has been decided");
            assertThat(mails.waiting()).isZero();
        }
    }

    @Test
    void approversWhenTheCallIsRefusedThenToldNothing(Keycloak keycloak) throws Exception {
        try (var mails = new MailBox()) {
            var realm = realm(keycloak, mails);
            PortalApi dev = realm.as("dev");
            var wildcard = PortalRealm.spec("web", "Wildcard");
            wildcard.put("redirectUris", List.of("https://web.example/*"));

            dev.post("/api/clients", wildcard).expect(422);
            dev.post("/api/clients/check", PortalRealm.spec("web", "Checked")).expect(200);
            String id = request(dev, "Mine");
            assertThat(mails.next()).contains("one request waits");
            mails.next();
            dev.delete("/api/requests/" + id).expect(204);

            realm.as("approver").post("/api/approvals/" + id + "/accept", null).expect(409);
            String decided = request(dev, "Another");
            realm.as("approver")
                    .post("/api/approvals/" + decided + "/accept", null)
                    .expect(200);
            assertThat(mails.next()).contains("To: dev@example.org");
        }
    }

    @Test
    void mailWhenTheServerHasANameOfItsOwnThenWithALinkAndNeverToAnAddressThatARequestNames(Keycloak keycloak)
            throws Exception {
        try (var mails = new MailBox()) {
            var realm = realm(keycloak, mails);
            String own = keycloak.url().toString();
            configure(
                    realm,
                    Map.of(
                            "attributes",
                            Map.of("frontendUrl", own.endsWith("/") ? own.substring(0, own.length() - 1) : own)));

            request(realm.as("dev"), "Mine");

            assertThat(mails.next()).contains(realm.realm().oidc().issuer() + "/caregate/portal/approvals");
        }
    }

    @Test
    void requestWhenTheMailServerIsGoneOrMissingThenStoredAndTheLogSaysWhatToDo(Keycloak keycloak) throws IOException {
        var realm = new PortalRealm(keycloak);
        String id = request(realm.as("dev"), "Mine");
        awaitInLog(keycloak, "realm=" + realm.realm().name() + " has no mail server");

        MailBox gone = new MailBox();
        gone.close();
        configure(realm, Map.of("smtpServer", gone.settings()));
        realm.as("approver")
                .post("/api/approvals/" + id + "/decline", Map.of("reason", "no"))
                .expect(200);

        awaitInLog(keycloak, "notice not sent, ");
        assertThat(realm.as("dev").get("/api/requests/" + id).expect(200).text("state"))
                .isEqualTo("declined");
    }

    private static void awaitInLog(Keycloak keycloak, String text) {
        Awaitility.await().until(() -> keycloak.server().log().contains(text));
    }
}
