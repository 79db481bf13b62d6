package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/** Raises the event of what {@link OriginGuard} refuses, once a request for each client. */
public final class OriginEnforcer {
    private static final String SEEN = "caregate.refused-origin.";

    private final Enforcement enforcement;
    private final EnforcementPoint enforcementPoint;

    public OriginEnforcer(Enforcement enforcement, EnforcementPoint enforcementPoint) {
        this.enforcement = enforcement;
        this.enforcementPoint = enforcementPoint;
    }

    /**
     * The only origins that may be answered, none without a requesting origin; empty if Keycloak is to decide, since
     * the rule only reports.
     *
     * @param origin the requesting origin, if the request names one
     */
    public Optional<Set<String>> answered(ClientModel client, @Nullable String origin) {
        OriginGuard.Answered answered = new OriginGuard(enforcement.options(), enforcementPoint)
                .answered(client.getClientId(), origin, () -> RegisteredUrisReader.read(enforcement, client));
        KeycloakSession session = enforcement.session();
        if (answered.refusal().isPresent() && session.getAttribute(SEEN + client.getId()) == null) {
            session.setAttribute(SEEN + client.getId(), true);
            enforcement.in(client.getRealm()).refuses(answered.refusal().get());
        }
        return answered.origins();
    }
}
