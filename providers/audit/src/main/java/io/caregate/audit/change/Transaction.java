package io.caregate.audit.change;

import java.io.Serializable;
import java.util.Objects;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Holds a database transaction's changes: a property of Hibernate's session, which must be serializable. */
final class Transaction implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String PROPERTY = "caregate.audit.changes";

    private final transient @Nullable ChangeSet changes;

    private Transaction(ChangeSet changes) {
        this.changes = changes;
    }

    static @Nullable ChangeSet of(Session session) {
        return session.getProperties().get(PROPERTY) instanceof Transaction transaction
                ? Objects.requireNonNull(transaction.changes)
                : null;
    }

    static void begin(Session session, ChangeSet changes) {
        session.setProperty(PROPERTY, new Transaction(changes));
    }
}
