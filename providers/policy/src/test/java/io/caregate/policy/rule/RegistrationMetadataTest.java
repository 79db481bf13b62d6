package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationMetadataTest {

    @Test
    void findingsWhenOfARegistrationThenInTheNamesOfItsFields() {
        List<Finding> stored = new ClientRules(HostList.ANY)
                .check(TestClients.backend()
                        .implicitFlow(true)
                        .directAccessGrants(true)
                        .redirectUris("https://backend.example/*")
                        .webOrigins("https://backend.example/")
                        .baseUrl("javascript:alert(1)")
                        .attributes(Map.of(
                                "post.logout.redirect.uris", "https://backend.example/out*",
                                "request.uris", "https://backend.example/request*",
                                "caregate.environment", "test"))
                        .facts());

        assertThat(new RegistrationMetadata(List.of("id_token", "code"), List.of("implicit", "password"))
                        .translate(stored))
                .extracting(Finding::field, Finding::value)
                .containsExactly(
                        tuple("response_types", "id_token code"),
                        tuple("grant_types", "password"),
                        tuple("redirect_uris", "https://backend.example/*"),
                        tuple("post_logout_redirect_uris", "https://backend.example/out*"),
                        tuple("client_uri", "javascript:alert(1)"),
                        tuple("request_uris", "https://backend.example/request*"),
                        tuple("attributes.caregate.environment", "test"));
    }

    @Test
    void implicitGrantWhenAskedForByGrantTypesAloneThenTheseAreNamed() {
        assertThat(new RegistrationMetadata(List.of(), List.of("implicit"))
                        .translate(new ClientRules(HostList.ANY)
                                .check(TestClients.backend().implicitFlow(true).facts())))
                .extracting(Finding::field, Finding::value, Finding::rule)
                .containsExactly(tuple("grant_types", "implicit", RuleId.NO_IMPLICIT_GRANT));
    }

    /** No finding is lost: an origin is left out only where its URI is named. */
    @Test
    void webOriginWhenNoRedirectUriIsNamedThenAFindingOnTheseAllTheSame() {
        assertThat(new RegistrationMetadata(List.of(), List.of())
                        .translate(new ClientRules(HostList.ANY)
                                .check(TestClients.backend()
                                        .webOrigins("https://backend.example/")
                                        .facts())))
                .extracting(Finding::field, Finding::rule)
                .containsExactly(tuple("redirect_uris", RuleId.EXACT_WEB_ORIGIN));
    }
}
