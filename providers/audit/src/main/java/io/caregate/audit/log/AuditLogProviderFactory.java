package io.caregate.audit.log;

import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderFactory;

/** Owns the node's log. A factory that asks for it depends on {@link AuditLogProvider}. */
public interface AuditLogProviderFactory extends ProviderFactory<AuditLogProvider> {
    /** The log of this node. Empty if the operator has disabled the listener that captures. */
    Optional<AuditLog> log();

    /** The log of the node with this session factory. */
    static Optional<AuditLog> logOf(KeycloakSessionFactory factory) {
        return ((AuditLogProviderFactory) Objects.requireNonNull(
                        factory.getProviderFactory(AuditLogProvider.class), "the SPI " + AuditLogSpi.NAME + " is off"))
                .log();
    }
}
