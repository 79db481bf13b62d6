package io.caregate.audit.capture;

import io.caregate.audit.record.NameHash;
import io.caregate.audit.record.UnknownUsernames;
import io.caregate.foundation.option.BadOptionException;
import io.caregate.foundation.option.Options;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventType;

/**
 * The operator's options for what is captured, those of the listener {@code --spi-events-listener--caregate-audit--…}.
 *
 * @param usernameKey the hash with the operator's key; empty if the database holds the key
 * @param spillDirectory the folder for entries that the database could not store in time
 * @param node this node's name in the entries
 */
public record CaptureOptions(
        EventSelection events,
        AdminSelection adminEvents,
        UnknownUsernames unknownUsernames,
        Optional<NameHash> usernameKey,
        Path spillDirectory,
        String node) {

    /** The id of the listener, which is part of the name of every option. */
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

    private static final String KEY_FILE = "a file that holds at least " + NameHash.MIN_KEY_BYTES
            + " random bytes in Base64, such as `openssl rand -base64 " + NameHash.MIN_KEY_BYTES + "` prints";

    /**
     * Reads the options of the listener, and the key.
     *
     * @throws BadOptionException if one has a value that is not allowed
     */
    public static CaptureOptions from(Options listener) {
        return new CaptureOptions(
                listener.value(
                        EVENTS,
                        EventSelection.OF_ERRORS,
                        EventSelection::parse,
                        "errors (every type that ends in _ERROR, and lockouts), all, or a comma-separated list of"
                                + " errors and Keycloak's event types, such as errors,LOGIN"),
                listener.oneOf(ADMIN_EVENTS, AdminSelection.GUARDED),
                listener.oneOf(UNKNOWN_USERNAMES, UnknownUsernames.HASH),
                listener.file(USERNAME_KEY_FILE, KEY_FILE)
                        .map(text -> NameKey.parse(text).orElseThrow(() -> listener.bad(USERNAME_KEY_FILE, KEY_FILE)))
                        .map(NameHash::new),
                listener.folder(SPILL_DIRECTORY, "a folder; relative to Keycloak's home")
                        .orElseGet(CaptureOptions::usualSpillDirectory),
                listener.text(NODE_NAME).orElseGet(CaptureOptions::hostName));
    }

    /** Whether {@code events} names this type. */
    public boolean captures(EventType type) {
        return events.takes(type);
    }

    /** How many of Keycloak's event types are captured. */
    public int eventTypes() {
        return events.types().size();
    }

    private static Path usualSpillDirectory() {
        return Path.of(System.getProperty("kc.home.dir", "")).resolve("data/caregate-audit");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
