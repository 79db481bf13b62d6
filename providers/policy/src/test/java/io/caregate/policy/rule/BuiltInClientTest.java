package io.caregate.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInClientTest {

    private static final String SERVER = "https://login.example/auth";

    private static TestClients builtIn(BuiltInClient builtIn) {
        return switch (builtIn) {
            case ACCOUNT -> TestClients.account();
            case ACCOUNT_CONSOLE -> TestClients.accountConsole();
            case SECURITY_ADMIN_CONSOLE -> TestClients.securityAdminConsole();
            case CAREGATE_PORTAL -> TestClients.caregatePortal();
            case ADMIN_CLI -> TestClients.adminCli();
        };
    }

    @ParameterizedTest
    @EnumSource
    void shapeWhenAsItIsCreatedThenOwnAndNothingToFind(BuiltInClient builtIn) {
        ClientFacts facts = builtIn(builtIn).facts();
        assertThat(BuiltInClient.of(facts)).hasValue(builtIn);
        assertThat(new ClientRules(HostList.ANY).check(facts)).isEmpty();
    }

    /** The client as it was created up to Keycloak 13, with the addresses to which Keycloak's migration changes it. */
    @Test
    void accountWhenConfidentialThenOwnAllTheSame() {
        ClientFacts facts = TestClients.account().publicClient(false).facts();
        assertThat(BuiltInClient.of(facts)).hasValue(BuiltInClient.ACCOUNT);
        assertThat(new ClientRules(HostList.ANY).check(facts)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            ACCOUNT,                /realms/clinic/account/,                clinic
            ACCOUNT,                /realms/clinic/account/*,               clinic
            ACCOUNT,                /realms/clinic/account,                 clinic
            ACCOUNT,                /auth/realms/clinic/account/*,          clinic
            ACCOUNT,                /auth/realms/clinic/accounting/*,       -
            ACCOUNT,                /realms/clinic/*,                       -
            ACCOUNT,                /realms//account/*,                     -
            ACCOUNT,                /realms/a/b/account/*,                  -
            ACCOUNT,                https://evil.example/realms/clinic/account/*, -
            ACCOUNT,                *,                                      -
            ACCOUNT_CONSOLE,        /realms/clinic/account/*,               clinic
            SECURITY_ADMIN_CONSOLE, /auth/admin/clinic/console/index.html,  clinic
            SECURITY_ADMIN_CONSOLE, /realms/clinic/account/*,               -
            ADMIN_CLI,              /realms/clinic/account/*,               -
            """)
    void addressWhenOneOfTheClientsThenOfItsRealm(BuiltInClient builtIn, String address, @Nullable String realm) {
        assertThat(builtIn.realmOf(address)).isEqualTo(Optional.ofNullable(realm));
    }

    @Test
    void addressWhenOfAnOlderShapeOrAnotherRealmThenTheTextSaysSo() {
        assertThat(new ClientRules(HostList.ANY)
                        .check(TestClients.account()
                                .redirectUris(
                                        "/auth/realms/" + TestClients.REALM + "/account/*",
                                        "/realms/before/account/*",
                                        "/realms/" + TestClients.REALM + "/*")
                                .facts()))
                .extracting(Finding::code, Finding::problem, Finding::advice)
                .containsExactly(
                        tuple(
                                "older-shape",
                                "this is Keycloak's own client in an older shape",
                                "leave the client out of the file, so that Keycloak creates it, or write rootUrl"
                                        + " ${authBaseUrl}, baseUrl /realms/" + TestClients.REALM
                                        + "/account/, redirectUris [/realms/" + TestClients.REALM
                                        + "/account/*], publicClient true"),
                        tuple(
                                "other-realm",
                                "it is an address of the realm before",
                                "leave the client out of the file, so that Keycloak creates it, or write rootUrl"
                                        + " ${authBaseUrl}, baseUrl /realms/" + TestClients.REALM
                                        + "/account/, redirectUris [/realms/" + TestClients.REALM
                                        + "/account/*], publicClient true"),
                        tuple(
                                "wildcard",
                                "it has a wildcard",
                                "register each URI in full, such as https://app.example/callback"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /realms/healthcare/caregate/portal/*, wildcard
            /realms/before/caregate/portal/*,     other-realm
            """)
    void portalAddressWhenNotItsOwnThenNeverAnOlderShape(String address, String code) {
        ClientFacts facts =
                builtIn(BuiltInClient.CAREGATE_PORTAL).redirectUris(address).facts();
        assertThat(new ClientRules(HostList.ANY).check(facts))
                .extracting(Finding::code)
                .contains(code)
                .doesNotContain("older-shape");
    }

    static Stream<Arguments> deviations() {
        String account = "/realms/" + TestClients.REALM + "/account/";
        Map<String, UnaryOperator<TestClients>> everywhere = new LinkedHashMap<>();
        everywhere.put(
                "another name", client -> client.clientId("my-" + client.facts().clientId()));
        everywhere.put(
                "another case",
                client -> client.clientId(client.facts().clientId().toUpperCase(Locale.ROOT)));
        everywhere.put("a foreign root", client -> client.rootUrl("https://evil.example"));
        everywhere.put("a foreign base", client -> client.baseUrl("https://evil.example/"));
        everywhere.put("an admin URL", client -> client.adminUrl("https://evil.example/admin"));
        everywhere.put(
                "a second URI",
                client -> client.redirectUris(
                        Stream.concat(client.facts().redirectUris().stream(), Stream.of("https://evil.example/cb"))
                                .toArray(String[]::new)));
        everywhere.put("a wildcard for a URI", client -> client.redirectUris("*"));
        everywhere.put("every web origin", client -> client.webOrigins("*"));
        everywhere.put("an empty web origin", client -> client.webOrigins(""));
        everywhere.put(
                "a foreign post-logout URI",
                client -> client.attributes(Map.of("post.logout.redirect.uris", "https://evil.example/*")));
        Stream<Arguments> all = Stream.of(BuiltInClient.values()).flatMap(builtIn -> everywhere.entrySet().stream()
                .map(change ->
                        arguments(builtIn, change.getKey(), change.getValue().apply(builtIn(builtIn)))));
        Stream<Arguments> confidential = Stream.of(BuiltInClient.values())
                .filter(builtIn -> builtIn != BuiltInClient.ACCOUNT)
                .map(builtIn ->
                        arguments(builtIn, "confidential", builtIn(builtIn).publicClient(false)));
        Stream<Arguments> some = Stream.of(
                arguments(
                        BuiltInClient.ACCOUNT,
                        "the password grant",
                        TestClients.account().directAccessGrants(true)),
                arguments(BuiltInClient.ACCOUNT, "no URI", TestClients.account().redirectUris()),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "the admins' root",
                        TestClients.account().rootUrl("${authAdminUrl}")),
                arguments(
                        BuiltInClient.ACCOUNT, "no root", TestClients.account().rootUrl(null)),
                arguments(
                        BuiltInClient.ACCOUNT, "no base", TestClients.account().baseUrl(null)),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "another realm",
                        TestClients.account().realmPath("other")),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "a wider path",
                        TestClients.account().redirectUris("/realms/" + TestClients.REALM + "/*")),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "a look-alike path",
                        TestClients.account().redirectUris("/realms/" + TestClients.REALM + "/account*")),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "an absolute URI",
                        TestClients.account().redirectUris("https://login.example" + account + "*")),
                arguments(
                        BuiltInClient.ACCOUNT,
                        "the origins of its URIs",
                        TestClients.account().webOrigins("+")),
                arguments(
                        BuiltInClient.ACCOUNT_CONSOLE,
                        "the password grant",
                        TestClients.accountConsole().directAccessGrants(true)),
                arguments(
                        BuiltInClient.ACCOUNT_CONSOLE,
                        "no post-logout URIs",
                        TestClients.accountConsole().attributes(Map.of("post.logout.redirect.uris", "-"))),
                arguments(
                        BuiltInClient.SECURITY_ADMIN_CONSOLE,
                        "the password grant",
                        TestClients.securityAdminConsole().directAccessGrants(true)),
                arguments(
                        BuiltInClient.SECURITY_ADMIN_CONSOLE,
                        "the users' root",
                        TestClients.securityAdminConsole().rootUrl("${authBaseUrl}")),
                arguments(
                        BuiltInClient.SECURITY_ADMIN_CONSOLE,
                        "one more origin",
                        TestClients.securityAdminConsole().webOrigins("+", "https://evil.example")),
                arguments(
                        BuiltInClient.SECURITY_ADMIN_CONSOLE,
                        "the console of another realm",
                        TestClients.securityAdminConsole().redirectUris("/admin/master/console/*")),
                arguments(
                        BuiltInClient.CAREGATE_PORTAL,
                        "a wildcard",
                        TestClients.caregatePortal()
                                .redirectUris("/realms/" + TestClients.REALM + "/caregate/portal/*")),
                arguments(
                        BuiltInClient.CAREGATE_PORTAL,
                        "the password grant",
                        TestClients.caregatePortal().directAccessGrants(true)),
                arguments(
                        BuiltInClient.ADMIN_CLI,
                        "a redirect URI",
                        TestClients.adminCli().redirectUris("/cb")));
        return Stream.of(all, confidential, some).flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("deviations")
    void shapeWhenOneThingDiffersThenClientLikeAllOthers(BuiltInClient builtIn, String deviation, TestClients client) {
        assertThat(BuiltInClient.of(client.facts())).isEmpty();
    }

    @Test
    void shapeWhenConsoleHasNoOriginOrNoPostLogoutAttributeThenStillOwn() {
        assertThat(BuiltInClient.of(
                        TestClients.securityAdminConsole().webOrigins().facts()))
                .hasValue(BuiltInClient.SECURITY_ADMIN_CONSOLE);
        assertThat(BuiltInClient.of(
                        TestClients.accountConsole().attributes(Map.of()).facts()))
                .hasValue(BuiltInClient.ACCOUNT_CONSOLE);
    }

    @Test
    void shapeWhenUrlsAreEmptyTextThenSameAsAbsent() {
        assertThat(BuiltInClient.of(TestClients.adminCli()
                        .rootUrl("")
                        .baseUrl("")
                        .adminUrl("")
                        .facts()))
                .hasValue(BuiltInClient.ADMIN_CLI);
    }

    @Test
    void shapeWhenRealmNameNeedsEncodingThenEncodedPath() {
        ClientFacts facts = TestClients.account()
                .realmPath("praxis%20m%C3%BCller")
                .baseUrl("/realms/praxis%20m%C3%BCller/account/")
                .redirectUris("/realms/praxis%20m%C3%BCller/account/*")
                .facts();
        assertThat(BuiltInClient.of(facts)).hasValue(BuiltInClient.ACCOUNT);
        assertThat(BuiltInClient.ACCOUNT.matches(
                        SERVER + "/realms/praxis%20m%C3%BCller/account/", SERVER, facts.realmPath()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example/auth/realms/healthcare/account/",
                "https://login.example/auth/realms/healthcare/account",
                "https://login.example/auth/realms/healthcare/account/personal-info",
                "https://login.example/auth/realms/healthcare/account/#/security",
                "https://login.example/auth/realms/healthcare/account/?referrer=x&next=/../",
                "https://login.example/auth/realms/healthcare/account?x",
                "https://login.example/auth/realms/healthcare/account/..well/",
                "https://login.example/auth/realms/healthcare/account/!~"
            })
    void matchesWhenAtOrBelowTheConsoleThenTrue(String requested) {
        assertThat(BuiltInClient.ACCOUNT.matches(requested, SERVER, "healthcare"))
                .isTrue();
        assertThat(BuiltInClient.ACCOUNT_CONSOLE.matches(requested, SERVER, "healthcare"))
                .isTrue();
        assertThat(BuiltInClient.SECURITY_ADMIN_CONSOLE.matches(requested, SERVER, "healthcare"))
                .isFalse();
        assertThat(BuiltInClient.CAREGATE_PORTAL.matches(requested, SERVER, "healthcare"))
                .isFalse();
        assertThat(BuiltInClient.ADMIN_CLI.matches(requested, SERVER, "healthcare"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example/auth/realms/healthcare/account-evil",
                "https://login.example/auth/realms/healthcare/accounts/",
                "https://login.example/auth/realms/healthcare/account;x",
                "https://login.example/auth/realms/healthcare/account%2f",
                "https://login.example/auth/realms/healthcare/",
                "https://login.example/auth/realms/healthcare",
                "https://login.example/auth/realms/other/account/",
                "https://login.example/auth/realms/healthcare2/account/",
                "https://login.example/realms/healthcare/account/",
                "https://login.example/auth/admin/healthcare/console/",
                "https://login.example/auth/realms/healthcare/account/../../evil",
                "https://login.example/auth/realms/healthcare/account/..",
                "https://login.example/auth/realms/healthcare/account/./x",
                "https://login.example/auth/realms/healthcare/account/%2e%2e/evil",
                "https://login.example/auth/realms/healthcare/account/.%2E",
                "https://login.example/auth/realms/healthcare/account/x%2f..%2f..%2f",
                "https://login.example/auth/realms/healthcare/account/%5c..%5c..",
                "https://login.example/auth/realms/healthcare/account/..?x",
                "https://login.example/auth/realms/healthcare/account/..#x",
                "https://login.example/auth/realms/healthcare/account/\\..\\..",
                "https://login.example/auth/realms/healthcare/account/*",
                "https://login.example/auth/realms/healthcare/account/ x",
                "https://login.example/auth/realms/healthcare/account/\tx",
                "https://login.example/auth/realms/healthcare/account/\nx",
                "https://login.example/auth/realms/healthcare/account/\u00e4",
                "https://login.example/auth/realms/healthcare/account/\u007f",
                "https://login.example@evil.example/auth/realms/healthcare/account/",
                "https://x@login.example/auth/realms/healthcare/account/",
                "https://login.example:443/auth/realms/healthcare/account/",
                "https://login.example.evil.example/auth/realms/healthcare/account/",
                "https://login.example./auth/realms/healthcare/account/",
                "https://LOGIN.example/auth/realms/healthcare/account/",
                "HTTPS://login.example/auth/realms/healthcare/account/",
                "http://login.example/auth/realms/healthcare/account/",
                "https://evil.example/https://login.example/auth/realms/healthcare/account/",
                "https://evil.example?https://login.example/auth/realms/healthcare/account/",
                "/realms/healthcare/account/",
                "/auth/realms/healthcare/account/",
                "//login.example/auth/realms/healthcare/account/",
                "javascript:alert(1)",
                "*",
                ""
            })
    void matchesWhenAnywhereElseThenFalse(String requested) {
        for (BuiltInClient builtIn : BuiltInClient.values()) {
            if (builtIn != BuiltInClient.SECURITY_ADMIN_CONSOLE
                    || !requested.endsWith("/auth/admin/healthcare/console/")) {
                assertThat(builtIn.matches(requested, SERVER, "healthcare"))
                        .as(builtIn.name())
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?code=x", "#x"})
    void matchesWhenPortalThenItsOnePathAlone(String rest) {
        String portal = SERVER + "/realms/healthcare/caregate/portal/";
        assertThat(BuiltInClient.CAREGATE_PORTAL.matches(portal + rest, SERVER, "healthcare"))
                .isTrue();
        assertThat(BuiltInClient.CAREGATE_PORTAL.matches(portal + "below" + rest, SERVER, "healthcare"))
                .isFalse();
        assertThat(BuiltInClient.CAREGATE_PORTAL.matches(
                        portal.substring(0, portal.length() - 1) + rest, SERVER, "healthcare"))
                .isFalse();
    }

    @Test
    void matchesWhenAdminConsoleThenOnTheAdminsAddress() {
        assertThat(BuiltInClient.SECURITY_ADMIN_CONSOLE.matches(
                        "https://admin.example/admin/healthcare/console/#/healthcare/clients",
                        "https://admin.example",
                        "healthcare"))
                .isTrue();
        assertThat(BuiltInClient.SECURITY_ADMIN_CONSOLE.matches(
                        "https://login.example/admin/healthcare/console/", "https://admin.example", "healthcare"))
                .isFalse();
        assertThat(BuiltInClient.SECURITY_ADMIN_CONSOLE.matches(
                        "https://admin.example/admin/master/console/", "https://admin.example", "healthcare"))
                .isFalse();
        assertThat(BuiltInClient.SECURITY_ADMIN_CONSOLE.rootUrl()).isEqualTo("${authAdminUrl}");
        assertThat(BuiltInClient.ADMIN_CLI.rootUrl()).isNull();
    }
}
