package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;

/**
 * Raises the event of the password grant. Where there is no such grant, Keycloak itself answers
 * {@code unsupported_grant_type} before it looks at client, user or password, so that the answer reveals nothing about
 * any of them. Keycloak raises no event there; this class does.
 */
public final class PasswordGrantEnforcer {
    private final PasswordGrantGuard guard;
    private final Enforcement enforcement;

    public PasswordGrantEnforcer(Enforcement enforcement) {
        this.guard = new PasswordGrantGuard(enforcement.options());
        this.enforcement = enforcement;
    }

    /** Whether the grant is served; if not, the error event has been raised. */
    public boolean isServed() {
        return guard.isServed() || !refuses(statedClient());
    }

    /** Reports a token that was obtained by the grant where it is still served. */
    public void report(ClientModel client) {
        refuses(client.getClientId());
    }

    private boolean refuses(@Nullable String clientId) {
        return enforcement.refuses(PasswordGrantGuard.refusal(clientId));
    }

    private @Nullable String statedClient() {
        return enforcement
                .session()
                .getContext()
                .getHttpRequest()
                .getDecodedFormParameters()
                .getFirst(OAuth2Constants.CLIENT_ID);
    }
}
