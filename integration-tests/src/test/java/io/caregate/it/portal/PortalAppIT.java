package io.caregate.it.portal;

import static io.caregate.it.fixture.Needs.Tool.CHROMIUM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.it.driver.TestClient;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.Needs;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** The portal's web app in a real browser, in the languages of the realm. */
@Needs(CHROMIUM)
@OnSharedServer
final class PortalAppIT {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Access token|Your account cannot use this API",
                "de-DE|Zugriffstoken|Ihr Konto kann diese API nicht verwenden",
            })
    void tokenWhenAPatientAsksThenTheirLanguageSaysWhyNot(
            String language, String heading, String refusal, Keycloak keycloak) {
        var realm = realm(keycloak);
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), language, "patient", "pw")) {
            portal.menu(heading);
            portal.awaitHeading(heading);
            portal.press("get-token");

            portal.shows("#token-refused", refusal, "health-api");
            assertThat(portal.has("#api-token")).isFalse();
            portal.assertAccessible();
            portal.picture("token-refused");
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US,Access token,Other APIs must reject it", "de-DE,Zugriffstoken,Andere APIs müssen es ablehnen"})
    void tokenWhenATherapistAsksThenItIsTheApisAndLivesFiveMinutes(
            String language, String heading, String meaning, Keycloak keycloak) {
        var realm = realm(keycloak);
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), language, "therapist", "pw")) {
            portal.awaitHeading(heading);
            portal.press("get-token");
            String token = portal.text("#api-token");
            JsonNode claims = claims(token);

            assertThat(claims.path("aud").toString()).contains("health-api");
            assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
                    .isLessThanOrEqualTo(300);
            portal.shows("table", meaning);
            portal.shows("#token-life", "min");
            portal.assertAccessible();
            portal.picture("token");
            portal.pictureOfPhone("token");
        }
    }

    @Test
    void reloadWhenSignedInThenNoSignInPageAndTheSameRoute(Keycloak keycloak) {
        var realm = realm(keycloak);
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), "en-US", "auditor", "pw")) {
            portal.menu("Login errors");
            portal.awaitHeading("Login errors");
            portal.type("filter-client", "nothing-like-it");
            portal.press("filter-apply");
            portal.see(".caregate-empty");
            portal.reload();
            portal.see(".caregate-empty");

            assertThat(portal.url()).isEqualTo(portal.address() + "errors?client=nothing-like-it");
            assertThat(portal.browser().evaluate("return JSON.stringify([{...localStorage}, {...sessionStorage}])"))
                    .as("tokens are nowhere but in memory")
                    .asString()
                    .doesNotContain("eyJ");
        }
    }

    /** Cross-user session fixation: a link that completes here what another person began elsewhere. */
    @Test
    void answerWhenAnotherBrowserBeganTheFlowThenNotTaken(Keycloak keycloak) {
        try (var realm = realm(keycloak);
                var portal = Portal.signIn(keycloak.url(), realm.name(), "en-US", "patient", "pw")) {
            var begun = realm.oidc()
                    .authorization(TestClient.publicApp("caregate-portal").redirectUris(portal.address()));
            URI answer =
                    realm.browser().open(begun.uri()).login("therapist", "pw").uri();
            assertThat(answer.toString()).startsWith(portal.address()).contains("code=", "state=" + begun.state());

            portal.browser().open(answer.toString());

            portal.menu("Access token");
            portal.awaitHeading("Access token");
            portal.press("get-token");
            portal.shows("#token-refused", "Your account cannot use this API");
        }
    }

    @ParameterizedTest
    @CsvSource({"en-US,You have signed out", "de-DE,Sie sind abgemeldet"})
    void signOutWhenPressedThenTheSessionIsGoneAndAPageSaysSo(String language, String heading, Keycloak keycloak) {
        var realm = realm(keycloak);
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), language, "therapist", "pw")) {
            portal.press("caregate-sign-out");
            portal.awaitHeading(heading);
            portal.picture("signed-out");
            portal.browser().open(portal.address());

            assertThat(portal.see("#kc-login").isDisplayed()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|Login errors|signature was not verified|enter the public keys|now remembers this state",
                "de-DE|Anmeldefehler|wurde nicht geprüft|öffentlichen Schlüssel an|merkt sich jetzt diesen Stand",
            })
    void loginErrorsWhenTheReaderHasNoKeyThenFoundAndSaidThatNoSignatureIsVerified(
            String language, String heading, String notProved, String why, String remembered, Keycloak keycloak) {
        var realm = realm(keycloak);
        failedLogin(realm, "therapist");
        failedLogin(realm, "patient");
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), language, "auditor", "pw")) {
            portal.menu(heading);
            portal.awaitHeading(heading);
            portal.findLoginErrorsOf("patient");
            portal.shows("#entries tbody", "invalid_user_credentials");
            portal.see("#entries tbody tr button").click();
            portal.shows("#proof", notProved, why);
            portal.assertAccessible();
            portal.picture("login-error-without-key");
            portal.press("close-details");
            portal.press("verify");
            portal.press("verify-go");
            portal.shows("#verify-result", remembered);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-US|My sign-ins|Wrong password or code|This was not me",
                "de-DE|Meine Anmeldungen|Passwort oder Code falsch|Das war ich nicht",
                "fr-FR|Mes connexions|Mot de passe ou code incorrect|Ce n’était pas moi",
                "nl-NL|Mijn inlogpogingen|Wachtwoord of code onjuist|Dit was ik niet",
            })
    void signInsWhenSomebodyTriedThenTheirUserProvesItAndEndsOtherSessions(
            String language, String heading, String cause, String notMe, Keycloak keycloak) {
        var realm = realm(keycloak);
        failedLogin(realm, "patient");
        failedLogin(realm, "therapist");
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), language, "patient", "pw")) {
            portal.awaitHeading(heading);
            portal.shows("#sign-ins tbody", cause, "app", "127.0.0.1");
            assertThat(portal.browser().evaluate("return document.querySelectorAll('#sign-ins tbody tr').length"))
                    .as("those of nobody else")
                    .isEqualTo(1L);
            portal.assertAccessible();
            portal.picture("sign-ins");
            portal.assertFits();
            portal.see("#sign-ins tbody button").click();
            portal.see("#proof.pf-m-info");
            assertThat(portal.text("#not-me-entry")).isEqualTo(notMe);
            portal.press("not-me-entry");
            portal.assertAccessible();
            portal.press("confirm");
            portal.see("#reported");
            portal.assertAccessible();
            portal.press("new-password");
            portal.see("#password-new").sendKeys("another password");
            portal.see("#password-confirm").sendKeys("another password", Keys.ENTER);
            portal.awaitHeading(heading);
        }
    }

    /** A realm has its own list of languages; the app has no others, and English where it has no such texts. */
    @ParameterizedTest
    @CsvSource({
        "nl-BE, fr es, Erreurs de connexion, English Français",
        "de-DE, de, Anmeldefehler, ''",
        "de-DE, '', Login errors, ''"
    })
    void languagesWhenOfTheRealmThenTheseToChooseFrom(
            String browser, String supported, String heading, String choices, Keycloak keycloak) {
        var realm = keycloak.realm()
                .set("internationalizationEnabled", !supported.isEmpty())
                .set("supportedLocales", List.of(supported.split(" ")))
                .set("defaultLocale", supported.split(" ")[0])
                .realmRole("auditor")
                .user("auditor", "pw", "auditor")
                .create();
        try (var portal = Portal.signIn(keycloak.url(), realm.name(), browser, "auditor", "pw")) {
            portal.awaitHeading(heading);

            assertThat(portal.browser()
                            .evaluate("return [...document.querySelectorAll('#caregate-language option')]"
                                    + ".map(option => option.textContent).join(' ')"))
                    .isEqualTo(choices);
        }
    }

    private static JsonNode claims(String token) {
        try {
            return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void failedLogin(TestRealm realm, String username) {
        var client = TestClient.confidential("app").redirectUris("https://app.example.org/cb");
        realm.browser().open(realm.oidc().authorization(client).uri()).login(username, "wrong");
    }

    private static TestRealm realm(Keycloak keycloak) {
        return keycloak.realm()
                .set("internationalizationEnabled", true)
                .set("supportedLocales", List.of("en", "de", "fr", "nl"))
                .set("defaultLocale", "en")
                .set("displayName", "Healthcare")
                .realmRole("developer", "client-approver", "therapist", "patient", "auditor")
                .protectedApi("health-api", "therapist")
                .client(TestClient.confidential("app").redirectUris("https://app.example.org/cb"))
                .user("dev", "pw", "developer")
                .user("approver", "pw", "client-approver")
                .user("therapist", "pw", "therapist")
                .user("patient", "pw", "patient")
                .user("auditor", "pw", "auditor")
                .create();
    }
}
