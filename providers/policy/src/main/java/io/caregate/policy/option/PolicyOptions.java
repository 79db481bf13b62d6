package io.caregate.policy.option;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server options of {@code caregate-policy}.
 *
 * @param reportOnly the rules that refuse nothing and only report what they would have refused
 * @param exemptRealms the names of the realms in which no rule holds
 * @param pkce the clients that must send a PKCE challenge
 * @param pinnedRoles the role requirement by API that no realm admin can widen
 * @param redirectHosts the hosts that the addresses of clients may have
 * @param assertionAudience the addresses of a realm that a client assertion may name
 */
public record PolicyOptions(
        Set<RuleId> reportOnly,
        Set<String> exemptRealms,
        PkceRule pkce,
        Map<String, RoleRequirement> pinnedRoles,
        HostList redirectHosts,
        AssertionAudience assertionAudience) {

    /**
     * Every rule enforced in every realm, and no pinned roles: the strictest setting, in force before a hook is
     * initialised.
     */
    public static final PolicyOptions STRICTEST =
            new PolicyOptions(Set.of(), Set.of(), PkceRule.ALL, Map.of(), HostList.ANY, AssertionAudience.ISSUER);

    /** The provider id of the pack in every SPI where Keycloak does not prescribe one. */
    public static final String PROVIDER_ID = "caregate";

    private static final String MODE = "mode";
    private static final String REPORT_ONLY = "report-only";
    private static final String EXEMPT_REALMS = "exempt-realms";
    private static final String PKCE = "pkce";
    private static final String REDIRECT_HOSTS = "redirect-hosts";
    private static final String ASSERTION_AUDIENCE = "assertion-audience";
    private static final String REQUIRED_ROLES = "required-roles";

    private static final String MANAGER_SPI = "client-policy-manager";
    private static final List<String> OF_MANAGER =
            List.of(MODE, REPORT_ONLY, EXEMPT_REALMS, PKCE, REDIRECT_HOSTS, ASSERTION_AUDIENCE);
    private static final String TOKEN_SPI = "token-interceptor";
    private static final List<String> OF_TOKEN = List.of(REQUIRED_ROLES);

    /** The full name of the option with the exempt realms. */
    public static final String EXEMPT_REALMS_OPTION = Options.fullName(MANAGER_SPI, PROVIDER_ID, EXEMPT_REALMS);

    /** The full name of the option with the pinned roles. */
    public static final String REQUIRED_ROLES_OPTION = Options.fullName(TOKEN_SPI, PROVIDER_ID, REQUIRED_ROLES);

    /** The full name of every option, in the order of the documentation. */
    public static final List<String> NAMES = Stream.concat(
                    OF_MANAGER.stream().map(name -> Options.fullName(MANAGER_SPI, PROVIDER_ID, name)),
                    OF_TOKEN.stream().map(name -> Options.fullName(TOKEN_SPI, PROVIDER_ID, name)))
            .toList();

    private static final Set<RuleId> EVERY_RULE = Set.of(RuleId.values());

    private enum Mode {
        ENFORCE,
        REPORT
    }

    public PolicyOptions {
        reportOnly = Set.copyOf(reportOnly);
        exemptRealms = Set.copyOf(exemptRealms);
        pinnedRoles = Map.copyOf(pinnedRoles);
    }

    /**
     * Reads and checks the options.
     *
     * @throws BadOptionException if an option has a value that is not allowed
     */
    public static PolicyOptions read() {
        Options manager = manager();
        Options token = token();
        Set<RuleId> reportOnly =
                manager.parsed(REPORT_ONLY, Set.of(), PolicyOptions::rules, "rule ids, comma-separated");
        return new PolicyOptions(
                manager.oneOf(MODE, Mode.ENFORCE) == Mode.REPORT ? EVERY_RULE : reportOnly,
                Set.copyOf(manager.list(EXEMPT_REALMS, "master")),
                manager.oneOf(PKCE, PkceRule.PUBLIC),
                token.parsed(
                        REQUIRED_ROLES,
                        Map.of(),
                        RoleRequirement::parsePinned,
                        "api=role or api=client:role, comma-separated"),
                manager.parsed(
                        REDIRECT_HOSTS,
                        HostList.ANY,
                        HostList::parse,
                        "hosts such as app.example.org, or *.example.org for all below it, comma-separated"),
                manager.oneOf(ASSERTION_AUDIENCE, AssertionAudience.ISSUER_OR_TOKEN_ENDPOINT));
    }

    /** Warns of given options of the pack that do not exist; call it once. */
    public static void warnOfUnknown() {
        manager().warnOfUnknown();
        token().warnOfUnknown();
    }

    private static Options manager() {
        return Options.of(MANAGER_SPI, PROVIDER_ID, OF_MANAGER);
    }

    private static Options token() {
        return Options.of(TOKEN_SPI, PROVIDER_ID, OF_TOKEN);
    }

    private static Set<RuleId> rules(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .map(PolicyOptions::rule)
                .collect(Collectors.toSet());
    }

    private static RuleId rule(String word) {
        return RuleId.of(word)
                .orElseThrow(() -> new IllegalArgumentException("the rules are "
                        + Arrays.stream(RuleId.values()).map(RuleId::id).collect(Collectors.joining(", "))));
    }

    /** Whether a rule refuses; if not, it only reports. */
    public boolean enforces(RuleId rule) {
        return !reportOnly.contains(rule);
    }

    /** Whether no rule refuses anything: report mode. */
    public boolean refusesNothing() {
        return reportOnly.equals(EVERY_RULE);
    }

    /** Whether the rules hold in a realm of this name. */
    public boolean governs(String realm) {
        return !exemptRealms.contains(realm);
    }

    /** The exempt realms as the line at startup shows them. */
    public String exemptRealmsText() {
        return exemptRealms.isEmpty()
                ? "none"
                : String.join(",", exemptRealms.stream().sorted().toList());
    }
}
