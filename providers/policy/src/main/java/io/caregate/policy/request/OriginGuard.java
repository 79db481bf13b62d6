package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * Which origins are answered for a client. An origin that Keycloak would answer and the pack does not leaves an event,
 * once a request; one that neither would is Keycloak's own business.
 */
public final class OriginGuard {
    private static final String SEEN = "caregate.refused-origin.";
    private static final String ERROR = "invalid_web_origin";

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;
    private final EnforcementPoint enforcementPoint;

    public OriginGuard(PolicyOptions options, KeycloakSession session, EnforcementPoint enforcementPoint) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
        this.enforcementPoint = enforcementPoint;
    }

    /**
     * The only origins that may be answered, none where no origin asks; empty if Keycloak is to decide, since the rule
     * only reports.
     *
     * @param origin the origin that asks, if the request names one
     */
    public Optional<Set<String>> answered(ClientModel client, @Nullable String origin) {
        if (origin == null) {
            // No browser's script asks, so nobody is answered whatever is registered: a server's call costs nothing
            // here.
            return answer(Set.of());
        }
        RegisteredUris registered = RegisteredUrisReader.read(options, session, client);
        Set<String> exact = registered.origins();
        boolean differs = !exact.contains(origin) && registered.keycloakAnswers(origin);
        if (differs && session.getAttribute(SEEN + client.getId()) == null) {
            session.setAttribute(SEEN + client.getId(), true);
            enforcement.refuses(session, client.getRealm(), refusal(client, origin));
        }
        return answer(exact);
    }

    private Optional<Set<String>> answer(Set<String> exact) {
        return enforcement.enforces(RuleId.EXACT_WEB_ORIGIN) ? Optional.of(exact) : Optional.empty();
    }

    private Refusal refusal(ClientModel client, @Nullable String origin) {
        return Refusal.by(
                        RuleId.EXACT_WEB_ORIGIN,
                        enforcementPoint,
                        EventType.LOGIN,
                        ERROR,
                        "The origin is not exactly a registered one; register it in webOrigins")
                .ofClient(client.getClientId())
                .about("origin", origin);
    }
}
