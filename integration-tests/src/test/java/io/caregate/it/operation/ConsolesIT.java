package io.caregate.it.operation;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.it.driver.Admin;
import io.caregate.it.driver.Chromium;
import io.caregate.it.driver.Folders;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Keycloak's own consoles continue to work, in the exempt realm and in governed ones, in a real browser. */
@Needs(CHROMIUM)
@OnSharedServer
final class ConsolesIT {

    @Test
    void adminConsoleWhenMasterAdminSignsInThenTheGovernedRealmCanBeManaged(Keycloak keycloak) {
        var realm = keycloak.realm()
                .client(TestClient.confidential("shown-client").redirectUris("https://app.example.org/cb"))
                .create();
        try (var browser = Chromium.start()) {
            var admin = keycloak.server().admin();
            browser.open(keycloak.url() + "/admin/master/console/#/" + realm.name() + "/clients");
            browser.login(admin.user(), admin.password());

            assertThat(browser.waitFor(By.linkText("shown-client")).isDisplayed())
                    .isTrue();
        }
    }

    @Test
    void adminConsoleWhenAClientIsMadeAndNoAddressFilledInThenStored(Keycloak keycloak) {
        var realm = keycloak.realm().create();
        try (var browser = Chromium.start()) {
            var admin = keycloak.server().admin();
            browser.open(keycloak.url() + "/admin/master/console/#/" + realm.name() + "/clients/add-client");
            browser.login(admin.user(), admin.password());
            browser.waitFor(By.cssSelector("#clientId, [data-testid='clientId']"))
                    .sendKeys("made-in-console");
            for (String button : new String[] {"Next", "Next", "Save"}) {
                browser.waitFor(By.xpath("//button[text()='" + button + "']")).click();
            }

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> realm.admin()
                                    .get(realm.adminPath("/clients?clientId=made-in-console"))
                                    .json()
                                    .size()
                            == 1);
        }
    }

    @Test
    void adminConsoleWhenAWildcardIsTypedThenThePacksSentenceIsShown(Keycloak keycloak) {
        var realm = keycloak.realm()
                .client(TestClient.confidential("edited").redirectUris("https://app.example/callback"))
                .create();
        try (var browser = Chromium.start()) {
            var admin = keycloak.server().admin();
            String uuid = realm.admin().clientUuid(realm.name(), "edited");
            browser.open(keycloak.url() + "/admin/master/console/#/" + realm.name() + "/clients/" + uuid + "/settings");
            browser.login(admin.user(), admin.password());
            var field = browser.waitFor(By.cssSelector("[data-testid='redirectUris0']"));
            field.sendKeys(Keys.chord(Keys.CONTROL, "a"), "https://app.example/*");
            browser.waitFor(By.cssSelector("[data-testid='settings-save']")).click();

            String alert = browser.waitFor(By.cssSelector(".pf-v5-c-alert, .pf-v6-c-alert"))
                    .getText();
            browser.screenshot(Folders.server().resolve("../../integration-tests/target/refused-in-console.png"));
            assertThat(alert)
                    .contains("Client edited: redirectUris 'https://app.example/*': it has a wildcard; register"
                            + " each URI in full, such as"
                            + " https://app.example/callback (exact-redirect-uri).")
                    .contains("/caregate/rules#exact-redirect-uri");
            assertThat(realm.admin()
                            .client(realm.name(), "edited")
                            .path("redirectUris")
                            .get(0)
                            .asText())
                    .isEqualTo("https://app.example/callback");
        }
    }

    @Test
    void adminConsoleWhenAdminOfAGovernedRealmSignsInThereThenItWorks(Keycloak keycloak) {
        var realm = keycloak.realm().user("boss", "boss-password").create();
        try (var browser = Chromium.start()) {
            makeRealmAdmin(realm, "boss");
            browser.open(keycloak.url() + "/admin/" + realm.name() + "/console/#/" + realm.name() + "/clients");
            browser.login("boss", "boss-password");

            assertThat(browser.waitFor(By.linkText("account-console")).isDisplayed())
                    .isTrue();
        }
    }

    @Test
    void accountConsoleWhenUserSignsInThenItWorks(Keycloak keycloak) {
        var realm = keycloak.realm().user("pat", "pat-password").create();
        try (var browser = Chromium.start()) {
            realm.grant("pat", "default-roles-" + realm.name());
            browser.open(keycloak.url() + "/realms/" + realm.name() + "/account/");
            browser.login("pat", "pat-password");

            assertThat(browser.waitFor(By.cssSelector("[data-testid='personal-info'], #username, [name='username']"))
                            .isDisplayed())
                    .isTrue();
            assertThat(browser.url()).startsWith(keycloak.url() + "/realms/" + realm.name() + "/account/");
        }
    }

    private static void makeRealmAdmin(TestRealm realm, String username) {
        Admin admin = realm.admin();
        String management = admin.clientUuid(realm.name(), "realm-management");
        JsonNode role = admin.get(realm.adminPath("/clients/" + management + "/roles/realm-admin"))
                .expect(200)
                .json();
        admin.post(
                        realm.adminPath("/users/" + admin.userId(realm.name(), username) + "/role-mappings/clients/"
                                + management),
                        List.of(role))
                .expect(204);
    }
}
