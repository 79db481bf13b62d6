package io.caregate.portal.option;

import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;

/**
 * The operator's options of the portal, {@code --spi-realm-restapi-extension--caregate--…}. A bad value stops the start
 * with a message that says what is allowed; a warning names an option that does not exist. The options of
 * {@code caregate-policy.jar} for the governed realms and for report mode are also read here, so that both agree even
 * if only one of them is installed.
 *
 * @param portal whether governed realms have a portal
 * @param reportMode whether the rules refuse nothing
 * @param registration how a developer gets a client
 * @param mostClients how many clients a developer may own, requests for new ones included
 * @param mostAnHour how many clients a developer may create or request in an hour
 * @param internalKeyHosts host names that JWKS URLs may have although their addresses are private, in lower case
 * @param notices of what people are told by mail
 * @param exemptRealms the names of the realms that have no portal
 */
public record PortalOptions(
        PortalSwitch portal,
        boolean reportMode,
        RegistrationMode registration,
        int mostClients,
        int mostAnHour,
        Set<String> internalKeyHosts,
        Set<NoticeKind> notices,
        Set<String> exemptRealms) {

    /** The provider id of every root of the pack, and therefore part of each option's name. */
    public static final String PROVIDER_ID = "caregate";

    public static final String PORTAL = "portal";
    public static final String REGISTRATION = "registration";
    public static final String MOST_CLIENTS = "clients-per-developer";
    public static final String MOST_AN_HOUR = "clients-per-hour";
    public static final String INTERNAL_KEY_HOSTS = "internal-key-hosts";

    public static final String NOTICES = "notices";

    /** Every option, in the order of the documentation. */
    public static final List<String> NAMES =
            List.of(PORTAL, REGISTRATION, MOST_CLIENTS, MOST_AN_HOUR, INTERNAL_KEY_HOSTS, NOTICES);

    private static final String EXEMPT_REALMS = "exempt-realms";
    private static final String MODE = "mode";
    private static final int MOST = 10_000;
    private static final Pattern HOST =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private enum Mode {
        ENFORCE,
        REPORT
    }

    public PortalOptions {
        internalKeyHosts = Set.copyOf(internalKeyHosts);
        notices = Set.copyOf(notices);
        exemptRealms = Set.copyOf(exemptRealms);
    }

    /**
     * Reads and checks the options, and warns of those that do not exist.
     *
     * @throws BadOptionException if an option has a value that is not allowed
     */
    public static PortalOptions read() {
        Options portal = Options.of("realm-restapi-extension", PROVIDER_ID, NAMES);
        Options policy = Options.of("client-policy-manager", PROVIDER_ID, List.of(EXEMPT_REALMS, MODE));
        portal.warnOfUnknown();
        return new PortalOptions(
                portal.oneOf(PORTAL, PortalSwitch.AUTO),
                policy.oneOf(MODE, Mode.ENFORCE) == Mode.REPORT,
                portal.oneOf(REGISTRATION, RegistrationMode.APPROVAL),
                portal.number(MOST_CLIENTS, 20, 1, MOST),
                portal.number(MOST_AN_HOUR, 10, 1, MOST),
                portal.value(
                        INTERNAL_KEY_HOSTS,
                        Set.of(),
                        PortalOptions::hosts,
                        "host names, comma-separated, such as keys.hospital.example"),
                portal.value(NOTICES, Set.of(), NoticeKind::parse, "none, or requests and decisions, comma-separated"),
                Set.copyOf(policy.list(EXEMPT_REALMS, "master")));
    }

    /** Whether a realm may have a portal. */
    public boolean governs(RealmModel realm) {
        return !exemptRealms.contains(realm.getName());
    }

    /**
     * Whether a governed realm has a portal.
     *
     * @param hasClient whether the portal's client is there; asked only where it matters
     */
    public boolean isOn(BooleanSupplier hasClient) {
        return switch (portal) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> !reportMode || hasClient.getAsBoolean();
        };
    }

    private static Optional<Set<String>> hosts(String text) {
        Set<String> hosts = Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toSet());
        return hosts.stream().allMatch(host -> HOST.matcher(host).matches()) ? Optional.of(hosts) : Optional.empty();
    }
}
