package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.IDToken;

/**
 * Refuses a post-logout redirect URI that is not exactly a registered one (OpenID Connect RP-Initiated Logout section
 * 2) with an error page, before Keycloak matches it in its own way and before anything is logged out.
 */
public final class LogoutGuard {

    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public LogoutGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
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
        if (postLogoutRedirectUri == null || client == null) {
            return;
        }
        RegisteredUris registered = RegisteredUrisReader.read(options, session, client);
        if (!registered.hasPostLogoutUri(postLogoutRedirectUri)
                && (enforcement.enforces(RuleId.EXACT_REDIRECT_URI)
                        || registered.keycloakMatchesPostLogoutUri(postLogoutRedirectUri))
                && enforcement.refuses(
                        session, session.getContext().getRealm(), refusal(client, postLogoutRedirectUri))) {
            throw PageText.POST_LOGOUT.page(session);
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

    private static Refusal refusal(ClientModel client, String uri) {
        return Refusal.by(
                        RuleId.EXACT_REDIRECT_URI,
                        EnforcementPoint.LOGOUT,
                        EventType.LOGOUT,
                        Errors.INVALID_REDIRECT_URI,
                        "post_logout_redirect_uri is not exactly a registered one")
                .ofClient(client.getClientId())
                .about(Details.REDIRECT_URI, uri);
    }
}
