package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRulesTest {

    private static List<Finding> findings(TestClients client) {
        return new ClientRules(HostList.ANY).check(client.facts());
    }

    private static List<String> texts(TestClients client) {
        return findings(client).stream().map(Finding::text).toList();
    }

    @Test
    void checkWhenGoodClientThenNothing() {
        assertThat(findings(TestClients.backend())).isEmpty();
        assertThat(findings(TestClients.nativeApp())).isEmpty();
        assertThat(findings(TestClients.backend().redirectUris())).isEmpty();
    }

    @Test
    void checkWhenEverythingIsWrongThenAllFindingsAtOnceInTheOrderOfTheFields() {
        TestClients client = TestClients.backend()
                .implicitFlow(true)
                .directAccessGrants(true)
                .redirectUris("*", "https://backend.example/cb", "http://evil.example/cb")
                .rootUrl("http://evil.example")
                .baseUrl("//evil.example")
                .adminUrl("javascript:alert(1)")
                .webOrigins("*", "+", "https://backend.example/")
                .attributes(Map.of(
                        "post.logout.redirect.uris", "+##https://evil.example/*##https://backend.example/out",
                        "request.uris", "https://evil.example/*",
                        "saml_assertion_consumer_url_post", "https://evil.example/*",
                        "caregate.environment", "test",
                        "caregate.required-roles", "therapist##",
                        "caregate.max-token-lifespan", "0"));
        assertThat(findings(client))
                .extracting(Finding::rule, Finding::field, Finding::value)
                .containsExactly(
                        tuple(RuleId.NO_IMPLICIT_GRANT, "implicitFlowEnabled", "true"),
                        tuple(RuleId.NO_PASSWORD_GRANT, "directAccessGrantsEnabled", "true"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "redirectUris", "*"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "redirectUris", "http://evil.example/cb"),
                        tuple(
                                RuleId.EXACT_REDIRECT_URI,
                                "attributes.post.logout.redirect.uris",
                                "https://evil.example/*"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "rootUrl", "http://evil.example"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "baseUrl", "//evil.example"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "adminUrl", "javascript:alert(1)"),
                        tuple(RuleId.EXACT_WEB_ORIGIN, "webOrigins", "*"),
                        tuple(RuleId.EXACT_WEB_ORIGIN, "webOrigins", "https://backend.example/"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "attributes.request.uris", "https://evil.example/*"),
                        tuple(
                                RuleId.EXACT_REDIRECT_URI,
                                "attributes.saml_assertion_consumer_url_post",
                                "https://evil.example/*"),
                        tuple(RuleId.EXACT_REDIRECT_URI, "attributes.caregate.environment", "test"),
                        tuple(RuleId.REQUIRED_ROLE, "attributes.caregate.required-roles", "therapist##"),
                        tuple(RuleId.REQUIRED_ROLE, "attributes.caregate.max-token-lifespan", "0"));
    }

    @Test
    void checkWhenGrantIsOnThenAdviceNamesTheOneToUse() {
        assertThat(texts(TestClients.backend().implicitFlow(true).directAccessGrants(true)))
                .containsExactly(
                        "implicitFlowEnabled 'true': the implicit grant is not served; set it to false and use the"
                                + " code flow with PKCE (no-implicit-grant).",
                        "directAccessGrantsEnabled 'true': the password grant is not served; set it to false and use"
                                + " the code flow, or client credentials for a backend (no-password-grant).");
    }

    @Test
    void checkWhenBelowTheRootUrlThenAdviceIsTheAbsoluteForm() {
        assertThat(findings(TestClients.backend()
                        .rootUrl("https://backend.example/app/")
                        .redirectUris("/callback", "/a/*", "//evil.example/x")))
                .extracting(Finding::value, Finding::advice)
                .containsExactly(
                        tuple("/callback", "write https://backend.example/app/callback"),
                        tuple("/a/*", "register each URI in full, such as https://app.example/callback"),
                        tuple(
                                "//evil.example/x",
                                "write it with scheme and host, such as https://app.example/callback"));
        assertThat(findings(TestClients.backend().redirectUris("/callback")))
                .extracting(Finding::advice)
                .containsExactly("write it with scheme and host, such as https://app.example/callback");
    }

    @Test
    void checkWhenWildcardThenAdviceSaysWhatToWrite() {
        assertThat(texts(TestClients.backend()
                        .redirectUris("https://backend.example/*")
                        .webOrigins("*")))
                .containsExactly(
                        "redirectUris 'https://backend.example/*': it has a wildcard; register each URI in full, such"
                                + " as https://app.example/callback (exact-redirect-uri).",
                        "webOrigins '*': it has a wildcard; register each origin, such as https://app.example, or +"
                                + " for the redirect URIs (exact-web-origin).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "", "https://backend.example/out", "+##https://backend.example/out"})
    void postLogoutWhenExactThenAccepted(String uris) {
        assertThat(findings(TestClients.backend().attributes(Map.of("post.logout.redirect.uris", uris))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "/*",
                "/out",
                "++",
                "https://backend.example/*",
                "http://backend.example/out",
                "https://backend.example/out##",
                "https://backend.example/a,https://backend.example/b",
                "javascript:alert(1)"
            })
    void postLogoutWhenNotExactThenRefused(String uris) {
        List<Finding> findings = findings(TestClients.backend().attributes(Map.of("post.logout.redirect.uris", uris)));
        if (uris.contains(",")) {
            // A comma may appear in a path; it separates nothing, so this is one exact URI.
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings)
                    .singleElement()
                    .extracting(Finding::field)
                    .isEqualTo("attributes.post.logout.redirect.uris");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "saml_assertion_consumer_url_post",
                "saml_assertion_consumer_url_redirect",
                "saml_artifact_binding_url",
                "saml_single_logout_service_url_post",
                "saml_single_logout_service_url_redirect",
                "saml_single_logout_service_url_artifact"
            })
    void samlLocationWhenWildcardThenRefusedAndWhenExactThenAccepted(String attribute) {
        assertThat(findings(TestClients.backend().attributes(Map.of(attribute, "https://sp.example/*"))))
                .extracting(Finding::field)
                .containsExactly("attributes." + attribute);
        assertThat(findings(TestClients.backend().attributes(Map.of(attribute, "https://sp.example/acs"))))
                .isEmpty();
        assertThat(findings(TestClients.backend().attributes(Map.of(attribute, ""))))
                .isEmpty();
        assertThat(ClientRules.LOCATION_ATTRIBUTES).contains(attribute).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://backend.example            | true
            https://backend.example/a#b        | true
            /realms/x/account/                 | true
            ''                                 | true
            http://127.0.0.1:3000/             | true
            ${authBaseUrl}/x                   | false
            http://backend.example             | false
            https://backend.example/*          | false
            //evil.example                     | false
            """)
    void locationWhenRootBaseOrAdminUrlThenNoWildcardAndNoPlainHttp(String location, boolean accepted) {
        assertThat(findings(TestClients.backend().rootUrl(location)).isEmpty()).isEqualTo(accepted);
        assertThat(findings(TestClients.backend().baseUrl(location)).isEmpty()).isEqualTo(accepted);
        assertThat(findings(TestClients.backend().adminUrl(location)).isEmpty()).isEqualTo(accepted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${authBaseUrl}", "${authAdminUrl}"})
    void locationWhenServersOwnAddressThenOnlyForRootUrl(String placeholder) {
        assertThat(findings(TestClients.backend().rootUrl(placeholder))).isEmpty();
        assertThat(findings(TestClients.backend().baseUrl(placeholder))).hasSize(1);
        assertThat(findings(TestClients.backend().adminUrl(placeholder))).hasSize(1);
    }

    @Test
    void environmentWhenAcceptanceThenLocalhostMayBeRegistered() {
        TestClients client =
                TestClients.backend().redirectUris("http://localhost:3000/cb").webOrigins("http://localhost:3000");
        assertThat(findings(client.attributes(Map.of("caregate.environment", "acceptance"))))
                .isEmpty();
        assertThat(findings(client)).extracting(Finding::field).containsExactly("redirectUris", "webOrigins");
        assertThat(findings(client.attributes(Map.of("caregate.environment", "Acceptance"))))
                .extracting(Finding::field)
                .containsExactly("redirectUris", "webOrigins", "attributes.caregate.environment");
    }

    @Test
    void nativeAppWhenMadeConfidentialThenItsSchemeIsRefused() {
        assertThat(findings(TestClients.nativeApp().publicClient(false)))
                .extracting(Finding::problem)
                .containsExactly("only a public client may use a private-use scheme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caregate.required-roles     | therapist                    | true
            caregate.required-roles     | therapist##health-api:reader | true
            caregate.required-roles     | ''                           | true
            caregate.required-roles     | '  '                         | false
            caregate.required-roles     | ##                           | false
            caregate.required-roles     | health-api:                  | false
            caregate.max-token-lifespan | 300                          | true
            caregate.max-token-lifespan | ''                           | true
            caregate.max-token-lifespan | 86401                        | false
            caregate.max-token-lifespan | five minutes                 | false
            caregate.environment        | production                   | true
            caregate.environment        | ''                           | true
            caregate.environment        | staging                      | false
            """)
    void attributeWhenUnreadableThenRefused(String attribute, String value, boolean accepted) {
        List<Finding> findings = findings(TestClients.backend().attributes(Map.of(attribute, value)));
        if (accepted) {
            assertThat(findings).isEmpty();
        } else {
            assertThat(findings).extracting(Finding::field).containsExactly("attributes." + attribute);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ownClientWhenItsAttributesLeadElsewhereThenRefusedAllTheSame(BuiltInClient builtIn) {
        TestClients client =
                switch (builtIn) {
                    case ACCOUNT -> TestClients.account();
                    case ACCOUNT_CONSOLE -> TestClients.accountConsole();
                    case SECURITY_ADMIN_CONSOLE -> TestClients.securityAdminConsole();
                    case CAREGATE_PORTAL -> TestClients.caregatePortal();
                    case ADMIN_CLI -> TestClients.adminCli();
                };
        assertThat(findings(client.attributes(Map.of(
                        "request.uris", "https://evil.example/*",
                        "saml_assertion_consumer_url_post", "https://evil.example/*",
                        "caregate.environment", "test"))))
                .extracting(Finding::field)
                .containsExactly(
                        "attributes.request.uris",
                        "attributes.saml_assertion_consumer_url_post",
                        "attributes.caregate.environment");
        assertThat(findings(client.implicitFlow(true)))
                .extracting(Finding::rule)
                .containsExactly(RuleId.NO_IMPLICIT_GRANT);
    }

    @Test
    void ownClientWhenItsShapeDiffersThenItsOwnPathsAreRefusedToo() {
        assertThat(findings(TestClients.account().redirectUris("/realms/healthcare/account/*", "/realms/healthcare/*")))
                .extracting(Finding::value)
                .containsExactly("/realms/healthcare/account/*", "/realms/healthcare/*");
        assertThat(findings(TestClients.adminCli().publicClient(false)))
                .extracting(Finding::rule)
                .containsExactly(RuleId.NO_PASSWORD_GRANT);
        assertThat(findings(TestClients.caregatePortal().redirectUris("/realms/healthcare/caregate/portal/*")))
                .extracting(Finding::field)
                .containsExactly("redirectUris");
    }

    @Test
    void webOriginWhenMadeOfARefusedSpellingThenTheRedirectUriAloneIsNamed() {
        assertThat(findings(TestClients.backend()
                        .redirectUris("https://APP.example.org/cb", "https://app.example.org:443/cb")
                        .webOrigins("https://APP.example.org", "https://app.example.org:443")))
                .extracting(Finding::field, Finding::code)
                .containsExactly(tuple("redirectUris", "spelling"), tuple("redirectUris", "spelling"));
    }

    @Test
    void issuerWhenLeftOutThenOnlyOfAClientThatIsAnsweredByJwt() {
        Map<String, String> leftOut = Map.of("exclude.issuer.from.auth.response", "true");
        assertThat(findings(TestClients.backend().attributes(leftOut)))
                .extracting(Finding::rule)
                .containsExactly(RuleId.ISSUER_IN_RESPONSE);
        assertThat(findings(TestClients.backend()
                        .attributes(Map.of(
                                "exclude.issuer.from.auth.response",
                                "true",
                                "authorization.signed.response.alg",
                                "PS256"))))
                .isEmpty();
    }
}
