package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostListTest {
    private static final HostList HOSTS =
            HostList.parse(" *.Hospital.example,, login.partner.example ,10.0.0.7,[fd00::7]");

    @ParameterizedTest
    @CsvSource(textBlock = """
            app.hospital.example,           true
            a.b.hospital.example,           true
            hospital.example,               false
            evilhospital.example,           false
            app.hospital.example.evil.test, false
            login.partner.example,          true
            other.partner.example,          false
            a.login.partner.example,        false
            10.0.0.7,                       true
            10.0.0.70,                      false
            [fd00::7],                      true
            [fd00::8],                      false
            """)
    void hostWhenListedOrBelowThenAllowedAndAnyOtherIsNot(String host, boolean allowed) {
        assertThat(HOSTS.allows(host)).isEqualTo(allowed);
    }

    @Test
    void listWhenEmptyThenEveryHostIsAllowed() {
        assertThat(HostList.parse(" , ")).isEqualTo(HostList.ANY);
        assertThat(HostList.ANY.allows("anything.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.",
                "*hospital.example",
                "app.*.example",
                "https://app.hospital.example",
                "app.hospital.example:8443",
                "app.hospital.example/",
                "me@app.hospital.example",
                "app..example",
                "0x7f.1",
                "käse.example"
            })
    void entryWhenNoHostThenRefused(String entry) {
        assertThatThrownBy(() -> HostList.parse("ok.example," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no host");
    }

    /**
     * An address off the user's own device must have a listed host; a loopback address and an app's scheme need not.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
            https://app.hospital.example/cb,       true
            https://app.hospital.example:8443/cb,  true
            https://evil.example/cb,               false
            https://localhost/cb,                  false
            http://127.0.0.1:8080/cb,              true
            http://[::1]/cb,                       true
            http://localhost/cb,                   true
            com.example.app:/cb,                   true
            com.example.app://any/cb,              true
            """)
    void redirectUriWhenHostsAreListedThenOnOneOfThem(String uri, boolean accepted) {
        RedirectUriRule rule = new RedirectUriRule(Environment.ACCEPTANCE, true, HOSTS);

        assertThat(rule.accepts(uri)).isEqualTo(accepted);
        assertThat(rule.matches(uri, List.of(uri)))
                .as("stored before the list was set")
                .isEqualTo(accepted);
        assertThat(new RedirectUriRule(Environment.ACCEPTANCE, true).accepts(uri))
                .isTrue();
    }

    @Test
    void clientWhenHostsAreListedThenEveryAddressOfItIsLookedAt() {
        ClientFacts facts = TestClients.backend()
                .redirectUris("https://evil.example/cb", "https://app.hospital.example/cb")
                .webOrigins("https://evil.example", "https://app.hospital.example", "+")
                .rootUrl("https://evil.example")
                .baseUrl("/home")
                .adminUrl("https://evil.example/admin")
                .attributes(java.util.Map.of(
                        "post.logout.redirect.uris", "https://evil.example/out##+",
                        "request.uris", "https://evil.example/request",
                        "saml_assertion_consumer_url_post", "https://evil.example/acs"))
                .facts();

        assertThat(new ClientRules(HOSTS).check(facts))
                .allSatisfy(finding -> {
                    assertThat(finding.code()).isEqualTo("host-not-allowed");
                    assertThat(finding.text()).contains("*.hospital.example, login.partner.example");
                })
                .extracting(Finding::field)
                .containsExactly(
                        "redirectUris",
                        "attributes.post.logout.redirect.uris",
                        "rootUrl",
                        "adminUrl",
                        "webOrigins",
                        "attributes.request.uris",
                        "attributes.saml_assertion_consumer_url_post");
    }
}
