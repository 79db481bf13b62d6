package io.caregate.portal.store;

import org.jspecify.annotations.Nullable;

/**
 * A row of the portal's tables contains a value that the portal never writes there. The message names table, row and
 * column and what to do; it is for the server's log, not for the caller.
 */
public final class DamagedRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedRowException(String table, String key, @Nullable String id, String column) {
        super(table + " " + key + "=" + id + ": " + column
                + " is not what the portal writes; restore the row from a backup, or delete it");
    }
}
