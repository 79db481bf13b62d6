package io.caregate.audit;

import io.caregate.audit.record.Connections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connections with the behaviour of Keycloak's pool: one that is returned in the middle of a transaction is set to
 * auto-commit, which commits the work so far. The first statement that contains a given text fails as if a class of the
 * JAR were missing.
 */
public final class PooledDatabase implements Connections {
    private final Connections database;
    private final String failing;
    private final AtomicBoolean failed = new AtomicBoolean();

    public PooledDatabase(Connections database, String failing) {
        this.database = database;
        this.failing = failing;
    }

    /** Whether the statement has failed. */
    public boolean hasFailed() {
        return failed.get();
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = database.open();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && arguments[0].toString().contains(failing)
                            && failed.compareAndSet(false, true)) {
                        throw new NoClassDefFoundError("io/caregate/audit/Gone");
                    }
                    if (method.getName().equals("close")) {
                        connection.setAutoCommit(true);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
