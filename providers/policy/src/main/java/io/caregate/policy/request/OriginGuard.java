package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * The origins that are answered for a client. The guard refuses an origin that Keycloak would answer and the pack does
 * not. An origin that neither would answer is left to Keycloak.
 */
final class OriginGuard {
    private static final String ERROR = "invalid_web_origin";

    private final PolicyOptions options;
    private final EnforcementPoint enforcementPoint;

    OriginGuard(PolicyOptions options, EnforcementPoint enforcementPoint) {
        this.options = options;
        this.enforcementPoint = enforcementPoint;
    }

    /**
     * The answer to an origin.
     *
     * @param origins the only origins that may be answered, none without a requesting origin; empty if Keycloak is to
     *     decide, since the rule only reports
     * @param refusal the answer that Keycloak would have given, if it differs
     */
    record Answered(Optional<Set<String>> origins, Optional<Refusal> refusal) {}

    /**
     * Decides for one request.
     *
     * @param origin the requesting origin, if the request names one
     * @param registered the client's registration; read only for a requesting origin
     */
    Answered answered(String clientId, @Nullable String origin, Supplier<RegisteredUris> registered) {
        if (origin == null) {
            // No browser script asks, so no origin is answered whatever is registered: a server's call costs nothing
            // here.
            return new Answered(enforced(Set.of()), Optional.empty());
        }
        RegisteredUris uris = registered.get();
        Set<String> exact = uris.origins();
        boolean differs = !exact.contains(origin) && uris.keycloakAnswers(origin);
        return new Answered(enforced(exact), differs ? Optional.of(refusal(clientId, origin)) : Optional.empty());
    }

    private Optional<Set<String>> enforced(Set<String> exact) {
        return options.enforces(RuleId.EXACT_WEB_ORIGIN) ? Optional.of(exact) : Optional.empty();
    }

    private Refusal refusal(String clientId, String origin) {
        return Refusal.by(
                        RuleId.EXACT_WEB_ORIGIN,
                        enforcementPoint,
                        EventType.LOGIN,
                        ERROR,
                        "The origin is not exactly a registered one; register it in webOrigins")
                .ofClient(clientId)
                .about("origin", origin);
    }
}
