package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.RefusalAnswers;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/** Keeps every {@link DerivedToken} away from Keycloak's administration. */
public final class DerivedTokenEnforcer {

    private final Enforcement enforcement;

    public DerivedTokenEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /**
     * Whether a derived token may be presented at the request's path; if not, the error event is raised. It runs in the
     * request's own transaction.
     *
     * @param event the event of the grant that made it
     */
    public boolean isAllowed(AccessToken token, EventType event) {
        return enforcement.decide(EnforcementPoint.TOKEN, true, () -> DerivedToken.refusal(
                        enforcement.session().getContext().getUri().getPath(), token, event)
                .filter(enforcement::refuses)
                .isEmpty());
    }

    /**
     * Refuses what Keycloak takes for a refresh token and is none: {@link DerivedToken#refreshRefusal}.
     *
     * @param token as Keycloak has read it
     * @param encoded the same as it was presented
     */
    public void requireRefreshToken(RefreshToken token, String encoded, ClientModel client) {
        DerivedToken.refreshRefusal(ParsedTokenReader.algorithm(encoded), token)
                .filter(enforcement::refuses)
                .ifPresent(refusal -> {
                    throw RefusalAnswers.oauth(enforcement.session(), client, refusal);
                });
    }
}
