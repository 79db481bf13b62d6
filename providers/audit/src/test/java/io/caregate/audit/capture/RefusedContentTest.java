package io.caregate.audit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedContentTest {
    @ParameterizedTest
    @CsvSource({
        // A character that the database's encoding lacks; a text that is too long; a broken check; a trigger; a row.
        "22P05, 0, true",
        "22001, 0, true",
        "23513, 0, true",
        "23514, 0, true",
        "44000, 0, true",
        "45000, 1644, true",
        "P0001, 0, true",
        "54000, 0, true",
        "HY000, 1366, true",
        "HY000, 1300, true",
        // MariaDB: a lock, a full disk, a full table, a server that only reads.
        "HY000, 1205, false",
        "HY000, 1021, false",
        "HY000, 1114, false",
        "HY000, 1290, false",
        "70100, 1969, false",
        // A connection, a transaction, a full disk, too many clients, a lock, a statement that was ended, a shutdown.
        "08006, 0, false",
        "25006, 0, false",
        "25P02, 0, false",
        "40001, 0, false",
        "40P01, 0, false",
        "53100, 0, false",
        "53300, 0, false",
        "55P03, 0, false",
        "57014, 0, false",
        "57P01, 0, false",
        "58030, 0, false",
        "XX000, 0, false",
        "42P01, 0, false",
        "99999, 0, false",
        "2, 22, false",
        ", 0, false",
        ", 1366, false",
    })
    void contentWhenTheDatabaseSaysThenToBlameOnlyIfItIs(String state, int code, boolean content) {
        assertThat(RefusedContent.explains(new SQLException("no", state, code))).isEqualTo(content);
    }

    @Test
    void contentWhenOneOfABatchIsToBlameThenToBlame() {
        SQLException lock = new SQLException("no", "55P03");
        assertThat(RefusedContent.explains(new BatchUpdateException("no", null, new int[0], lock)))
                .isFalse();
        assertThat(RefusedContent.explains(
                        new BatchUpdateException("no", null, new int[0], new SQLException("no", "22P05"))))
                .isTrue();
        BatchUpdateException batch = new BatchUpdateException();
        batch.setNextException(new SQLException("no", "22P05"));
        assertThat(RefusedContent.explains(batch)).isTrue();
    }
}
