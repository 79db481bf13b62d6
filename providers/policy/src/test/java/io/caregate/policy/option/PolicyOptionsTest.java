package io.caregate.policy.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.TestConfig;
import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RequiredRole;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyOptionsTest {

    private static final String MANAGER = "--spi-client-policy-manager--caregate--";
    private static final String TOKEN = "--spi-token-interceptor--caregate--";

    private static PolicyOptions read(Map<String, String> given) {
        return TestConfig.during(given, PolicyOptions::read);
    }

    private static PolicyOptions manager(String option, String value) {
        return read(Map.of(MANAGER + option, value));
    }

    private static PolicyOptions token(String option, String value) {
        return read(Map.of(TOKEN + option, value));
    }

    @Test
    void readWhenNothingGivenThenDefaults() {
        PolicyOptions options = read(Map.of());
        assertThat(options)
                .isEqualTo(new PolicyOptions(
                        Set.of(),
                        Set.of("master"),
                        PkceRule.PUBLIC,
                        Map.of(),
                        HostList.ANY,
                        AssertionAudience.ISSUER_OR_TOKEN_ENDPOINT));
        assertThat(options.exemptRealmsText()).isEqualTo("master");
    }

    @Test
    void readWhenModeEnforceThenAccepted() {
        assertThat(manager("mode", "enforce")).isEqualTo(read(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Enforce", "off", "none", "true", "Report", "report,enforce"})
    void readWhenModeOutOfRangeThenStartStops(String mode) {
        assertThatThrownBy(() -> manager("mode", mode))
                .isInstanceOf(BadOptionException.class)
                .hasMessage(MANAGER + "mode is \"" + mode
                        + "\", but must be enforce or report: correct it, or remove it for the default, enforce.");
    }

    @Test
    void readWhenModeReportThenNothingIsRefused() {
        PolicyOptions options = manager("mode", "report");
        assertThat(options.refusesNothing()).isTrue();
        assertThat(RuleId.values()).noneMatch(options::enforces);
    }

    @Test
    void readWhenReportOnlyNamesRulesThenThoseAloneAreNotEnforced() {
        PolicyOptions options = manager("report-only", " pkce-s256,,exact-web-origin ");
        assertThat(options.reportOnly()).containsExactlyInAnyOrder(RuleId.PKCE_S256, RuleId.EXACT_WEB_ORIGIN);
        assertThat(options.refusesNothing()).isFalse();
        assertThat(options.enforces(RuleId.PKCE_S256)).isFalse();
        assertThat(options.enforces(RuleId.EXACT_REDIRECT_URI)).isTrue();
    }

    @Test
    void readWhenReportOnlyIsEmptyThenEveryRuleIsEnforced() {
        assertThat(RuleId.values()).allMatch(manager("report-only", "")::enforces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkce", "PKCE-S256", "pkce-s256 exact-web-origin", "all", "pkce-s256,none"})
    void readWhenReportOnlyNamesNoRuleThenStartStops(String value) {
        assertThatThrownBy(() -> manager("report-only", value))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(MANAGER + "report-only is \"" + value
                        + "\", but must be rule ids, comma-separated (the rules are no-implicit-grant, ");
    }

    @Test
    void readWhenRedirectHostsAreGivenThenThose() {
        assertThat(manager("redirect-hosts", "*.hospital.example, login.partner.example")
                        .redirectHosts()
                        .entries())
                .containsExactly("*.hospital.example", "login.partner.example");
        assertThat(manager("redirect-hosts", "").redirectHosts()).isEqualTo(HostList.ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://app.example.org", "app.example.org;other.example.org"})
    void readWhenRedirectHostsAreNoHostsThenStartStops(String value) {
        assertThatThrownBy(() -> manager("redirect-hosts", value))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith(MANAGER + "redirect-hosts is \"" + value
                        + "\", but must be hosts such as app.example.org, or *.example.org");
    }

    @ParameterizedTest
    @CsvSource({"public, PUBLIC", "all, ALL", "off, OFF", "' all ', ALL", "'', PUBLIC"})
    void readWhenPkceInRangeThenThat(String value, PkceRule rule) {
        assertThat(manager("pkce", value).pkce()).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Public", "S256", "on", "true", "public,all"})
    void readWhenPkceOutOfRangeThenStartStops(String value) {
        assertThatThrownBy(() -> manager("pkce", value))
                .isInstanceOf(BadOptionException.class)
                .hasMessage(MANAGER + "pkce is \"" + value
                        + "\", but must be public, all or off: correct it, or remove it for the default, public.");
    }

    @ParameterizedTest
    @CsvSource({"issuer, ISSUER", "issuer-or-token-endpoint, ISSUER_OR_TOKEN_ENDPOINT", "'', ISSUER_OR_TOKEN_ENDPOINT"})
    void readWhenAssertionAudienceInRangeThenThat(String value, AssertionAudience audience) {
        assertThat(manager("assertion-audience", value).assertionAudience()).isEqualTo(audience);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Issuer", "token-endpoint", "any", "issuer,token-endpoint"})
    void readWhenAssertionAudienceOutOfRangeThenStartStops(String value) {
        assertThatThrownBy(() -> manager("assertion-audience", value))
                .isInstanceOf(BadOptionException.class)
                .hasMessage(MANAGER + "assertion-audience is \"" + value
                        + "\", but must be issuer-or-token-endpoint or issuer: correct it, or remove it for the"
                        + " default, issuer-or-token-endpoint.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            master            | master
            other             | other
            master,other      | master other
            ' master , other' | master other
            master,,master,   | master
            """)
    void readWhenExemptRealmsGivenThenThoseAlone(String value, String realms) {
        PolicyOptions options = manager("exempt-realms", value);
        assertThat(options.exemptRealms()).containsExactlyInAnyOrder(realms.split(" "));
        assertThat(options.exemptRealmsText()).isEqualTo(realms.replace(' ', ','));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void readWhenExemptRealmsEmptyThenMasterIsGovernedToo(String value) {
        PolicyOptions options = manager("exempt-realms", value);
        assertThat(options.exemptRealms()).isEmpty();
        assertThat(options.exemptRealmsText()).isEqualTo("none");
        assertThat(options.governs("master")).isTrue();
    }

    @Test
    void governsWhenRealmIsExemptByItsExactNameThenFalse() {
        PolicyOptions options = manager("exempt-realms", "master,lab");
        assertThat(options.governs("master")).isFalse();
        assertThat(options.governs("lab")).isFalse();
        assertThat(options.governs("Master")).isTrue();
        assertThat(options.governs("labs")).isTrue();
        assertThat(options.governs("healthcare")).isTrue();
    }

    @Test
    void governsWhenNotInitialisedThenEverything() {
        assertThat(PolicyOptions.STRICTEST.governs("master")).isTrue();
        assertThat(PolicyOptions.STRICTEST.pkce()).isEqualTo(PkceRule.ALL);
    }

    @Test
    void readWhenRequiredRolesGivenThenPinned() {
        assertThat(token("required-roles", "health-api=therapist##health-api:reader")
                        .pinnedRoles())
                .containsOnly(Map.entry(
                        "health-api",
                        new RoleRequirement(Set.of(
                                new RequiredRole(null, "therapist"), new RequiredRole("health-api", "reader")))));
    }

    @Test
    void readWhenRequiredRolesEmptyThenNothingPinned() {
        assertThat(token("required-roles", "").pinnedRoles()).isEmpty();
    }

    /** Otherwise a value that was lost on its way would lift every pin. */
    @Test
    void readWhenRequiredRolesBlankThenRefused() {
        assertThatThrownBy(() -> token("required-roles", "  ")).hasMessageContaining("is \"\", but must be api=role");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            health-api              | "health-api" is not of the form api=role
            therapist,health-api    | "therapist" is not of the form api=role
            =therapist              | "=therapist" is not of the form api=role
            health-api=             | "" names no role
            health-api=therapist,   | "" is not of the form api=role
            health-api=health-api:  | "health-api:" names no role
            """)
    void readWhenRequiredRolesMalformedThenStartStops(String value, String why) {
        assertThatThrownBy(() -> token("required-roles", value))
                .isInstanceOf(BadOptionException.class)
                .hasMessage(TOKEN + "required-roles is \"" + value
                        + "\", but must be api=role or api=client:role, comma-separated (" + why + "): correct it.");
    }

    @Test
    void recordWhenBuiltThenImmutable() {
        PolicyOptions options = read(Map.of());
        assertThat(options.reportOnly()).isUnmodifiable();
        assertThat(options.exemptRealms()).isUnmodifiable();
        assertThat(options.pinnedRoles()).isUnmodifiable();
        assertThat(Arrays.stream(PolicyOptions.class.getRecordComponents()).map(part -> part.getName()))
                .containsExactly(
                        "reportOnly", "exemptRealms", "pkce", "pinnedRoles", "redirectHosts", "assertionAudience");
    }
}
