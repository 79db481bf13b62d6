package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.token.ServerClaims;
import io.caregate.policy.token.SubjectEnforcer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/**
 * The code that the three introspection providers share; each extends a class of Keycloak's. One instance serves one
 * request.
 */
final class GuardedIntrospection {
    private final PolicyOptions options;
    private final KeycloakSession session;
    private final RealmModel realm;

    GuardedIntrospection(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /**
     * Restores in the answer the claims of the presented token.
     *
     * @param client the client of the presented token, null where Keycloak asks for the claims without the checks that
     *     find it, as its Account API does
     */
    AccessToken restored(
            AccessToken presented, AccessToken shown, UserSessionModel userSession, @Nullable ClientModel client) {
        ClientModel issuedTo = client != null ? client : realm.getClientByClientId(presented.getIssuedFor());
        AuthenticatedClientSessionModel clientSession =
                issuedTo == null ? null : userSession.getAuthenticatedClientSessionByClient(issuedTo.getId());
        if (clientSession != null) {
            new Enforcement(options)
                    .guard(session, realm, EnforcementPoint.INTROSPECTION, () -> new SubjectEnforcer(options)
                            .introspected(session, ServerClaims.ofPresented(presented), shown, clientSession));
        }
        return shown;
    }

    /**
     * Whether the token may be called active: its user has the role that its audience requires, and it names no other
     * user.
     */
    boolean admits(AccessToken shown, UserSessionModel userSession, ClientModel client, BooleanSupplier hasTheRole) {
        return new Enforcement(options).decide(session, realm, EnforcementPoint.INTROSPECTION, true, () -> {
            AuthenticatedClientSessionModel clientSession =
                    userSession.getAuthenticatedClientSessionByClient(client.getId());
            return hasTheRole.getAsBoolean()
                    && (clientSession == null || new SubjectEnforcer(options).admits(session, shown, clientSession));
        });
    }
}
