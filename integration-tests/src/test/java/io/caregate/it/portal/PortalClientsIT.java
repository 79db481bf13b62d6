package io.caregate.it.portal;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.Answer;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.PortalRealm;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** A developer's way through the portal in a real browser: from the button to a token, using the displayed values. */
@Needs(CHROMIUM)
@OnSharedServer
final class PortalClientsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "en-US,Clients,New client,Requests,Approvals,pending,Show the secret",
        "de-DE,Clients,Neuer Client,Anträge,Freigaben,offen,Geheimnis anzeigen",
    })
    void newClientWhenOfEachKindThenAcceptedAndATokenIsGotWithWhatIsShown(
            String language,
            String clients,
            String newClient,
            String requests,
            String approvals,
            String waits,
            String collect,
            Keycloak keycloak)
            throws Exception {
        var realm = new PortalRealm(keycloak);
        JsonNode privateKey;
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.awaitHeading(clients);
            dev.picture("clients-empty");
            for (String kind : new String[] {"web", "spa", "native"}) {
                dev.menu(clients);
                dev.pressText(newClient);
                dev.press("kind-" + kind);
                dev.type("name", "My " + kind);
                dev.type("redirect-0", "https://" + kind + ".example/callback");
                dev.press("scope-health-api");
                dev.type("purpose", "Appointments");
                if (kind.equals("web")) {
                    dev.assertAccessible();
                    dev.picture("new-client");
                    dev.pictureOfPhone("new-client");
                }
                dev.press("send-client");
                dev.awaitHeading("My " + kind);
            }
            dev.menu(clients);
            dev.pressText(newClient);
            dev.press("kind-service");
            dev.type("name", "My service");
            dev.press("authentication-keys");
            dev.press("key-algorithm-ES384");
            dev.press("make-key");
            dev.see("#private-key");
            dev.type("purpose", "Nightly import");
            dev.picture("new-client-keys");
            dev.press("send-client");
            dev.awaitHeading("My service");
            dev.press("private-jwk");
            privateKey = JSON.readTree(dev.downloaded(".jwk.json"));
            dev.menu(requests);
            dev.shows("main", "My web", "My service", waits);
            dev.assertAccessible();
            dev.picture("requests");
        }
        try (var approver = signIn(keycloak, realm, language, "approver")) {
            approver.awaitHeading(approvals);
            approver.see(".caregate-accept");
            approver.assertAccessible();
            approver.picture("approvals");
            for (int left = 4; left > 0; left--) {
                int now = left;
                await().atMost(Duration.ofSeconds(20)).until(() -> count(approver, ".caregate-accept") == now);
                approver.see(".caregate-accept").click();
                approver.press("confirm");
                approver.see("#decided");
            }
            approver.see(".caregate-empty");
            approver.assertAccessible();
        }
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.menu(requests);
            dev.pressText(collect);
            String id = dev.text("#client-id");
            String secret = dev.text("#client-secret");
            dev.assertAccessible();
            dev.picture("created");
            token(realm, TestClient.registered(id, secret).redirectUris("https://web.example/callback"));
            dev.menu(clients);
            // The secret was not copied, so the page asks first.
            dev.see("[role=dialog]");
            dev.assertAccessible();
            dev.picture("unsaved");
            dev.press("confirm");
            dev.see("#clients");
            dev.assertAccessible();
            dev.picture("clients");
            for (String kind : new String[] {"spa", "native"}) {
                dev.menu(clients);
                String shown = open(dev, "My " + kind);
                token(realm, TestClient.publicApp(shown).redirectUris("https://" + kind + ".example/callback"));
            }
            dev.menu(clients);
            String service = open(dev, "My service");
            dev.assertAccessible();
            dev.picture("client");
            dev.pictureOfPhone("client");
            service(realm, service, privateKey);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|This contains a wildcard|Browsers never send an origin in this form",
                "de-DE|Platzhalter|Browser",
            })
    void newClientWhenAnAddressIsWrongThenItsOwnFieldSaysWhyBeforeAnythingIsSent(
            String language, String wildcard, String origin, Keycloak keycloak) {
        var realm = new PortalRealm(keycloak);
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.press("new-client");
            dev.type("name", "Wrong");
            dev.type("redirect-0", "https://app.example/*");
            dev.shows("#redirect-0-help [data-code]", wildcard);
            dev.type("origin-0", "https://app.example/path");
            dev.shows("#origin-0-help [data-code]", origin);
            dev.assertAccessible();
            dev.picture("new-client-refused");
            dev.type("redirect-0", "http://localhost:3000/cb");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> dev.has("#redirect-0-help [data-code='localhost-in-production']"));
            dev.press("environment-acceptance");
            await().atMost(Duration.ofSeconds(10)).until(() -> !dev.has("#redirect-0-help [data-code]"));
            dev.press("kind-service");
            dev.press("authentication-keys");
            dev.press("key-way-upload");
            dev.type("key-text", "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----");

            assertThat(dev.see("#key-text-help [data-code='key-private']").getText())
                    .isNotBlank();
        }
    }

    @Test
    void newClientWhenOnlyTheKeyboardIsUsedThenTheRequestIsSent(Keycloak keycloak) {
        var realm = new PortalRealm(keycloak);
        try (var dev = signIn(keycloak, realm, "en-US", "dev")) {
            dev.see("#new-client");
            tabTo(dev, "new-client", Keys.ENTER);
            dev.see("#name");
            tabTo(dev, "name", "By keyboard");
            tabTo(dev, "redirect-0", "https://keys.example/callback");
            tabTo(dev, "purpose", "Because");
            tabTo(dev, "send-client", Keys.ENTER);

            dev.awaitHeading("By keyboard");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en-US,Clients,You do not have any clients yet.",
        "de-DE,Clients,Sie haben noch keine Clients.",
    })
    void clientWhenItsOwnerLooksAfterItThenChangedAndInTheEndGone(
            String language, String clients, String none, Keycloak keycloak) {
        var realm = new PortalRealm(keycloak);
        accepted(realm, PortalRealm.spec("web", "My web"));
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.awaitHeading(clients);
            String id = open(dev, "My web");
            dev.press("edit");
            dev.type("description", "In use since May");
            dev.assertAccessible();
            dev.picture("client-edit");
            dev.press("send-client");
            dev.awaitText("In use since May");

            dev.press("edit");
            dev.type("name", "My bank");
            dev.type("purpose", "We have a new name");
            dev.press("send-client");
            assertThat(dev.text(".caregate-gap a[href$='/requests']")).isNotBlank();
            dev.awaitHeading("My web");

            dev.press("rotate");
            dev.picture("client-rotate");
            dev.press("confirm");
            String secret = dev.text("#client-secret");
            token(realm, TestClient.registered(id, secret).redirectUris("https://web.example/callback"));
            dev.see("#client-errors summary").click();
            dev.see("#client-errors p, #client-errors li");
            dev.assertAccessible();
            dev.picture("client-errors");

            dev.press("delete");
            dev.shows("[role=dialog]", id);
            dev.picture("client-delete");
            dev.press("confirm");
            dev.shows(".caregate-empty", none);
            assertThat(realm.as("dev").get("/api/clients").expect(200).body()).doesNotContain(id);
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US", "de-DE"})
    void keysWhenReplacedThenTheNewOneSigns(String language, Keycloak keycloak) throws Exception {
        var realm = new PortalRealm(keycloak);
        Map<String, Object> spec = PortalRealm.spec("service", "My service");
        spec.put("authentication", "keys");
        spec.put("keys", Map.of("pem", DeveloperKey.ec("secp384r1").publicPem()));
        accepted(realm, spec);
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            String id = open(dev, "My service");
            dev.press("replace-keys");
            dev.press("key-algorithm-ES384");
            dev.press("make-key");
            dev.see("#private-key");
            dev.assertAccessible();
            dev.picture("client-keys");
            dev.press("private-jwk");
            JsonNode privateKey = JSON.readTree(dev.downloaded(".jwk.json"));
            dev.press("send-keys");
            await().atMost(Duration.ofSeconds(20)).until(() -> !dev.has("[role=dialog]"));
            service(realm, id, privateKey);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "en-US,Approvals,Requests,declined,Withdraw,withdrawn",
        "de-DE,Freigaben,Anträge,abgelehnt,Zurückziehen,zurückgezogen",
    })
    void requestWhenDeclinedOrWithdrawnThenTheDeveloperReadsIt(
            String language,
            String approvals,
            String requests,
            String declined,
            String withdraw,
            String withdrawn,
            Keycloak keycloak) {
        var realm = new PortalRealm(keycloak);
        realm.as("dev")
                .post("/api/clients", PortalRealm.spec("web", "Not this"))
                .expect(202);
        try (var approver = signIn(keycloak, realm, language, "approver")) {
            approver.awaitHeading(approvals);
            approver.see(".caregate-decline").click();
            approver.type("reason", "Use the address of the practice.");
            approver.assertAccessible();
            approver.picture("decline");
            approver.press("confirm");
            approver.see(".caregate-empty");
        }
        realm.as("dev")
                .post("/api/clients", PortalRealm.spec("spa", "Nor this"))
                .expect(202);
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.menu(requests);
            dev.pressText(withdraw);
            dev.browser().waitFor(By.xpath("//h2[contains(.,'Nor this')]//*[normalize-space()='" + withdrawn + "']"));
            dev.shows("main", "Use the address of the practice.", declined);
            dev.assertAccessible();
            dev.picture("requests-decided");
        }
    }

    /** Every page in every language, as narrow as WCAG 2.2 has it (1.4.10). */
    @ParameterizedTest
    @CsvSource({"de-DE, Sprache", "en-US, Language", "fr-FR, Langue", "nl-NL, Taal"})
    void pageWhenNarrowThenNothingIsCutOff(String language, String label, Keycloak keycloak) {
        var realm = new PortalRealm(keycloak);
        Map<String, Object> service = PortalRealm.spec("service", "My service");
        service.put("authentication", "keys");
        service.put("keys", Map.of("pem", DeveloperKey.ec("secp384r1").publicPem()));
        accepted(realm, service);
        realm.as("dev").post("/api/clients", PortalRealm.spec("web", "My web")).expect(202);
        try (var dev = signIn(keycloak, realm, language, "dev")) {
            dev.see("#clients");
            assertThat(dev.see("#caregate-language").getDomAttribute("aria-label"))
                    .isEqualTo(label);
            dev.assertFits();
            dev.see("#clients a").click();
            dev.see("#client-id");
            dev.assertFits();
            dev.press("replace-keys");
            dev.press("make-key");
            dev.see("[role=dialog] #private-key");
            await("the focus after a key is made")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> "private-key".equals(dev.browser().evaluate("return document.activeElement.id")));
            dev.assertFits();
            dev.open("clients/new");
            dev.press("authentication-keys");
            dev.press("key-way-upload");
            dev.assertFits();
            dev.open("requests");
            dev.see("article");
            dev.assertFits();
        }
        try (var approver = signIn(keycloak, realm, language, "approver")) {
            approver.see(".caregate-accept");
            approver.assertFits();
        }
        try (var therapist = signIn(keycloak, realm, language, "therapist")) {
            therapist.press("get-token");
            therapist.see("#api-token");
            therapist.assertFits();
        }
        try (var auditor = signIn(keycloak, realm, language, "auditor")) {
            auditor.open("errors?type=*");
            auditor.see("#entries");
            auditor.press("status");
            auditor.assertFits();
            auditor.see("#entries tbody tr button").click();
            auditor.see("#entry-details");
            auditor.assertFits();
            auditor.press("close-details");
            auditor.press("export");
            auditor.see("#export-fhir");
            auditor.assertFits();
        }
    }

    private static void accepted(PortalRealm realm, Map<String, Object> spec) {
        String request = realm.as("dev").post("/api/clients", spec).expect(202).text("id");
        realm.as("approver").post("/api/approvals/" + request + "/accept", null).expect(200);
    }

    /** A token for a service that signs with this private key. */
    private static void service(PortalRealm realm, String client, JsonNode privateKey) throws GeneralSecurityException {
        String issuer = realm.realm().oidc().issuer().toString();
        Map<String, String> form = new HashMap<>(
                key(privateKey).authentication(client, privateKey.path("kid").asText(), issuer));
        form.put("grant_type", "client_credentials");
        form.put("client_id", client);
        assertThat(realm.realm().oidc().post("token", form).expect(200).accessToken())
                .isNotBlank();
    }

    private static void tabTo(Portal portal, String id, CharSequence keys) {
        for (int steps = 0; steps < 60; steps++) {
            var active = portal.browser().driver().switchTo().activeElement();
            if (id.equals(active.getDomAttribute("id"))) {
                active.sendKeys(keys);
                return;
            }
            active.sendKeys(Keys.TAB);
        }
        throw new AssertionError("the Tab key does not come to #" + id);
    }

    private static String open(Portal dev, String name) {
        dev.browser().waitFor(By.linkText(name)).click();
        dev.awaitHeading(name);
        return dev.text("#client-id");
    }

    private static int count(Portal portal, String css) {
        return portal.browser().driver().findElements(By.cssSelector(css)).size();
    }

    private static void token(PortalRealm realm, TestClient client) {
        Answer answer = realm.realm().signIn(client, "therapist", PortalRealm.PASSWORD, "health-api");
        assertThat(answer.expect(200).accessToken()).isNotBlank();
    }

    private static Portal signIn(Keycloak keycloak, PortalRealm realm, String language, String user) {
        return Portal.signIn(keycloak.url(), realm.realm().name(), language, user, PortalRealm.PASSWORD);
    }

    /** The private key as the browser has saved it. */
    private static DeveloperKey key(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp384r1"));
        var spec = new ECPrivateKeySpec(
                new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path("d").asText())),
                curve.getParameterSpec(ECParameterSpec.class));
        return new DeveloperKey(new KeyPair(null, KeyFactory.getInstance("EC").generatePrivate(spec)), "ES384");
    }
}
