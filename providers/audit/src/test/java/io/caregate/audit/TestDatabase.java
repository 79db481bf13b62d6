package io.caregate.audit;

import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** An H2 database in memory with the tables of the changelog, which can be taken away and brought back. */
public final class TestDatabase implements Connections, AutoCloseable {
    public static final String REALM = "realm-id";

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final Tables tables = Tables.in(null);
    private final Connection keeper;
    private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
    private volatile boolean down;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public TestDatabase() throws SQLException, LiquibaseException {
        keeper = DriverManager.getConnection(url);
        // Liquibase has its own state, which all threads share.
        synchronized (TestDatabase.class) {
            makeTables();
        }
    }

    private void makeTables() throws SQLException, LiquibaseException {
        try (Liquibase liquibase = new Liquibase(
                "META-INF/caregate-audit-changelog.xml",
                new ClassLoaderResourceAccessor(),
                new JdbcConnection(DriverManager.getConnection(url)))) {
            liquibase.update(new Contexts(), new LabelExpression());
        }
    }

    public Tables tables() {
        return tables;
    }

    @Override
    public Connection open() throws SQLException {
        if (down) {
            throw new SQLException("the database is away");
        }
        Connection connection = DriverManager.getConnection(url);
        opened.add(connection);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        gate.await();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Blocks all commits until {@link #resume()} is called. */
    public void hang() {
        gate = new CountDownLatch(1);
    }

    public void resume() {
        gate.countDown();
    }

    /** Breaks all connections and opens no more. */
    public void takeAway() throws SQLException {
        down = true;
        for (Connection connection = opened.poll(); connection != null; connection = opened.poll()) {
            connection.close();
        }
    }

    public void bringBack() {
        down = false;
    }

    public List<String> inbox() {
        return column("SELECT ID FROM " + tables.inbox() + " ORDER BY ID");
    }

    public List<String> log() {
        return column("SELECT ID FROM " + tables.log() + " ORDER BY SEQ");
    }

    /** The first column of the query's result. */
    public List<String> column(String sql) {
        List<String> values = new ArrayList<>();
        try (PreparedStatement statement = keeper.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                values.add(result.getString(1));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return values;
    }

    public void execute(String sql) {
        try (PreparedStatement statement = keeper.prepareStatement(sql)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** A row in {@link #REALM}. */
    public static Row row(String id) {
        return Row.of(entry(id).build());
    }

    public static Entry.Builder entry(String id) {
        return Entry.builder(id, Instant.parse("2026-01-31T08:15:00Z"), "LOGIN_ERROR")
                .with(Field.REALM_ID, REALM)
                .with(Field.ERROR, "invalid_user_credentials");
    }

    @Override
    public void close() throws SQLException {
        takeAway();
        keeper.close();
    }
}
