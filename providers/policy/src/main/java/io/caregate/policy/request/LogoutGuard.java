package io.caregate.policy.request;

import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalRecorder;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.IDToken;
import org.keycloak.services.ErrorPageException;

/**
 * Refuses a post-logout redirect URI that is not exactly a registered one (OpenID Connect RP-Initiated Logout section
 * 2) with an error page, before Keycloak matches it in its own way and before anything is logged out.
 */
public final class LogoutGuard {

    private final KeycloakSession session;

    public LogoutGuard(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Throws the error page if the answer would go elsewhere.
     *
     * @param clientId as Keycloak has read it from this request
     * @param idTokenHint as Keycloak has read it from this request
     * @param postLogoutRedirectUri as Keycloak has read it from this request
     */
    public void check(@Nullable String clientId, @Nullable String idTokenHint, @Nullable String postLogoutRedirectUri) {
        ClientModel client = client(clientId, idTokenHint);
        // Nothing to return to, or nobody whose registration could allow it: Keycloak refuses that itself.
        if (postLogoutRedirectUri != null
                && client != null
                && !new RegisteredUris(session, client).hasPostLogoutUri(postLogoutRedirectUri)) {
            throw refuse(client, postLogoutRedirectUri);
        }
    }

    private @Nullable ClientModel client(@Nullable String clientId, @Nullable String idTokenHint) {
        RealmModel realm = session.getContext().getRealm();
        if (clientId != null) {
            return realm.getClientByClientId(clientId);
        }
        IDToken token = idTokenHint == null ? null : session.tokens().decode(idTokenHint, IDToken.class);
        return token == null || token.getIssuedFor() == null ? null : realm.getClientByClientId(token.getIssuedFor());
    }

    private ErrorPageException refuse(ClientModel client, String uri) {
        RefusalRecorder.record(
                session,
                session.getContext().getRealm(),
                Refusal.by(
                                RuleId.EXACT_REDIRECT_URI,
                                EventType.LOGOUT,
                                Errors.INVALID_REDIRECT_URI,
                                "post_logout_redirect_uri is not exactly a registered one")
                        .ofClient(client.getClientId())
                        .with(Details.REDIRECT_URI, uri));
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, PageText.POST_LOGOUT.in(session));
    }
}
