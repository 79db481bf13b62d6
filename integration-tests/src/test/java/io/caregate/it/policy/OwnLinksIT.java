package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.it.driver.Answer;
import io.caregate.it.driver.Browser;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.HomeRealm;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.MailBox;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rules let users follow every link that Keycloak itself makes and sends to people. */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnLinksIT {
    private static final String CALLBACK = "https://app.example.org/callback";
    private static final TestClient SPA =
            TestClient.publicApp("spa").redirectUris(CALLBACK).set("fullScopeAllowed", true);

    private MailBox mails;
    private TestRealm realm;

    @BeforeAll
    void create(Keycloak keycloak) throws IOException {
        mails = new MailBox();
        realm = keycloak.realm()
                .set("smtpServer", mails.settings())
                .set("organizationsEnabled", true)
                .set("resetPasswordAllowed", true)
                .set("registrationAllowed", true)
                .user("pat", "pat-password")
                .user("sue", "sue-password")
                .client(SPA)
                .create();
        realm.admin()
                .put(
                        realm.adminPath("/users/" + patsId()),
                        Map.of("username", "pat", "email", "pat@example.org", "firstName", "Pat", "lastName", "Test"))
                .expect(204);
    }

    @AfterAll
    void remove() throws IOException {
        mails.close();
    }

    private String patsId() {
        return realm.admin().userId(realm.name(), "pat");
    }

    private String organization(String name, String redirectUrl) {
        realm.admin()
                .post(
                        realm.adminPath("/organizations"),
                        Map.of(
                                "name",
                                name,
                                "alias",
                                name,
                                "redirectUrl",
                                redirectUrl,
                                "domains",
                                List.of(Map.of("name", name + ".example.org"))))
                .expect(201);
        return realm.admin()
                .get(realm.adminPath("/organizations?search=" + name))
                .expect(200)
                .json()
                .get(0)
                .path("id")
                .asText();
    }

    private URI invitation(String organization, String email) throws InterruptedException {
        Answer sent = realm.admin()
                .postForm(
                        realm.adminPath("/organizations/" + organization + "/members/invite-user"),
                        Map.of("email", email));
        assertThat(sent.status()).as(sent.body()).isEqualTo(204);
        return mails.nextLink();
    }

    private Page register(URI link, String email) {
        Page form = realm.browser().open(link);
        assertThat(form.status()).as(form.body()).isEqualTo(200);
        return form.submit(Map.of(
                "username",
                email,
                "email",
                email,
                "firstName",
                "New",
                "lastName",
                "Member",
                "password",
                "a-new-password",
                "password-confirm",
                "a-new-password"));
    }

    private boolean isMember(String organization, String email) {
        return realm.admin()
                .get(realm.adminPath("/organizations/" + organization + "/members?search=" + email))
                .expect(200)
                .body()
                .contains(email);
    }

    @Test
    void invitationWhenOfANewUserThenTheyRegisterAndEndAtTheAccountConsole() throws Exception {
        String organization = organization("clinic", "");

        Page end = register(invitation(organization, "ann@example.org"), "ann@example.org");

        assertThat(end.hasRedirect() ? end.redirect().toString() : end.uri().toString())
                .contains("/realms/" + realm.name() + "/account");
        assertThat(isMember(organization, "ann@example.org")).isTrue();
    }

    @Test
    void invitationWhenItNamesAnAddressThenTheyRegisterAndNoCodeIsSentThere() throws Exception {
        String organization = organization("practice", "https://practice.example.org/welcome");

        Page end = register(invitation(organization, "bob@example.org"), "bob@example.org");

        assertThat(end.hasRedirect()).as(end.toString()).isFalse();
        assertThat(end.status()).isEqualTo(200);
        assertThat(end.body()).doesNotContain("code=");
        assertThat(isMember(organization, "bob@example.org")).isTrue();
    }

    @Test
    void invitationWhenTheRequestNamesAnAddressItselfThenRefusedAsEver() throws Exception {
        String organization = organization("hospice", "");
        URI link = invitation(organization, "eve@example.org");

        Page refused = realm.browser().open(URI.create(link + "&redirect_uri=https://evil.example/cb"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.hasRedirect()).isFalse();
    }

    @Test
    void invitationWhenOfAnExistingUserThenTheyConfirm() throws Exception {
        String organization = organization("lab", "");

        Page page = realm.browser().open(invitation(organization, "pat@example.org"));

        assertThat(page.status()).as(page.body()).isEqualTo(200);
    }

    @Test
    void actionMailWhenOpenedThenServed() throws Exception {
        for (String action : List.of(
                "/send-verify-email",
                "/execute-actions-email",
                "/execute-actions-email?client_id=spa&redirect_uri=" + CALLBACK)) {
            realm.admin()
                    .put(realm.adminPath("/users/" + patsId() + action), List.of("UPDATE_PROFILE"))
                    .expect(204);
            Page page = realm.browser().open(mails.nextLink());
            assertThat(page.status()).as(action).isEqualTo(200);
        }
    }

    @Test
    void forgottenPasswordWhenItsMailIsOpenedThenServed() throws Exception {
        var browser = realm.browser();
        Page login = browser.open(realm.oidc().authorization(SPA).uri()).submit(Map.of("username", "pat"));
        URI forgotten = login.uri().resolve(login.link("reset-credentials"));
        browser.open(forgotten).submit(Map.of("username", "pat"));

        assertThat(browser.open(mails.nextLink()).status()).isEqualTo(200);
    }

    @Test
    void linkToAnotherRealmWhenFollowedFromTheLoginPageThenSignedIn(Keycloak keycloak) {
        try (TestRealm home = keycloak.realm()
                .user("bea", "bea-password")
                .user("susan", "susan-password")
                .create()) {
            HomeRealm.broker(realm, home);
            var browser = realm.browser();
            Page login = browser.open(realm.oidc().authorization(SPA).uri());
            URI broker = login.uri().resolve(login.link("/broker/" + HomeRealm.ALIAS + "/login"));

            Page end = browser.open(broker).login("bea", "bea-password");

            assertThat(end.redirect().toString()).startsWith(CALLBACK);
            assertThat(end.code()).isNotEmpty();

            // The same, as an action of a user who is already signed in.
            realm.admin()
                    .grantClientRole(
                            realm.name(), realm.admin().userId(realm.name(), "sue"), "account", "manage-account");
            var sue = realm.browser();
            signIn(sue);
            URI action = realm.oidc()
                    .authorization(SPA)
                    .parameter("kc_action", "idp_link:" + HomeRealm.ALIAS)
                    .uri();
            Page confirm = sue.open(action);
            Page linked = confirm.submit(Map.of()).login("susan", "susan-password");
            assertThat(linked.redirectParameters()).containsEntry("kc_action_status", "success");
        } finally {
            realm.admin().delete(realm.adminPath("/identity-provider/instances/" + HomeRealm.ALIAS));
        }
    }

    @Test
    void signOutWhenConfirmedOnKeycloaksPageThenSignedOut() {
        var browser = realm.browser();
        signIn(browser);

        Page confirmation = browser.open(realm.oidc().logoutUri(Map.of("client_id", SPA.id())));
        assertThat(confirmation.status()).isEqualTo(200);
        Page end = confirmation.submit(Map.of("confirmLogout", "yes"));

        assertThat(end.status()).as(end.toString()).isEqualTo(200);
        Page again = browser.open(realm.oidc().authorization(SPA).prompt("none").uri());
        assertThat(again.redirectParameters()).containsEntry("error", "login_required");
    }

    /** In a realm with organizations the first page asks only for the name. */
    private void signIn(Browser browser) {
        Page end = browser.open(realm.oidc().authorization(SPA).uri())
                .submit(Map.of("username", "sue"))
                .submit(Map.of("username", "sue", "password", "sue-password"));
        assertThat(end.code()).isNotEmpty();
    }
}
