package io.caregate.policy.adapter;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/**
 * A factory of which Keycloak calls the pack's in place of its own: it takes the highest order.
 *
 * @param <T> the providers that it creates
 */
interface ReplacingFactory<T extends Provider> extends GuardedFactory, ProviderFactory<T> {

    @Override
    default int order() {
        return ProviderOrder.BEFORE_KEYCLOAK;
    }
}
