package io.caregate.policy.findings;

import java.sql.Connection;
import java.sql.SQLException;

/** Gives out connections that take part in no transaction but their own. Whoever opens one closes it. */
@FunctionalInterface
public interface Connections {
    /** A connection in auto-commit mode. */
    Connection open() throws SQLException;
}
