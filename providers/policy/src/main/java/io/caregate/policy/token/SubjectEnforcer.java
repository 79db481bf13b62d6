package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalAnswers;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;
import org.keycloak.utils.OAuth2Error;

/**
 * Asks {@link SubjectGuard} about every token: around the protocol mappers, and once more before an access token is
 * signed. A token that names another user is refused with {@code unauthorized_client} (RFC 6749 section 5.2), since the
 * client's mapper is wrong and a new sign-in does not help. It runs in the request's own transaction.
 */
public final class SubjectEnforcer {

    private final Enforcement enforcement;

    public SubjectEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    private SubjectGuard guard(AuthenticatedClientSessionModel clientSession) {
        KeycloakSession session = enforcement.session();
        return new SubjectGuard(
                new TokenSessionReader(session, clientSession),
                new RequestNotes(session).foreignName(clientSession.getRealm()),
                enforcement.enforces(RuleId.TOKEN_SUBJECT));
    }

    /**
     * Restores Keycloak's values in a token that is to be issued, and refuses names of other users.
     *
     * @param before Keycloak's values
     * @param token the token after its mappers
     * @throws CorsErrorResponseException with status 400, if the token names another user
     */
    public void issued(ServerClaims before, IDToken token, ClientSessionContext context) {
        SubjectGuard guard = guard(context.getClientSession());
        guard.restore(before, token, false);
        refuse(guard, token, context);
    }

    private void refuse(SubjectGuard guard, IDToken token, ClientSessionContext context) {
        KeycloakSession session = enforcement.session();
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        Optional<Refusal> refusal = guard.refusal(token, GrantReader.of(session, context));
        if (refusal.isPresent() && enforcement.in(clientSession.getRealm()).refuses(refusal.get())) {
            // Anything that the grant has prepared for the token, such as an offline session, must not remain.
            session.getTransactionManager().setRollbackOnly();
            throw RefusalAnswers.oauth(session, clientSession.getClient(), refusal.get());
        }
    }

    /**
     * The same for the claims of a userinfo answer.
     *
     * @throws jakarta.ws.rs.WebApplicationException with status 401, if they name another user
     */
    public void userInfo(ServerClaims before, AccessToken claims, ClientSessionContext context) {
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        RealmModel realm = clientSession.getRealm();
        SubjectGuard guard = guard(clientSession);
        guard.restore(before, claims, true);
        Optional<Refusal> refusal = guard.refusal(claims, EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST);
        if (refusal.isPresent() && enforcement.in(realm).refuses(refusal.get())) {
            throw new OAuth2Error()
                    .json(false)
                    .session(enforcement.session())
                    .realm(realm)
                    .cors(Cors.builder().auth().checkAllowedOrigins(enforcement.session(), clientSession.getClient()))
                    .invalidToken(refusal.get().description());
        }
    }

    /** Restores the claims of the presented token in what introspection shows. */
    public void introspected(ServerClaims before, AccessToken shown, AuthenticatedClientSessionModel clientSession) {
        guard(clientSession).restore(before, shown, false);
    }

    /** Whether introspection may call a token active; if not, the error event is raised. */
    public boolean admits(AccessToken shown, AuthenticatedClientSessionModel clientSession) {
        SubjectGuard guard = guard(clientSession);
        Optional<Refusal> refusal = guard.refusal(shown, EnforcementPoint.INTROSPECTION, EventType.INTROSPECT_TOKEN);
        if (refusal.isPresent() && enforcement.in(clientSession.getRealm()).refuses(refusal.get())) {
            return false;
        }
        guard.nameStateless(shown);
        return true;
    }

    /**
     * The last check before an access token is signed, for claims that were added after its mappers, or that bypassed
     * {@link #issued}.
     *
     * @throws CorsErrorResponseException with status 400, if the token names another user
     */
    public void check(TokenPostProcessorContext issued) {
        AccessToken token = issued.accessToken();
        ClientSessionContext context = issued.clientSessionCtx();
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        SubjectGuard guard = guard(clientSession);
        boolean derived = Grant.isDerived(GrantReader.asked(enforcement.session()));
        guard.correct(token, derived);
        refuse(guard, token, context);
        guard.nameStateless(token);
        guard.mark(
                token,
                issued.requestRefreshToken(),
                issued.refreshToken(),
                derived,
                clientSession.getRealm().getName().equals(Config.getAdminRealm()));
    }
}
