package io.caregate.policy.hook;

import io.caregate.policy.client.ClientGuard;
import io.caregate.policy.client.PolicyWatch;
import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.services.clientpolicy.ClientPolicyManager;
import org.keycloak.services.clientpolicy.ClientPolicyManagerFactory;

/**
 * SPI {@code client-policy-manager}: the pack's rules run before the realm's client policies and need no policy in any
 * realm. It also listens to client writes, and says at start what is in force.
 */
public final class CaregateClientPolicyManagerFactory implements ClientPolicyManagerFactory {

    private final PolicyWatch watch = new PolicyWatch();
    private PolicyOptions options = PolicyOptions.NONE;

    @Override
    public ClientPolicyManager create(KeycloakSession session) {
        return new CaregateClientPolicyManager(session, options, watch);
    }

    @Override
    public void init(Config.Scope config) {
        options = PolicyOptions.read();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(new ClientGuard(options));
        factory.register(new ExemptRealmsCheck(options));
        factory.register(this::forgetRemoved);
        StartLine.log(options);
    }

    private void forgetRemoved(ProviderEvent event) {
        if (event instanceof RealmModel.RealmRemovedEvent removed) {
            watch.forget(removed.getRealm());
        }
    }

    @Override
    public void close() {}

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID;
    }

    @Override
    public int order() {
        return HookOrder.BEFORE_KEYCLOAK;
    }
}
