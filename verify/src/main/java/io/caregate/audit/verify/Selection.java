package io.caregate.audit.verify;

import io.caregate.audit.tree.EntryText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted, by the filters of the server's {@code events}, asked of what was sealed and not of a table's
 * columns. Null asks for nothing.
 *
 * @param user a user's id, or the name in the detail {@code username} as it stands there
 * @param from the first moment
 * @param to the first moment that is too late
 */
public record Selection(
        @Nullable String type,
        @Nullable String error,
        @Nullable String client,
        @Nullable String user,
        @Nullable String ip,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** Whether any entry is left out. */
    public boolean isNarrow() {
        return type != null
                || error != null
                || client != null
                || user != null
                || ip != null
                || from != null
                || to != null;
    }

    /** Whether this entry is wanted. */
    public boolean takes(EntryText entry) {
        return fits(type, entry.text("type"))
                && fits(error, entry.text("error"))
                && fits(client, entry.text("client"))
                && fits(ip, entry.text("ip"))
                && (user == null || user.equals(entry.text("user")) || user.equals(entry.detail("username")))
                && (from == null || !entry.time().isBefore(from))
                && (to == null || entry.time().isBefore(to));
    }

    private static boolean fits(@Nullable String wanted, @Nullable String found) {
        return wanted == null || wanted.equals(found);
    }
}
