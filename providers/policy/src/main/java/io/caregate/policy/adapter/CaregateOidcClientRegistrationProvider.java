package io.caregate.policy.adapter;

import io.caregate.policy.client.ClientEnforcer;
import io.caregate.policy.client.RegistrationAttemptsEnforcer;
import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.oidc.OIDCClientRepresentation;
import org.keycloak.services.clientregistration.oidc.OIDCClientRegistrationProvider;

/** Keycloak's OpenID Connect dynamic registration, which parses metadata before it asks any policy. */
public final class CaregateOidcClientRegistrationProvider extends OIDCClientRegistrationProvider {
    private final PolicyOptions options;

    CaregateOidcClientRegistrationProvider(KeycloakSession session, PolicyOptions options) {
        super(session);
        this.options = options;
    }

    @Override
    public Response createOIDC(@Nullable OIDCClientRepresentation metadata) {
        try {
            requireReadable(metadata);
            return super.createOIDC(metadata);
        } catch (WebApplicationException refused) {
            countRefusal();
            throw refused;
        }
    }

    @Override
    public Response updateOIDC(String clientId, @Nullable OIDCClientRepresentation metadata) {
        requireReadable(metadata);
        return super.updateOIDC(clientId, metadata);
    }

    private void countRefusal() {
        new Enforcement(options).guard(session, session.getContext().getRealm(), EnforcementPoint.CLIENT_WRITE, () -> {
            if (!options.refusesNothing() && auth.isInitialAccessToken() && auth.getInitialAccessModel() != null) {
                RegistrationAttemptsEnforcer.refused(
                        session, session.getContext().getRealm(), auth.getInitialAccessModel());
            }
        });
    }

    private void requireReadable(@Nullable OIDCClientRepresentation metadata) {
        new Enforcement(options).guard(session, session.getContext().getRealm(), EnforcementPoint.CLIENT_WRITE, () -> {
            if (!options.refusesNothing()) {
                RegistrationEnforcer.requireReadable(metadata);
            }
            if (metadata != null) {
                ClientEnforcer.registers(session, metadata);
            }
        });
    }
}
