package io.caregate.audit.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobBoardTest {
    private TestDatabase database;
    private JobBoard board;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        board = new JobBoard(database.tables(), "node");
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void reportsWhenTheDatabaseFailsThenWrittenTheNextTime() throws Exception {
        board.repaired("a", "put back");
        board.failed("b", "old");
        board.repaired("b", "mended");
        board.repaired("c", "old");
        fail();
        board.done("a");
        board.failed("b", "new");
        board.repaired("c", "new");
        flush();
        assertThat(rows()).containsExactly("a null put back true", "b new mended false", "c null new false");
    }

    @Test
    void reportWhenANewerOneSaysThatItIsWellThenThatIsWritten() throws Exception {
        board.failed("a", "old");
        board.failed("b", "old");
        fail();
        board.done("a");
        flush();
        assertThat(rows()).containsExactly("a null null true", "b old null false");
    }

    /** A database that hangs fails after seconds, in which jobs go on reporting. */
    @Test
    void reportWhenItComesWhileTheDatabaseFailsThenTheNewerOneWins() throws Exception {
        board.failed("a", "old");
        board.repaired("a", "old");
        board.done("b");
        assertThatThrownBy(() -> board.flush(failing(() -> {
                    board.done("a");
                    board.repaired("a", "new");
                    board.failed("b", "new");
                })))
                .isInstanceOf(SQLException.class);
        flush();
        assertThat(rows()).containsExactly("a null new true", "b new null false");
    }

    /** A connection that does this when it is first asked, and fails. */
    private static Connection failing(Runnable meanwhile) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    meanwhile.run();
                    throw new SQLException("hangs");
                });
    }

    @Test
    void reportWhenWrittenThenNotWrittenAgain() throws Exception {
        board.repaired("a", "put back");
        flush();
        database.execute("DELETE FROM CAREGATE_AUDIT_JOB");
        flush();
        assertThat(rows()).isEmpty();
    }

    /** One attempt to write while the table is away. */
    private void fail() {
        database.execute("ALTER TABLE CAREGATE_AUDIT_JOB RENAME TO AWAY");
        assertThatThrownBy(this::flush).isInstanceOf(SQLException.class);
        database.execute("ALTER TABLE AWAY RENAME TO CAREGATE_AUDIT_JOB");
    }

    private void flush() throws SQLException {
        try (var connection = database.open()) {
            board.flush(connection);
        }
    }

    private List<String> rows() {
        return database.column("SELECT NAME || ' ' || COALESCE(PROBLEM, 'null') || ' ' || COALESCE(REPAIR, 'null')"
                + " || ' ' || CASE WHEN DONE > 0 THEN 'true' ELSE 'false' END FROM CAREGATE_AUDIT_JOB ORDER BY NAME");
    }
}
