package io.caregate.audit.record;

import java.sql.SQLException;

/**
 * A row of the log's own tables is missing or cannot be what this log has written. The message names table and row and
 * says what to do; it holds nothing of an entry, so it may be shown to auditors of every realm.
 */
public final class DamagedTableException extends SQLException {
    private static final long serialVersionUID = 1L;

    public DamagedTableException(String message) {
        super(message);
    }
}
