package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.DerivedToken;
import io.caregate.policy.token.IntrospectionEnforcer;
import io.caregate.policy.token.ServerClaims;
import io.caregate.policy.token.SubjectEnforcer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/**
 * The code that the three introspection providers share; each extends a class of Keycloak's. One instance serves one
 * request.
 */
final class GuardedIntrospection {
    private final Enforcement enforcement;

    /** In the realm of the request as it is now, as Keycloak's own providers are. */
    GuardedIntrospection(Enforcement enforcement) {
        this.enforcement = enforcement.in(enforcement.realm());
    }

    /**
     * Restores in the answer the claims of the presented token.
     *
     * @param client the client of the presented token, null where Keycloak asks for the claims without the checks that
     *     find it, as its Account API does
     */
    AccessToken restored(
            AccessToken presented, AccessToken shown, UserSessionModel userSession, @Nullable ClientModel client) {
        ClientModel issuedTo =
                client != null ? client : enforcement.realm().getClientByClientId(presented.getIssuedFor());
        AuthenticatedClientSessionModel clientSession =
                issuedTo == null ? null : userSession.getAuthenticatedClientSessionByClient(issuedTo.getId());
        if (clientSession != null) {
            enforcement.guard(EnforcementPoint.INTROSPECTION, () -> new SubjectEnforcer(enforcement)
                    .introspected(ServerClaims.ofPresented(presented), shown, clientSession));
        }
        // Keycloak signs this answer if it is asked for a JWT, and then takes it for a token of its own.
        DerivedToken.keepMarks(presented, shown);
        return shown;
    }

    /**
     * Whether the token may be called active: its user has the role that its audience requires, and it names no other
     * user.
     */
    boolean admits(
            AccessToken shown,
            UserSessionModel userSession,
            ClientModel client,
            Predicate<IntrospectionEnforcer> hasTheRole) {
        return enforcement.decide(EnforcementPoint.INTROSPECTION, true, () -> {
            AuthenticatedClientSessionModel clientSession =
                    userSession.getAuthenticatedClientSessionByClient(client.getId());
            return hasTheRole.test(new IntrospectionEnforcer(enforcement))
                    && (clientSession == null || new SubjectEnforcer(enforcement).admits(shown, clientSession));
        });
    }
}
