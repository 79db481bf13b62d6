package io.caregate.portal.option;

import io.caregate.foundation.log.ServerLog;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;

/**
 * The operator's options of the portal, {@code --spi-realm-restapi-extension--caregate--…}. A bad value stops the start
 * and says what is allowed; an option that does not exist is named in a warning. Which realms are governed is the
 * option of {@code caregate-policy.jar}, read here too, so that both agree also where only one of them is installed.
 *
 * @param registration how a developer gets a client
 * @param mostClients how many clients a developer may own, requests for new ones included
 * @param mostAnHour how many clients a developer may create or ask for in an hour
 * @param internalKeyHosts host names that JWKS URLs may have although their addresses are private, in lower case
 * @param exemptRealms the names of the realms that have no portal
 */
public record PortalOptions(
        Registration registration,
        int mostClients,
        int mostAnHour,
        Set<String> internalKeyHosts,
        Set<String> exemptRealms) {

    /** The provider id of every root of the pack, and so a part of each option's name. */
    public static final String PROVIDER_ID = "caregate";

    public static final String REGISTRATION = "registration";
    public static final String MOST_CLIENTS = "clients-per-developer";
    public static final String MOST_AN_HOUR = "clients-per-hour";
    public static final String INTERNAL_KEY_HOSTS = "internal-key-hosts";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES = List.of(REGISTRATION, MOST_CLIENTS, MOST_AN_HOUR, INTERNAL_KEY_HOSTS);

    private static final ServerLog LOG = ServerLog.of(PortalOptions.class);
    private static final String PREFIX = "spi-realm-restapi-extension--" + PROVIDER_ID + "--";
    private static final String KEYCLOAKS_OWN = "enabled";
    private static final String EXEMPT = "exempt-realms";
    private static final int MOST = 10_000;
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    public PortalOptions {
        internalKeyHosts = Set.copyOf(internalKeyHosts);
        exemptRealms = Set.copyOf(exemptRealms);
    }

    /**
     * Reads and checks the options.
     *
     * @throws BadOptionException if one has a value outside its range
     */
    public static PortalOptions read() {
        return read(
                Config.scope("realm-restapi-extension", PROVIDER_ID),
                Config.scope("client-policy-manager", PROVIDER_ID));
    }

    static PortalOptions read(Config.Scope scope, Config.Scope policy) {
        warnOfUnknown(scope);
        String registration = scope.get(REGISTRATION, Registration.APPROVAL.toString());
        return new PortalOptions(
                Registration.of(registration)
                        .orElseThrow(() -> bad(REGISTRATION, registration, "self-service, approval or admin-only")),
                number(scope, MOST_CLIENTS, 20),
                number(scope, MOST_AN_HOUR, 10),
                hosts(scope.get(INTERNAL_KEY_HOSTS, "")),
                words(policy.get(EXEMPT, isGiven(policy) ? "" : "master")).collect(Collectors.toSet()));
    }

    /** Whether a realm has a portal. */
    public boolean governs(RealmModel realm) {
        return !exemptRealms.contains(realm.getName());
    }

    private static int number(Config.Scope scope, String option, int unset) {
        String text = scope.get(option, Integer.toString(unset));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
            throw bad(option, text, "a number from 1 to " + MOST);
        }
        return Integer.parseInt(text);
    }

    private static Set<String> hosts(String text) {
        Set<String> hosts =
                words(text).map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            throw bad(INTERNAL_KEY_HOSTS, text, "host names, comma-separated, such as keys.hospital.example");
        }
        return hosts;
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(word -> !word.isEmpty());
    }

    private static BadOptionException bad(String option, String value, String allowed) {
        return new BadOptionException("--" + PREFIX + option, value, allowed);
    }

    // Keycloak's configuration answers null for an option that is given as empty; its name is there all the same.
    @SuppressWarnings("deprecation")
    private static boolean isGiven(Config.Scope policy) {
        return policy.getPropertyNames().stream().anyMatch(name -> name.endsWith("--" + EXEMPT));
    }

    // Nothing else names the options that were given.
    @SuppressWarnings("deprecation")
    private static void warnOfUnknown(Config.Scope scope) {
        for (String given : new TreeSet<>(scope.getPropertyNames())) {
            String option = given.substring(given.lastIndexOf("--") + 2);
            if (!NAMES.contains(option) && !option.equals(KEYCLOAKS_OWN)) {
                LOG.warnf("Caregate does not know the option --%s%s; it has no effect", PREFIX, option);
            }
        }
    }
}
