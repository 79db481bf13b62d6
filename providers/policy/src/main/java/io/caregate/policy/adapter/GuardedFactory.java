package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

/**
 * A factory whose providers ask guards. Most factories must extend one of Keycloak's, so that what they share is an
 * interface.
 */
interface GuardedFactory {

    /** What is enforced in a session. */
    default Enforcement enforcement(KeycloakSession session) {
        return new Enforcement(options(session.getKeycloakSessionFactory()), session);
    }

    /**
     * What the operator has set. {@link CaregateClientPolicyManagerFactory} has read it; before it is
     * initialised, the strictest setting is in force. {@link RequiredProviders} makes sure that Keycloak calls no other
     * factory in its place.
     */
    static PolicyOptions options(KeycloakSessionFactory keycloak) {
        return keycloak.getProviderFactory(ClientPolicyManager.class)
                        instanceof CaregateClientPolicyManagerFactory manager
                ? manager.options()
                : PolicyOptions.STRICTEST;
    }
}
