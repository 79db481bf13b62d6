package io.caregate.policy.adapter;

import io.caregate.foundation.database.Connections;
import io.caregate.policy.client.ClientPolicyMonitor;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.reportmode.ViolationRecorder;
import io.caregate.policy.reportmode.ViolationTables;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.connections.jpa.JpaConnectionProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.services.clientpolicy.ClientPolicyManager;
import org.keycloak.services.clientpolicy.ClientPolicyManagerFactory;

/**
 * SPI {@code client-policy-manager}: the pack's rules run before the realm's client policies and need no policy in any
 * realm. It also listens to client writes, records what report mode lets through, and logs at startup what is in force.
 */
public final class CaregateClientPolicyManagerFactory
        implements ClientPolicyManagerFactory, ReplacingFactory<ClientPolicyManager> {

    private final ClientPolicyMonitor monitor = new ClientPolicyMonitor();
    private PolicyOptions options = PolicyOptions.STRICTEST;
    private @Nullable ViolationRecorder violationRecorder;

    @Override
    public ClientPolicyManager create(KeycloakSession session) {
        return new CaregateClientPolicyManager(enforcement(session), monitor);
    }

    /** What the operator has set; every adapter asks for it here. */
    PolicyOptions options() {
        return options;
    }

    @Override
    public void init(Config.Scope config) {
        options = PolicyOptions.read();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        RequiredProviders.requireInForce(factory);
        factory.register(new ClientWriteListener(options));
        factory.register(new ExemptRealmsCheck(options));
        factory.register(this::forgetRemoved);
        JpaConnectionProviderFactory jpa =
                (JpaConnectionProviderFactory) factory.getProviderFactory(JpaConnectionProvider.class);
        violationRecorder = new ViolationRecorder(Connections.ofPool(jpa), ViolationTables.in(jpa.getSchema()));
        factory.register(violationRecorder);
        StartupBanner.log(options);
    }

    private void forgetRemoved(ProviderEvent event) {
        if (event instanceof RealmModel.RealmRemovedEvent removed) {
            monitor.forget(removed.getRealm());
        }
    }

    /** Keycloak initialises the database before this factory, and closes it after. */
    @Override
    public Set<Class<? extends Provider>> dependsOn() {
        return Set.of(JpaConnectionProvider.class);
    }

    @Override
    public void close() {
        if (violationRecorder != null) {
            violationRecorder.close();
        }
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID;
    }
}
