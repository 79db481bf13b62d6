package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/** Asks {@link IntrospectionGuard} about every token that introspection shows, in the request's own transaction. */
public final class IntrospectionEnforcer {

    private final PolicyOptions options;

    public IntrospectionEnforcer(PolicyOptions options) {
        this.options = options;
    }

    private IntrospectionGuard guard(KeycloakSession session, @Nullable UserModel subject) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel asking = session.getContext().getClient();
        return new IntrospectionGuard(
                new RoleGuard(options, new ApiClientsReader(session, realm)),
                asking == null ? null : asking.getClientId(),
                SubjectReader.of(realm, subject));
    }

    private boolean isRefused(KeycloakSession session, IntrospectionGuard guard, Reach reach) {
        return guard.refusal(reach)
                .filter(refusal -> new Enforcement(options)
                        .refuses(session, session.getContext().getRealm(), refusal))
                .isPresent();
    }

    /**
     * Whether the subject may still use the token; if not, the error event has been raised.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there
     */
    public boolean admits(
            KeycloakSession session,
            AccessToken stored,
            @Nullable AccessToken introspected,
            @Nullable UserModel subject) {
        IntrospectionGuard guard = guard(session, subject);
        Reach reach = guard.reach(stored, introspected);
        if (isRefused(session, guard, reach)) {
            return false;
        }
        if (introspected != null) {
            guard.admit(introspected, reach, new RequestNotes(session).vettedTokens(), Time.currentTimeSeconds());
        }
        return true;
    }

    /**
     * The same for a refresh token: it is not active if it would yield no access token.
     *
     * @param context the client session with the scope of the refresh token
     */
    public boolean admitsRefreshToken(
            KeycloakSession session,
            RefreshToken stored,
            AccessToken introspected,
            ClientSessionContext context,
            @Nullable UserModel subject) {
        IntrospectionGuard guard = guard(session, subject);
        TokenPreviewReader preview = new TokenPreviewReader(session, context);
        Reach reach = guard.reach(stored, introspected, preview.accessToken(), preview);
        if (isRefused(session, guard, reach)) {
            return false;
        }
        guard.admitRefreshToken(introspected, reach, new RequestNotes(session).vettedTokens());
        return true;
    }
}
