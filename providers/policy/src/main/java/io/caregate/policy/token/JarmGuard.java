package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;

/**
 * Refuses signed authorization answers (JARM, response modes that end in {@code jwt}) to the own client of a protected
 * API. Their audience is the client (JARM section 2.1), they pass through the browser of anyone who asks, and an API
 * could take one for an access token. An error page is the answer: an error in the mode that was asked for would be
 * such a JWT. The same client may ask for its answer unsigned.
 */
public final class JarmGuard {

    private static final String SIGNED = "jwt";

    private final RoleEnforcer roles;

    public JarmGuard(PolicyOptions options) {
        this.roles = new RoleEnforcer(options);
    }

    /** The raw request, before Keycloak sends errors in the mode that it names. */
    public void check(KeycloakSession session, PreAuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        String mode = context.getRequestParameters().getFirst(OIDCLoginProtocol.RESPONSE_MODE_PARAM);
        // What report mode would refuse is counted at the second look.
        if (!isSigned(mode) || !roles.enforced() || context.getClientId() == null) {
            return;
        }
        ClientModel client = realm.getClientByClientId(context.getClientId());
        if (client != null) {
            check(session, realm, client, mode);
        }
    }

    /** The parsed request, whatever way it came. */
    public void check(KeycloakSession session, AuthorizationRequestContext context) {
        String mode = context.getAuthorizationEndpointRequest().getResponseMode();
        if (isSigned(mode)) {
            check(session, session.getContext().getRealm(), context.getClient(), mode);
        }
    }

    private static boolean isSigned(@Nullable String mode) {
        return mode != null && mode.endsWith(SIGNED);
    }

    private void check(KeycloakSession session, RealmModel realm, ClientModel client, @Nullable String mode)
            throws ErrorPageException {
        String[] audience = {client.getClientId()};
        if (roles.protectedAmong(session, realm, audience).isEmpty()) {
            return;
        }
        Refusal refusal = Refusal.by(
                        RuleId.REQUIRED_ROLE,
                        EnforcementPoint.AUTHORIZATION,
                        EventType.LOGIN,
                        OAuthErrorException.INVALID_REQUEST,
                        "A protected API's own client gets no signed authorization answers; ask for another"
                                + " response_mode, or use a client of its own for signing in")
                .about(OIDCLoginProtocol.RESPONSE_MODE_PARAM, mode)
                .ofClient(client.getClientId());
        if (roles.refuses(session, realm, refusal)) {
            throw PageText.RESPONSE_TYPE.page(session);
        }
    }
}
