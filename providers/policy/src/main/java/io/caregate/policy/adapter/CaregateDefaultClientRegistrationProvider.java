package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.refusal.Enforcement;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.clientregistration.DefaultClientRegistrationProvider;

/** Keycloak's registration in its own format, which accepts an empty request as a client. */
public final class CaregateDefaultClientRegistrationProvider extends DefaultClientRegistrationProvider {
    private final GuardedRegistration guarded;
    private final RegistrationEnforcer guard;

    CaregateDefaultClientRegistrationProvider(Enforcement enforcement) {
        super(enforcement.session());
        this.guarded = new GuardedRegistration(enforcement, () -> auth);
        this.guard = new RegistrationEnforcer(enforcement);
    }

    @Override
    public Response createDefault(@Nullable ClientRepresentation client) {
        return guarded.create(() -> guard.requireBody(client), () -> super.createDefault(client));
    }

    @Override
    public Response updateDefault(String clientId, @Nullable ClientRepresentation client) {
        return guarded.update(() -> guard.requireBody(client), () -> super.updateDefault(clientId, client));
    }
}
