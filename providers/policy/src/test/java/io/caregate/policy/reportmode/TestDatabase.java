package io.caregate.policy.reportmode;

import io.caregate.foundation.database.Connections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** An H2 database in memory with the tables of the changelog; it can be unavailable, or lose the answer to a commit. */
final class TestDatabase implements Connections, AutoCloseable {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final ViolationTables tables = ViolationTables.in(null);
    private final Connection keeper;
    private boolean away;
    private boolean losesAnswer;

    TestDatabase() throws SQLException, LiquibaseException {
        keeper = DriverManager.getConnection(url);
        try (PreparedStatement clients = keeper.prepareStatement("CREATE TABLE CLIENT (ID VARCHAR(36))")) {
            clients.execute();
        }
        try (Liquibase liquibase = new Liquibase(
                "META-INF/caregate-findings-changelog.xml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(DriverManager.getConnection(url)))) {
            liquibase.update(new Contexts(), new LabelExpression());
        }
    }

    ViolationTables tables() {
        return tables;
    }

    void takeAway() {
        away = true;
    }

    void bringBack() {
        away = false;
    }

    /** The next commit succeeds, but its answer is lost. */
    void loseNextAnswer() {
        losesAnswer = true;
    }

    @Override
    public Connection open() throws SQLException {
        if (away) {
            throw new SQLException("the database is away");
        }
        Connection connection = DriverManager.getConnection(url);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (losesAnswer && method.getName().equals("commit")) {
                            losesAnswer = false;
                            throw new SQLException("the answer is lost");
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    StoredViolations violations(String realmId, String clientUuid) throws SQLException {
        return StoredViolations.read(keeper, tables, realmId, List.of(clientUuid));
    }

    void addClient(String uuid) throws SQLException {
        try (PreparedStatement insert = keeper.prepareStatement("INSERT INTO CLIENT (ID) VALUES (?)")) {
            insert.setString(1, uuid);
            insert.executeUpdate();
        }
    }

    List<String> names() throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement =
                        keeper.prepareStatement("SELECT NAME FROM " + tables.marks() + " ORDER BY NAME");
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    @Override
    public void close() throws SQLException {
        keeper.close();
    }
}
