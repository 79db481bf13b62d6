package io.caregate.audit.capture;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a database has refused a row because of what is in it. Only then may the row be stored with less. Anything
 * else, such as a lock, a full disk or a connection that broke, passes, and the row waits for that as it is. A fault
 * that is not known counts as passing: a row that waits is not lost, one that was stored with less is.
 */
final class RefusedContent {
    /**
     * Classes of SQLSTATE (ISO/IEC 9075-2, 24.1, and PostgreSQL's appendix A): data exception, integrity constraint
     * violation, check option violation, an error raised by a trigger (45 on MariaDB, P0 on PostgreSQL), and a
     * program's limit, such as the greatest size of a row.
     */
    private static final Set<String> CLASSES = Set.of("22", "23", "44", "45", "54", "P0");

    /** MariaDB's and MySQL's, whose state is the general HY000: a character that a column or a character set lacks. */
    private static final Set<Integer> CODES = Set.of(1300, 1366);

    private RefusedContent() {}

    static boolean explains(SQLException refusal) {
        for (SQLException e = refusal; e != null; e = e.getNextException()) {
            if (isContent(e)) {
                return true;
            }
        }
        return refusal.getCause() instanceof SQLException cause && explains(cause);
    }

    private static boolean isContent(SQLException e) {
        String state = stateClass(e.getSQLState());
        return CLASSES.contains(state) || (state.equals("HY") && CODES.contains(e.getErrorCode()));
    }

    private static String stateClass(@Nullable String state) {
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
