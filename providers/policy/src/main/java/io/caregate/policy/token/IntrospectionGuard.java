package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * Whether introspection (RFC 7662) may still call a token active. A token for a protected API is not when its subject
 * no longer holds the role, nor is a refresh token that would bring one. What is shown, and signed where the client
 * asks for a JWT, lives no longer than the API allows.
 */
public final class IntrospectionGuard {

    private final RoleEnforcer roles;

    public IntrospectionGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
    }

    /**
     * Whether the subject may still use the token; if not, the error event is raised by now.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there
     */
    public boolean admits(
            KeycloakSession session,
            AccessToken stored,
            @Nullable AccessToken introspected,
            @Nullable UserModel subject) {
        RealmModel realm = session.getContext().getRealm();
        if (introspected != null && roles.enforced()) {
            ReservedClaims.removeForged(introspected);
        }
        String[] audiences = audiences(stored, introspected);
        List<ProtectedApi> asked = roles.protectedAmong(session, realm, audiences);
        if (isRefused(session, asked, subject)) {
            return false;
        }
        if (introspected != null) {
            long latest = roles.enforced()
                    ? ExpiryCap.apply(introspected, asked, org.keycloak.common.util.Time.currentTimeSeconds())
                    : VettedTokens.ANY_EXPIRY;
            new RequestNotes(session).vettedTokens().add(introspected.getId(), Arrays.asList(audiences), latest);
        }
        return true;
    }

    /**
     * The same for a refresh token: it is not active when it would bring no access token. What is shown of it names no
     * protected API, since it is none of its tokens; a signed answer would be taken for one.
     *
     * @param context the client session with the scope of the refresh token
     */
    public boolean admitsRefreshToken(
            KeycloakSession session,
            RefreshToken stored,
            AccessToken introspected,
            ClientSessionContext context,
            @Nullable UserModel subject) {
        RealmModel realm = session.getContext().getRealm();
        UserSessionModel userSession = context.getClientSession().getUserSession();
        AccessToken preview = new TokenManager()
                .createClientAccessToken(
                        session,
                        realm,
                        context.getClientSession().getClient(),
                        userSession.getUser(),
                        userSession,
                        context,
                        context.isOfflineTokenRequested());
        if (roles.enforced()) {
            ReservedClaims.removeForged(introspected);
            ReservedClaims.removeForged(preview);
        }
        String[] audiences = Stream.concat(
                        Arrays.stream(audiences(stored, introspected)),
                        Audience.of(preview, new TokenPreviewReader(session, context)).stream())
                .toArray(String[]::new);
        List<ProtectedApi> asked = roles.protectedAmong(session, realm, audiences);
        if (isRefused(session, asked, subject)) {
            return false;
        }
        if (roles.enforced() && introspected.getAudience() != null) {
            Set<String> apis = asked.stream().map(ProtectedApi::audience).collect(Collectors.toSet());
            introspected.audience(Arrays.stream(introspected.getAudience())
                    .filter(audience -> !apis.contains(audience))
                    .toArray(String[]::new));
        }
        // A signed answer says of which type the presented token is.
        new RequestNotes(session)
                .vettedTokens()
                .add(introspected.getId(), Arrays.asList(audiences(introspected)), VettedTokens.ANY_EXPIRY);
        return true;
    }

    private boolean isRefused(KeycloakSession session, List<ProtectedApi> asked, @Nullable UserModel subject) {
        RealmModel realm = session.getContext().getRealm();
        Optional<Denial> denial = roles.denial(realm, asked, subject);
        return denial.isPresent() && roles.refuses(session, realm, refusal(session, denial.get(), subject));
    }

    private static String[] audiences(AccessToken stored, @Nullable AccessToken introspected) {
        String[] first = audiences(stored);
        String[] second = introspected == null ? new String[0] : audiences(introspected);
        // Nearly always.
        if (second.length == 0 || Arrays.equals(first, second)) {
            return first;
        }
        String[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static String[] audiences(AccessToken token) {
        String[] audiences = token.getAudience();
        return audiences == null ? new String[0] : audiences;
    }

    private static Refusal refusal(KeycloakSession session, Denial denial, @Nullable UserModel subject) {
        ClientModel asking = session.getContext().getClient();
        return denial.refusal(EnforcementPoint.INTROSPECTION, EventType.INTROSPECT_TOKEN)
                .ofClient(asking == null ? null : asking.getClientId())
                .ofUser(subject == null ? null : subject.getId());
    }
}
