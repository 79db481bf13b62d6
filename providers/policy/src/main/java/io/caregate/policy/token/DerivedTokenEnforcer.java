package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;

/** Keeps every {@link DerivedToken} away from Keycloak's administration. */
public final class DerivedTokenEnforcer {

    private final Enforcement enforcement;

    public DerivedTokenEnforcer(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    /**
     * Whether a derived token may be presented at the request's path; if not, the error event is raised. It runs in the
     * request's own transaction.
     *
     * @param event the event of the grant that made it
     */
    public boolean isAllowed(KeycloakSession session, AccessToken token, EventType event) {
        RealmModel realm = session.getContext().getRealm();
        return enforcement.decide(session, realm, EnforcementPoint.TOKEN, true, () -> DerivedToken.refusal(
                        session.getContext().getUri().getPath(), token, event)
                .filter(refusal -> enforcement.refuses(session, realm, refusal))
                .isEmpty());
    }
}
