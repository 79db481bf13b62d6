package io.caregate.policy.option;

import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RoleRequirement;
import io.caregate.policy.rule.RuleId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;

/**
 * The server options of {@code caregate-policy}. Every hook reads them for itself when its factory is initialised, so
 * that no hook depends on the order in which Keycloak initialises another.
 *
 * @param reportOnly the rules that refuse nothing and only report what they would have refused
 * @param exemptRealms the names of the realms in which no rule holds
 * @param pkce who must send a PKCE challenge
 * @param pinnedRoles the role requirement by API that no realm admin can widen
 * @param redirectHosts the hosts on which the addresses of clients may be
 * @param unknownOptions the full names of options of the pack that were given but do not exist
 */
public record PolicyOptions(
        Set<RuleId> reportOnly,
        Set<String> exemptRealms,
        PkceRule pkce,
        Map<String, RoleRequirement> pinnedRoles,
        HostList redirectHosts,
        List<String> unknownOptions) {

    /**
     * Every rule enforced in every realm, and nothing pinned: what a hook holds before it is initialised, the strict
     * end.
     */
    public static final PolicyOptions STRICTEST =
            new PolicyOptions(Set.of(), Set.of(), PkceRule.ALL, Map.of(), HostList.ANY, List.of());

    /** The provider id of the pack in every SPI in which Keycloak does not dictate one. */
    public static final String PROVIDER_ID = "caregate";

    private static final String MANAGER_SPI = "client-policy-manager";
    private static final String TOKEN_SPI = "token-interceptor";
    private static final String MODE = "mode";
    private static final String REPORT_ONLY = "report-only";
    private static final Set<RuleId> EVERY_RULE = Set.of(RuleId.values());
    private static final String EXEMPT_REALMS = "exempt-realms";
    private static final String PKCE = "pkce";
    private static final String REQUIRED_ROLES = "required-roles";
    private static final String REDIRECT_HOSTS = "redirect-hosts";

    /** The full name of the option with the exempt realms. */
    public static final String EXEMPT_REALMS_OPTION = name(MANAGER_SPI, EXEMPT_REALMS);

    /** The full name of the option with the pinned roles. */
    public static final String REQUIRED_ROLES_OPTION = name(TOKEN_SPI, REQUIRED_ROLES);

    private static final Set<String> KEYCLOAKS_OWN = Set.of("enabled");

    public PolicyOptions {
        reportOnly = Set.copyOf(reportOnly);
        exemptRealms = Set.copyOf(exemptRealms);
        pinnedRoles = Map.copyOf(pinnedRoles);
        unknownOptions = List.copyOf(unknownOptions);
    }

    /**
     * Reads and checks the options.
     *
     * @throws BadOptionException if one has a value outside its range
     */
    public static PolicyOptions read() {
        return read(Config.scope(MANAGER_SPI, PROVIDER_ID), Config.scope(TOKEN_SPI, PROVIDER_ID));
    }

    static PolicyOptions read(Config.Scope manager, Config.Scope token) {
        String unset = isGiven(manager, EXEMPT_REALMS) ? "" : "master";
        List<String> unknown = new ArrayList<>(
                unknown(manager, MANAGER_SPI, Set.of(MODE, REPORT_ONLY, EXEMPT_REALMS, PKCE, REDIRECT_HOSTS)));
        unknown.addAll(unknown(token, TOKEN_SPI, Set.of(REQUIRED_ROLES)));
        return new PolicyOptions(
                reportOnly(manager.get(MODE, "enforce"), manager.get(REPORT_ONLY, "")),
                realms(manager.get(EXEMPT_REALMS, unset)),
                pkce(manager.get(PKCE, "public")),
                pinned(token.get(REQUIRED_ROLES, "")),
                hosts(manager.get(REDIRECT_HOSTS, "")),
                unknown);
    }

    // Keycloak's configuration answers null for an option that is given as empty; its name is there all the same.
    private static boolean isGiven(Config.Scope scope, String option) {
        return names(scope).stream().anyMatch(name -> name.endsWith("--" + option));
    }

    // Deprecated without a successor; there is no other way to see an option that is misspelt or empty.
    @SuppressWarnings("deprecation")
    private static Set<String> names(Config.Scope scope) {
        return scope.getPropertyNames();
    }

    private static List<String> unknown(Config.Scope scope, String spi, Set<String> known) {
        return names(scope).stream()
                .map(name -> name.substring(name.lastIndexOf("--") + 2))
                .filter(option -> !known.contains(option) && !KEYCLOAKS_OWN.contains(option))
                .map(option -> name(spi, option))
                .sorted()
                .toList();
    }

    private static Set<RuleId> reportOnly(String mode, String rules) {
        Set<RuleId> named = rules(rules);
        return switch (mode) {
            case "enforce" -> named;
            case "report" -> EVERY_RULE;
            default -> throw new BadOptionException(name(MANAGER_SPI, MODE), mode, "enforce, report");
        };
    }

    private static Set<RuleId> rules(String text) {
        return words(text)
                .map(word -> RuleId.of(word)
                        .orElseThrow(() -> new BadOptionException(
                                name(MANAGER_SPI, REPORT_ONLY),
                                text,
                                "rules, comma-separated: "
                                        + Arrays.stream(RuleId.values())
                                                .map(RuleId::id)
                                                .collect(Collectors.joining(", ")))))
                .collect(Collectors.toSet());
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static Set<String> realms(String text) {
        return words(text).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static PkceRule pkce(String text) {
        return switch (text) {
            case "public" -> PkceRule.PUBLIC;
            case "all" -> PkceRule.ALL;
            case "off" -> PkceRule.OFF;
            default -> throw new BadOptionException(name(MANAGER_SPI, PKCE), text, "public, all, off");
        };
    }

    private static Map<String, RoleRequirement> pinned(String text) {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            return RoleRequirement.parsePinned(text);
        } catch (IllegalArgumentException unreadable) {
            throw new BadOptionException(
                    name(TOKEN_SPI, REQUIRED_ROLES),
                    text,
                    "api=role or api=client:role, comma-separated (" + unreadable.getMessage() + ")");
        }
    }

    private static HostList hosts(String text) {
        try {
            return HostList.parse(text);
        } catch (IllegalArgumentException unreadable) {
            throw new BadOptionException(
                    name(MANAGER_SPI, REDIRECT_HOSTS),
                    text,
                    "hosts such as app.example.org, or *.example.org for all below it, comma-separated ("
                            + unreadable.getMessage() + ")");
        }
    }

    /** The option as an operator writes it on the command line. */
    static String name(String spi, String option) {
        return "--spi-" + spi + "--" + PROVIDER_ID + "--" + option;
    }

    /** Whether a rule refuses; if not, it only reports. */
    public boolean enforces(RuleId rule) {
        return !reportOnly.contains(rule);
    }

    /** Whether no rule refuses anything: report mode. */
    public boolean refusesNothing() {
        return reportOnly.equals(EVERY_RULE);
    }

    /** Whether the rules hold in a realm. */
    public boolean governs(RealmModel realm) {
        return !exemptRealms.contains(realm.getName());
    }

    /** The exempt realms as the start line shows them. */
    public String exemptRealmsText() {
        return exemptRealms.isEmpty()
                ? "none"
                : String.join(",", exemptRealms.stream().sorted().toList());
    }
}
