package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/** Asks {@link IntrospectionGuard} about every token that introspection shows, in the request's own transaction. */
public final class IntrospectionEnforcer {

    private final Enforcement enforcement;

    public IntrospectionEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    private IntrospectionGuard guard(@Nullable UserModel subject) {
        ClientModel asking = enforcement.session().getContext().getClient();
        return new IntrospectionGuard(
                ApiClientsReader.guard(enforcement),
                asking == null ? null : asking.getClientId(),
                SubjectReader.of(enforcement.realm(), subject));
    }

    private boolean isRefused(IntrospectionGuard guard, Reach reach) {
        return guard.refusal(reach).filter(enforcement::refuses).isPresent();
    }

    private VettedTokens vettedTokens() {
        return new RequestNotes(enforcement.session()).vettedTokens();
    }

    /**
     * Whether the subject may still use the token; if not, the error event has been raised.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there
     */
    public boolean admits(AccessToken stored, @Nullable AccessToken introspected, @Nullable UserModel subject) {
        IntrospectionGuard guard = guard(subject);
        Reach reach = guard.reach(stored, introspected);
        if (isRefused(guard, reach)) {
            return false;
        }
        if (introspected != null) {
            guard.admit(introspected, reach, vettedTokens(), Enforcement.now());
        }
        return true;
    }

    /**
     * The same for a refresh token: it is not active if it would yield no access token.
     *
     * @param context the client session with the scope of the refresh token
     */
    public boolean admitsRefreshToken(
            RefreshToken stored, AccessToken introspected, ClientSessionContext context, @Nullable UserModel subject) {
        IntrospectionGuard guard = guard(subject);
        TokenPreviewReader preview = new TokenPreviewReader(enforcement.session(), context);
        Reach reach = guard.reach(stored, introspected, preview.accessToken(), preview);
        if (isRefused(guard, reach)) {
            return false;
        }
        guard.admitRefreshToken(introspected, reach, vettedTokens());
        return true;
    }
}
