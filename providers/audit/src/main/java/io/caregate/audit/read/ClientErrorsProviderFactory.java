package io.caregate.audit.read;

import io.caregate.audit.log.AuditLog;
import io.caregate.audit.log.AuditLogProvider;
import io.caregate.audit.log.AuditLogProviderFactory;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** Reads the errors of clients from the node's log. Without a log there is no provider. */
public final class ClientErrorsProviderFactory implements ProviderFactory<ClientErrorsProvider> {
    public static final String PROVIDER_ID = "caregate-audit";

    private Optional<AuditLog> log = Optional.empty();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(AuditLogProvider.class);
    }

    @Override
    public @Nullable ClientErrorsProvider create(KeycloakSession session) {
        return log.<ClientErrorsProvider>map(found -> new ClientErrors(session, found)::of)
                .orElse(null);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        log = AuditLogProviderFactory.logOf(factory);
    }

    @Override
    public void close() {}
}
