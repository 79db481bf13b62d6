package io.caregate.audit.log;

import org.keycloak.provider.Provider;

/** Hands the node's log to a session. */
@FunctionalInterface
public interface AuditLogProvider extends Provider {
    /** The log of this node, the same in every session. */
    AuditLog log();

    /** The log outlives the session. */
    @Override
    default void close() {}
}
