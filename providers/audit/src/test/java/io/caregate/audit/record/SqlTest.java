package io.caregate.audit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqlTest {
    private static final String RANGE = "SELECT X FROM SYSTEM_RANGE(?, ?)";

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void open() throws Exception {
        database = new TestDatabase();
        connection = database.open();
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
        database.close();
    }

    @Test
    void parametersWhenOfEachTypeThenBoundInTheirOrder() throws SQLException {
        List<Object> row = Sql.of("SELECT CAST(? AS VARCHAR), CAST(? AS BIGINT)", "text", 1L << 40)
                .add(", CAST(? AS INT), CAST(? AS VARCHAR)", 7, null)
                .first(connection, found -> {
                    List<Object> values = new ArrayList<>();
                    for (int i = 1; i <= 4; i++) {
                        values.add(found.getObject(i));
                    }
                    return values;
                })
                .orElseThrow();
        assertThat(row).containsExactly("text", 1L << 40, 7, null);
    }

    @Test
    void rowsWhenThereAreSomeThenReadInTheirOrder() throws SQLException {
        assertThat(Sql.of(RANGE, 3L, 5L).list(connection, row -> row.getLong(1)))
                .containsExactly(3L, 4L, 5L);
        assertThat(Sql.of(RANGE, 3L, 5L).number(connection)).isEqualTo(3);
        assertThat(Sql.of(RANGE, 3L, 5L).exists(connection)).isTrue();
    }

    @Test
    void rowsWhenThereAreNoneThenNothingAndZero() throws SQLException {
        assertThat(Sql.of(RANGE, 1L, 0L).list(connection, row -> row.getLong(1)))
                .isEmpty();
        assertThat(Sql.of(RANGE, 1L, 0L).first(connection, row -> row.getLong(1)))
                .isEmpty();
        assertThat(Sql.of(RANGE, 1L, 0L).number(connection)).isZero();
        assertThat(Sql.of(RANGE, 1L, 0L).exists(connection)).isFalse();
    }

    @Test
    void updateWhenRunAgainThenTheSameAgain() throws SQLException {
        Sql insert = Sql.of("INSERT INTO CAREGATE_AUDIT_TREE (HEIGHT, POSITION, HASH) VALUES (0, ?, ?)", 1L, "hash");
        assertThat(insert.update(connection)).isEqualTo(1);
        assertThatThrownBy(() -> insert.update(connection)).isInstanceOf(SQLException.class);
        assertThat(Sql.of("DELETE FROM CAREGATE_AUDIT_TREE").update(connection)).isEqualTo(1);
    }
}
