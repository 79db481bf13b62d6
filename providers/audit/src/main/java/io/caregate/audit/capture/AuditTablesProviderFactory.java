package io.caregate.audit.capture;

import io.caregate.foundation.database.TablesProviderFactory;

/** The tables of the log. */
public final class AuditTablesProviderFactory extends TablesProviderFactory {

    /** Called by Keycloak. */
    public AuditTablesProviderFactory() {
        super("caregate-audit");
    }
}
