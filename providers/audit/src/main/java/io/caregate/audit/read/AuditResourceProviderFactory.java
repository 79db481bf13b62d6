package io.caregate.audit.read;

import io.caregate.audit.export.ExportWriter;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.log.AuditLogProvider;
import io.caregate.audit.log.AuditLogProviderFactory;
import io.caregate.audit.query.Tail;
import io.caregate.foundation.http.CaregateRoot;
import io.caregate.foundation.http.DispatchedResourceProvider;
import io.caregate.foundation.http.RouteTable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The factory that {@link CaregateRoot} finds for {@code audit}. Under its own id it answers nothing. */
public final class AuditResourceProviderFactory implements RealmResourceProviderFactory {
    public static final String PROVIDER_ID = CaregateRoot.PREFIX + "audit";

    private static final RouteTable REST = RouteTable.below(AuditResource.class);

    /** Empty if there is no log to read. */
    private Optional<Reader> reader = Optional.empty();

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(AuditLogProvider.class);
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new DispatchedResourceProvider(session, PROVIDER_ID, () -> reader.map(found -> found.of(session))
                .orElse(null));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        reader = AuditLogProviderFactory.logOf(factory).map(Reader::of);
    }

    @Override
    public void close() {
        reader.ifPresent(found -> found.exports().close());
    }

    /** The log, and what limits its readers on this node. */
    private record Reader(AuditLog log, Exports exports, Tail tail, Semaphore publicReads) {
        /** Each may hold a connection to the database, which logins need too. */
        private static final int PUBLIC_READS = 4;

        static Reader of(AuditLog log) {
            return new Reader(
                    log,
                    new Exports(new ExportWriter(log.connections(), log.tables(), log.appender(), log.suspects())),
                    new Tail(log.connections(), log.tables(), log.sealSignal()),
                    new Semaphore(PUBLIC_READS));
        }

        AuditResource of(KeycloakSession session) {
            RequestHandler.requireAddress(session, REST, "/caregate/audit");
            return new AuditResource(session, log, exports, tail, publicReads);
        }
    }
}
