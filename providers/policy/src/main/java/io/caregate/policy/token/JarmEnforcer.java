package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;

/**
 * Asks {@link JarmGuard} about authorization requests. The answer is an error page: an error in the requested mode
 * would be such a JWT.
 */
public final class JarmEnforcer {

    private final PolicyOptions options;

    public JarmEnforcer(PolicyOptions options) {
        this.options = options;
    }

    /** The raw request, before Keycloak sends errors in the mode that it names. */
    public void check(KeycloakSession session, PreAuthorizationRequestContext context) {
        String mode = context.getRequestParameters().getFirst(OIDCLoginProtocol.RESPONSE_MODE_PARAM);
        // A report-only violation is counted at the second check.
        if (JarmGuard.isSigned(mode) && options.enforces(RuleId.REQUIRED_ROLE) && context.getClientId() != null) {
            ClientModel client = session.getContext().getRealm().getClientByClientId(context.getClientId());
            if (client != null) {
                check(session, client, mode);
            }
        }
    }

    /** The parsed request, whichever way it came. */
    public void check(KeycloakSession session, AuthorizationRequestContext context) {
        String mode = context.getAuthorizationEndpointRequest().getResponseMode();
        if (JarmGuard.isSigned(mode)) {
            check(session, context.getClient(), mode);
        }
    }

    private void check(KeycloakSession session, ClientModel client, @Nullable String mode) throws ErrorPageException {
        RealmModel realm = session.getContext().getRealm();
        new JarmGuard(new RoleGuard(options, new ApiClientsReader(session, realm)))
                .refusal(client.getClientId(), mode)
                .filter(refusal -> new Enforcement(options).refuses(session, realm, refusal))
                .ifPresent(refusal -> {
                    throw PageText.RESPONSE_TYPE.page(session);
                });
    }
}
