package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.wellknown.WellKnownProvider;
import org.keycloak.wellknown.WellKnownProviderFactory;

/**
 * SPI {@code well-known}: {@code /realms/{realm}/.well-known/smart-configuration}, which Keycloak does not have (SMART
 * App Launch 2.2, "FHIR Authorization Endpoint and Capabilities Discovery using a Well-Known Uniform Resource
 * Identifiers").
 */
public final class SmartConfigurationFactory implements WellKnownProviderFactory, GuardedFactory {
    private static final String ALIAS = "smart-configuration";

    @Override
    public WellKnownProvider create(KeycloakSession session) {
        return new SmartConfigurationProvider(enforcement(session));
    }

    @Override
    public void init(Config.Scope config) {
        // The manager of client policies reads the options.
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        // Nothing to prepare.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    @Override
    public String getId() {
        return PolicyOptions.PROVIDER_ID + "-" + ALIAS;
    }

    @Override
    public String getAlias() {
        return ALIAS;
    }
}
