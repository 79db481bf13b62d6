package io.caregate.policy.adapter;

import io.caregate.foundation.database.TablesProviderFactory;

/** The tables of report-only violations. */
public final class FindingsTablesProviderFactory extends TablesProviderFactory {

    /** Called by Keycloak. */
    public FindingsTablesProviderFactory() {
        super("caregate-findings");
    }
}
