package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * Whether there is a password grant (RFC 6749 section 4.3). Where there is none, Keycloak itself answers
 * {@code unsupported_grant_type} before it looks at client, user or password, so that the answer tells nothing about
 * any of them. It raises no event there; this does.
 */
public final class PasswordGrantGuard {
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public PasswordGrantGuard(PolicyOptions options, KeycloakSession session) {
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** Whether the grant is served; if not, the error event is raised by now. */
    public boolean isServed() {
        return !enforcement.enforces(RuleId.NO_PASSWORD_GRANT) || !refuses(statedClient());
    }

    /** Reports a token that was got by the grant where it is still served. */
    public void report(ClientModel client) {
        refuses(client.getClientId());
    }

    private boolean refuses(@Nullable String clientId) {
        return enforcement.refuses(
                session,
                session.getContext().getRealm(),
                Refusal.by(
                                RuleId.NO_PASSWORD_GRANT,
                                EnforcementPoint.PASSWORD_GRANT,
                                EventType.LOGIN,
                                OAuthErrorException.UNSUPPORTED_GRANT_TYPE,
                                "The password grant is not served; use the code flow, or client credentials for a"
                                        + " backend")
                        .ofClient(clientId)
                        .about(Details.GRANT_TYPE, OAuth2Constants.PASSWORD));
    }

    private @Nullable String statedClient() {
        return session.getContext().getHttpRequest().getDecodedFormParameters().getFirst(OAuth2Constants.CLIENT_ID);
    }
}
