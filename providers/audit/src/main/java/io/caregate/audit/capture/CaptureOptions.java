package io.caregate.audit.capture;

import io.caregate.audit.record.UnknownUsernames;
import io.caregate.foundation.log.ServerLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.ServerStartupError;

/**
 * The operator's options of the listener, {@code --spi-events-listener--caregate-audit--…}. A bad value stops the start
 * and says what is allowed; an option that does not exist is named in a warning.
 */
public record CaptureOptions(
        EventSelection events,
        AdminSelection adminEvents,
        UnknownUsernames unknownUsernames,
        Optional<Path> usernameKeyFile,
        Path spillDirectory,
        String node) {

    /** The listener's id, and so a part of every option's name. */
    public static final String PROVIDER_ID = "caregate-audit";

    public static final String EVENTS = "events";
    public static final String ADMIN_EVENTS = "admin-events";
    public static final String UNKNOWN_USERNAMES = "unknown-usernames";
    public static final String USERNAME_KEY_FILE = "username-key-file";
    public static final String SPILL_DIRECTORY = "spill-dir";
    public static final String NODE_NAME = "node-name";

    /** Every option of this room, in the order of the documentation. */
    public static final List<String> NAMES =
            List.of(EVENTS, ADMIN_EVENTS, UNKNOWN_USERNAMES, USERNAME_KEY_FILE, SPILL_DIRECTORY, NODE_NAME);

    private static final ServerLog LOG = ServerLog.of(CaptureOptions.class);
    private static final String PREFIX = "spi-events-listener--" + PROVIDER_ID + "--";
    private static final String KEYCLOAKS_OWN = "enabled";

    /**
     * Reads the options; throws {@link ServerStartupError} for a value that is not allowed. {@code others} are options
     * of the listener that other rooms read.
     */
    public static CaptureOptions from(Config.Scope scope, List<String> others) {
        warnOfUnknown(scope, others);
        String events = scope.get(EVENTS, EventSelection.ERRORS);
        String adminEvents = scope.get(ADMIN_EVENTS, AdminSelection.GUARDED.toString());
        String unknownUsernames = scope.get(UNKNOWN_USERNAMES, UnknownUsernames.HASH.toString());
        String home = System.getProperty("kc.home.dir", "");
        return new CaptureOptions(
                EventSelection.parse(events)
                        .orElseThrow(() -> bad(
                                EVENTS,
                                events,
                                "errors (every type that ends in _ERROR, and lockouts), all, or a comma-separated list"
                                        + " of errors and Keycloak's event types, such as errors,LOGIN")),
                AdminSelection.parse(adminEvents)
                        .orElseThrow(() -> bad(ADMIN_EVENTS, adminEvents, "guarded, all or none")),
                UnknownUsernames.parse(unknownUsernames)
                        .orElseThrow(() -> bad(UNKNOWN_USERNAMES, unknownUsernames, "hash, clear or drop")),
                Optional.ofNullable(scope.get(USERNAME_KEY_FILE)).map(Path::of),
                Path.of(home)
                        .resolve(scope.get(SPILL_DIRECTORY, "data/caregate-audit"))
                        .normalize(),
                scope.get(NODE_NAME, hostName()));
    }

    /** How many of Keycloak's event types are captured. */
    public int eventTypes() {
        return events.types().size();
    }

    static ServerStartupError bad(String option, @Nullable String value, String allowed) {
        return new ServerStartupError("--" + PREFIX + option + "=" + value + " is not allowed: give " + allowed, false);
    }

    // Nothing else names the options that were given.
    @SuppressWarnings("deprecation")
    private static void warnOfUnknown(Config.Scope scope, List<String> others) {
        List<String> known = Stream.concat(NAMES.stream(), others.stream()).toList();
        for (String given : new TreeSet<>(scope.getPropertyNames())) {
            String option = given.substring(given.lastIndexOf("--") + 2);
            if (!known.contains(option) && !option.equals(KEYCLOAKS_OWN)) {
                LOG.warnf("option=--%s%s is unknown and has no effect; known are %s", PREFIX, option, known);
            }
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
