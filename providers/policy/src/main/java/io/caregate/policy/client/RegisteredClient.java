package io.caregate.policy.client;

import io.caregate.policy.rule.AdministratorDecision;

/** A client that may have registered itself, as its model is now. Each part is read when it is asked for. */
interface RegisteredClient {

    /** Keycloak gives one to every client that registers itself, and no registrant can remove it. */
    boolean hasRegistrationToken();

    /** Whether Keycloak keeps the client as a copy of a metadata document. */
    boolean isByMetadataDocument();

    boolean isConsentRequired();

    boolean hasFullScope();

    /** Whether the client's attribute says that an administrator has decided so. */
    boolean isRemembered(AdministratorDecision decision);

    /** Whether its owner, rather than an administrator, decides its content. */
    default boolean administersItself() {
        return hasRegistrationToken() || isByMetadataDocument();
    }
}
