package io.caregate.audit.record;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections that take part in no transaction but their own. The caller closes them. */
@FunctionalInterface
public interface Connections {
    /** A connection in auto-commit mode. */
    Connection open() throws SQLException;
}
