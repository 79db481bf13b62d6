package io.caregate.it.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.it.driver.Browser;
import io.caregate.it.driver.Page;
import io.caregate.it.driver.Saml;
import io.caregate.it.fixture.Keycloak;
import io.caregate.it.fixture.OnSharedServer;
import io.caregate.it.fixture.TestRealm;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The address to which a browser is sent after a SAML logout (SAML Core section 3.7): a stored one, never a requested
 * one.
 */
@OnSharedServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SamlLogoutIT {
    private static final String SIGNED_OUT = "https://sp.example.org/slo";

    private TestRealm realm;

    @BeforeAll
    void create(Keycloak keycloak) {
        realm = keycloak.realm().user("pat", "pat-password").create();
        realm.admin().post(realm.adminPath("/clients"), provider(SIGNED_OUT)).expect(201);
    }

    @Test
    void logoutWhenAskedForThenTheAnswerGoesToTheStoredAddress() {
        Page answer = logout(Saml.endpoint(realm.oidc()));

        assertThat(answer.formAction()).isEqualTo(URI.create(SIGNED_OUT));
        assertThat(answer.formFields()).containsKey("SAMLResponse");
    }

    @Test
    void logoutWhenMeantForAnotherServerThenRefused() {
        Page answer = logout(URI.create("https://evil.example/saml"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("evil.example", "SAMLResponse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://sp.example.org/*", "https://*.example.org/slo", "http://evil.example/slo"})
    void logoutAddressWhenNotExactThenNotRegistered(String address) {
        ObjectNode client = provider(address).put("clientId", "https://other.example.org");

        assertThat(realm.admin()
                        .post(realm.adminPath("/clients"), client)
                        .expect(400)
                        .body())
                .contains("exact-redirect-uri");
    }

    private Page logout(URI destination) {
        Browser browser = realm.browser();
        Page signedIn = browser.post(
                        Saml.endpoint(realm.oidc()), Map.of("SAMLRequest", Saml.authnRequest(Saml.CONSUMER)))
                .login("pat", "pat-password");
        assertThat(signedIn.formFields()).containsKey("SAMLResponse");
        return browser.post(Saml.endpoint(realm.oidc()), Map.of("SAMLRequest", Saml.logoutRequest(destination, "pat")));
    }

    private static ObjectNode provider(String address) {
        ObjectNode client = Saml.CLIENT.json();
        client.withObject("/attributes").put("saml_single_logout_service_url_post", address);
        return client;
    }
}
