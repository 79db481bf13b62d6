package io.caregate.policy.adapter;

import io.caregate.policy.client.RegistrationEnforcer;
import io.caregate.policy.refusal.Enforcement;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.oidc.OIDCClientRepresentation;
import org.keycloak.services.clientregistration.oidc.OIDCClientRegistrationProvider;

/** Keycloak's OpenID Connect dynamic registration, which parses metadata before it asks any policy. */
public final class CaregateOidcClientRegistrationProvider extends OIDCClientRegistrationProvider {
    private final GuardedRegistration guarded;
    private final RegistrationEnforcer guard;

    CaregateOidcClientRegistrationProvider(Enforcement enforcement) {
        super(enforcement.session());
        this.guarded = new GuardedRegistration(enforcement, () -> auth);
        this.guard = new RegistrationEnforcer(enforcement);
    }

    @Override
    public Response createOIDC(@Nullable OIDCClientRepresentation metadata) {
        return guarded.create(() -> guard.requireReadable(metadata), () -> super.createOIDC(metadata));
    }

    @Override
    public Response updateOIDC(String clientId, @Nullable OIDCClientRepresentation metadata) {
        return guarded.update(() -> guard.requireReadable(metadata), () -> super.updateOIDC(clientId, metadata));
    }
}
