package io.caregate.audit.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caregate.audit.PooledDatabase;
import io.caregate.audit.TestDatabase;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    @Test
    void workWhenAClassIsGoneThenNothingOfItIsCommitted() throws Exception {
        try (TestDatabase database = new TestDatabase()) {
            Transactions transactions = new Transactions(new PooledDatabase(database, "SELECT 1"));
            assertThatThrownBy(() -> transactions.run(connection -> {
                        try (var statement = connection.prepareStatement(
                                "INSERT INTO CAREGATE_AUDIT_LEASE (NAME, HOLDER, EPOCH, EXPIRES) VALUES ('x',"
                                        + " '-', 0, 0)")) {
                            statement.executeUpdate();
                        }
                        return connection.prepareStatement("SELECT 1");
                    }))
                    .isInstanceOf(NoClassDefFoundError.class);
            assertThat(database.column("SELECT NAME FROM CAREGATE_AUDIT_LEASE WHERE NAME = 'x'"))
                    .isEmpty();
        }
    }
}
