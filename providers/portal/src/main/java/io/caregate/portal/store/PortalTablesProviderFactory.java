package io.caregate.portal.store;

import io.caregate.foundation.database.TablesProviderFactory;

/** The tables of the portal. */
public final class PortalTablesProviderFactory extends TablesProviderFactory {

    /** Called by Keycloak. */
    public PortalTablesProviderFactory() {
        super("caregate-portal", OwnedClient.class, StoredRequest.class, HourlyQuota.class);
    }
}
