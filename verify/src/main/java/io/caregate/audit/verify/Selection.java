package io.caregate.audit.verify;

import io.caregate.auditlog.entry.EntryText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects entries by the filters of the server's {@code events}. They apply to the sealed text and not to a table's
 * columns. A null filter does not restrict the selection.
 *
 * @param user a user's id, or the name in the detail {@code username} as it stands there
 * @param ip an address; another spelling of the same one matches too
 * @param from the first moment
 * @param to the end of the time, excluded
 */
public record Selection(
        @Nullable String type,
        @Nullable String error,
        @Nullable String client,
        @Nullable String user,
        @Nullable String ip,
        @Nullable Instant from,
        @Nullable Instant to) {
    private static final String HASHED = "hmac-sha256:";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    /** Whether any entry is left out. */
    public boolean isNarrow() {
        return !asked().isEmpty();
    }

    /** The filters that are set, by name. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        put(asked, "type", type);
        put(asked, "error", error);
        put(asked, "client", client);
        put(asked, "user", user);
        put(asked, "ip", ip);
        put(asked, "from", from);
        put(asked, "to", to);
        return asked;
    }

    private static void put(Map<String, String> asked, String name, @Nullable Object value) {
        if (value != null) {
            asked.put(name, value.toString());
        }
    }

    /** Whether this entry is selected. */
    public boolean takes(EntryText entry) {
        return fits(type, entry.text("type"))
                && fits(error, entry.text("error"))
                && fits(client, entry.text("client"))
                && (ip == null || isSameAddress(ip, entry.text("ip")))
                && (user == null || user.equals(entry.text("user")) || user.equals(entry.detail("username")))
                && (from == null || !entry.time().isBefore(from))
                && (to == null || entry.time().isBefore(to));
    }

    /**
     * Whether a user is asked for, and this entry has the keyed hash of a name, which a search for the name does not
     * find.
     */
    public boolean hides(EntryText entry) {
        String name = entry.detail("username");
        return user != null && !user.startsWith(HASHED) && name != null && name.startsWith(HASHED);
    }

    private static boolean fits(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }

    private static boolean isSameAddress(String wanted, @Nullable String found) {
        if (wanted.equals(found)) {
            return true;
        }
        InetAddress address = address(wanted);
        return address != null && found != null && Objects.equals(address, address(found));
    }

    /** The address in a text; null if there is none. A name is never looked up. */
    private static @Nullable InetAddress address(String text) {
        try {
            Matcher parts = IPV4.matcher(text);
            if (parts.matches()) {
                byte[] bytes = new byte[4];
                for (int i = 0; i < bytes.length; i++) {
                    String part = parts.group(i + 1);
                    int number = Integer.parseInt(part);
                    if (number > 0xFF || (part.length() > 1 && part.startsWith("0"))) {
                        return null;
                    }
                    bytes[i] = (byte) number;
                }
                return InetAddress.getByAddress(bytes);
            }
            // A text in brackets is an address, or refused.
            return IPV6.matcher(text).matches() ? InetAddress.getByName("[" + text + "]") : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
