package io.caregate.audit.record;

import java.sql.SQLException;

/**
 * A row of the log's own tables is missing, or cannot have been written by this log. The message names table and row
 * and says what to do. It holds nothing of an entry, so auditors of every realm may see it.
 */
public final class DamagedTableException extends SQLException {
    private static final long serialVersionUID = 1L;

    public DamagedTableException(String message) {
        super(message);
    }
}
