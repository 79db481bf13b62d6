package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;

/**
 * Asks {@link JarmGuard} about authorization requests. The answer is an error page: an error in the requested mode
 * would be such a JWT.
 */
public final class JarmEnforcer {

    private final Enforcement enforcement;

    public JarmEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** The raw request, before Keycloak sends errors in the mode that it names. */
    public void check(PreAuthorizationRequestContext context) {
        String mode = context.getRequestParameters().getFirst(OIDCLoginProtocol.RESPONSE_MODE_PARAM);
        // A report-only violation is counted at the second check.
        if (JarmGuard.isSigned(mode) && enforcement.enforces(RuleId.REQUIRED_ROLE) && context.getClientId() != null) {
            ClientModel client = enforcement.realm().getClientByClientId(context.getClientId());
            if (client != null) {
                check(client, mode);
            }
        }
    }

    /** The parsed request, whichever way it came. */
    public void check(AuthorizationRequestContext context) {
        String mode = context.getAuthorizationEndpointRequest().getResponseMode();
        if (JarmGuard.isSigned(mode)) {
            check(context.getClient(), mode);
        }
    }

    private void check(ClientModel client, @Nullable String mode) throws ErrorPageException {
        new JarmGuard(ApiClientsReader.guard(enforcement))
                .refusal(client.getClientId(), mode)
                .filter(enforcement::refuses)
                .ifPresent(refusal -> {
                    throw PageText.RESPONSE_TYPE.page(enforcement.session());
                });
    }
}
