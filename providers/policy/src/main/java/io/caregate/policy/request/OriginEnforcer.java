package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
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

    private final PolicyOptions options;
    private final KeycloakSession session;
    private final EnforcementPoint enforcementPoint;

    public OriginEnforcer(PolicyOptions options, KeycloakSession session, EnforcementPoint enforcementPoint) {
        this.options = options;
        this.session = session;
        this.enforcementPoint = enforcementPoint;
    }

    /**
     * The only origins that may be answered, none without a requesting origin; empty if Keycloak is to decide, since
     * the rule only reports.
     *
     * @param origin the requesting origin, if the request names one
     */
    public Optional<Set<String>> answered(ClientModel client, @Nullable String origin) {
        OriginGuard.Answered answered = new OriginGuard(options, enforcementPoint)
                .answered(client.getClientId(), origin, () -> RegisteredUrisReader.read(options, session, client));
        if (answered.refusal().isPresent() && session.getAttribute(SEEN + client.getId()) == null) {
            session.setAttribute(SEEN + client.getId(), true);
            new Enforcement(options)
                    .refuses(session, client.getRealm(), answered.refusal().get());
        }
        return answered.origins();
    }
}
