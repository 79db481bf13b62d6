package io.caregate.audit.read;

import io.caregate.audit.export.ExportWriter;
import io.caregate.audit.query.Tail;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Tables;
import io.caregate.audit.status.LogStatusSource;
import io.caregate.foundation.http.CaregateRoot;
import io.caregate.foundation.http.DispatchedResourceProvider;
import io.caregate.foundation.http.RouteTable;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The factory that {@link CaregateRoot} finds for {@code audit}. Under its own id it answers nothing. */
public final class AuditResourceProviderFactory implements RealmResourceProviderFactory {
    public static final String PROVIDER_ID = CaregateRoot.PREFIX + "audit";

    private static final RouteTable REST = RouteTable.below(AuditResource.class);

    private @Nullable EntryAppender appender;
    private @Nullable Tables tables;
    private @Nullable Exports exports;
    private @Nullable Tail tail;

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new DispatchedResourceProvider(session, PROVIDER_ID, () -> resource(session));
    }

    private @Nullable AuditResource resource(KeycloakSession session) {
        // An operator who has disabled the listener has no log to read either.
        if (!(appender instanceof LogStatusSource source) || tables == null || exports == null || tail == null) {
            return null;
        }
        RequestHandler.requireAddress(session, REST, "/caregate/audit");
        return new AuditResource(session, appender, tables, exports, source, tail);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        appender = (EntryAppender) factory.getProviderFactory(EventListenerProvider.class, "caregate-audit");
        JpaConnectionProviderFactory jpa =
                (JpaConnectionProviderFactory) factory.getProviderFactory(JpaConnectionProvider.class);
        tables = Tables.in(jpa.getSchema());
        Connections connections = io.caregate.foundation.database.Connections.ofPool(jpa)::open;
        if (appender instanceof LogStatusSource source) {
            exports = new Exports(new ExportWriter(connections, tables, appender, source.suspects()));
            tail = new Tail(connections, tables, source.sealSignal());
        }
    }

    @Override
    public void close() {
        if (exports != null) {
            exports.close();
        }
    }
}
