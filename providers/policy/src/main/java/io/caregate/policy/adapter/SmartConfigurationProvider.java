package io.caregate.policy.adapter;

import io.caregate.policy.metadata.SmartConfiguration;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import jakarta.ws.rs.NotFoundException;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.util.WellKnownProviderUtil;
import org.keycloak.util.JsonSerialization;
import org.keycloak.wellknown.WellKnownProvider;

/** The document of one request; 404 in a realm that is not governed, and in one that names no SMART scope. */
final class SmartConfigurationProvider implements WellKnownProvider {

    private final KeycloakSession session;
    private final Enforcement enforcement;

    SmartConfigurationProvider(Enforcement enforcement) {
        this.session = enforcement.session();
        this.enforcement = enforcement;
    }

    @Override
    public Object getConfig() {
        Optional<Map<String, Object>> document =
                enforcement.decide(EnforcementPoint.METADATA, Optional.empty(), () -> Optional.of(
                                new SmartConfiguration(openIdConfiguration()))
                        .filter(SmartConfiguration::isOffered)
                        .map(SmartConfiguration::document));
        return document.orElseThrow(NotFoundException::new);
    }

    /** The configuration as it is served here, by the provider that Keycloak chooses. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> openIdConfiguration() {
        return WellKnownProviderUtil.resolveFromAlias(session.getKeycloakSessionFactory(), "openid-configuration")
                .map(factory -> session.getProvider(WellKnownProvider.class, factory.getId()))
                .map(WellKnownProvider::getConfig)
                .map(document -> JsonSerialization.mapper.convertValue(document, Map.class))
                .orElseThrow(NotFoundException::new);
    }

    @Override
    public void close() {
        // The session closes what it has created.
    }
}
