package io.caregate.audit;

import io.caregate.audit.deliver.SinkHandle;
import io.caregate.audit.lifecycle.InForce;
import io.caregate.audit.lifecycle.ServerEntries;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.log.AuditLogProvider;
import io.caregate.audit.log.AuditLogProviderFactory;
import io.caregate.audit.log.AuditLogSpi;
import io.caregate.audit.notice.LogNotices;
import io.caregate.audit.record.Tables;
import io.caregate.audit.seal.Signing;
import io.caregate.audit.sink.Sink;
import io.caregate.audit.status.SigningStatus;
import io.caregate.foundation.database.Connections;
import io.caregate.foundation.log.ServerLog;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

/**
 * Makes the node's log once the database can be asked for, starts it at the end of Keycloak's migrations, and closes it
 * when the server stops. It is the only provider of the SPI {@value AuditLogSpi#NAME}. Without the listener, there is
 * no log.
 */
public final class NodeLogProviderFactory implements AuditLogProviderFactory {
    private static final ServerLog LOG = ServerLog.of(NodeLogProviderFactory.class);
    /** Where a node keeps its own key, in Keycloak's home: on its own disk, outside the database. */
    private static final String KEY_FOLDER = "data/caregate-audit";

    private Optional<NodeLog> log = Optional.empty();

    @Override
    public String getId() {
        return AuditListenerProviderFactory.PROVIDER_ID;
    }

    /** Keycloak initialises the database and the sinks before this factory, and closes them after it. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class, Sink.class);
    }

    @Override
    public void init(Config.Scope scope) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        if (factory.getProviderFactory(EventListenerProvider.class, AuditListenerProviderFactory.PROVIDER_ID)
                instanceof AuditListenerProviderFactory listener) {
            JpaConnectionProviderFactory jpa =
                    (JpaConnectionProviderFactory) factory.getProviderFactory(JpaConnectionProvider.class);
            List<SinkHandle> sinks = ConfiguredSinks.of(factory);
            listener.options().check(sinks);
            Signing signing = Signing.of(listener.options().seal(), home().resolve(KEY_FOLDER), isServer());
            NodeLog made = new NodeLog(
                    listener.options(),
                    signing,
                    Connections.ofPool(jpa)::open,
                    Tables.in(jpa.getSchema()),
                    sinks,
                    LogNotices.of(listener.options().notices(), factory));
            log = Optional.of(made);
            made.listen(factory);
            factory.register(event -> {
                if (event instanceof PostMigrationEvent) {
                    start(factory, made);
                }
            });
        }
    }

    /**
     * A command such as {@code kc.sh export} takes entries and nothing else. Sealed without this node's key, or
     * delivered to the disk of a container that is thrown away, they would be lost to those who wait for them.
     */
    private static void start(KeycloakSessionFactory factory, NodeLog log) {
        if (isServer()) {
            log.start();
            recordStart(factory, log);
        } else {
            log.startCapture();
        }
    }

    /** Whatever is wrong with the entry, the server starts. */
    private static void recordStart(KeycloakSessionFactory factory, NodeLog log) {
        try {
            log.recordStart(serverEntries(factory, log), inForce(factory, log.signing()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "the audit log has no entry about this start");
        }
    }

    /**
     * The entries for the administrators' realm. If it cannot be read now, they belong to no realm, and only the sinks
     * get them.
     */
    private static ServerEntries serverEntries(KeycloakSessionFactory factory, NodeLog log) {
        String name = Config.getAdminRealm();
        String id = null;
        try {
            id = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> Optional.ofNullable(session.realms().getRealmByName(name))
                            .map(RealmModel::getId)
                            .orElse(null));
        } catch (RuntimeException e) {
            LOG.warnf(e, "the realm %s cannot be read now; the entry about this start belongs to no realm", name);
        }
        return new ServerEntries(log.appender(), InstantSource.system(), id == null ? null : name, id);
    }

    private static SortedMap<String, String> inForce(KeycloakSessionFactory factory, SigningStatus signing) {
        boolean policy = factory.getProviderFactory(ClientPolicyManager.class, "caregate") != null;
        return InForce.read(home().resolve("providers"), policy, signing.state(), signing.key());
    }

    /**
     * Whether this process serves. Other commands of {@code kc.sh} start Keycloak for a moment, perhaps in a container
     * that is thrown away or becomes an image.
     */
    private static boolean isServer() {
        return !Environment.isNonServerMode()
                && !System.getProperty("kc.launch.mode", "").startsWith("exit_");
    }

    private static Path home() {
        return Path.of(System.getProperty("kc.home.dir", ""));
    }

    @Override
    public @Nullable AuditLogProvider create(KeycloakSession session) {
        return log().<AuditLogProvider>map(made -> () -> made).orElse(null);
    }

    @Override
    public Optional<AuditLog> log() {
        return log.map(AuditLog.class::cast);
    }

    @Override
    public void close() {
        log.ifPresent(NodeLog::close);
    }
}
