package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationAttemptsEnforcer;
import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProvider;

/** Keycloak's registration in its own format, which accepts an empty request as a client. */
public final class CaregateDefaultClientRegistrationProvider extends DefaultClientRegistrationProvider {
    private final PolicyOptions options;

    CaregateDefaultClientRegistrationProvider(KeycloakSession session, PolicyOptions options) {
        super(session);
        this.options = options;
    }

    @Override
    public Response createDefault(@Nullable ClientRepresentation client) {
        try {
            requireBody(client);
            return super.createDefault(client);
        } catch (WebApplicationException refused) {
            countRefusal();
            throw refused;
        }
    }

    @Override
    public Response updateDefault(String clientId, @Nullable ClientRepresentation client) {
        requireBody(client);
        return super.updateDefault(clientId, client);
    }

    private void countRefusal() {
        new Enforcement(options).guard(session, session.getContext().getRealm(), EnforcementPoint.CLIENT_WRITE, () -> {
            if (!options.refusesNothing() && auth.isInitialAccessToken() && auth.getInitialAccessModel() != null) {
                RegistrationAttemptsEnforcer.refused(
                        session, session.getContext().getRealm(), auth.getInitialAccessModel());
            }
        });
    }

    private void requireBody(@Nullable ClientRepresentation client) {
        new Enforcement(options).guard(session, session.getContext().getRealm(), EnforcementPoint.CLIENT_WRITE, () -> {
            if (!options.refusesNothing()) {
                RegistrationEnforcer.requireBody(client);
            }
        });
    }
}
