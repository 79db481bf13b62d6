package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.LogoutEnforcer;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.endpoints.LogoutEndpoint;

/** Keycloak's end-session endpoint, with the guard at the point where GET and POST share one path and are parsed. */
public final class GuardedLogoutEndpoint extends LogoutEndpoint {

    private final Enforcement enforcement;

    GuardedLogoutEndpoint(EventBuilder event, Enforcement enforcement) {
        super(enforcement.session(), new TokenManager(), event);
        this.enforcement = enforcement;
    }

    @Override
    public Response logout(
            @Nullable String idTokenHint,
            @Nullable String clientId,
            @Nullable String postLogoutRedirectUri,
            @Nullable String state,
            @Nullable String uiLocales,
            @Nullable String initiatingIdp) {
        enforcement.guard(EnforcementPoint.LOGOUT, () -> new LogoutEnforcer(enforcement)
                .check(clientId, idTokenHint, postLogoutRedirectUri));
        return super.logout(idTokenHint, clientId, postLogoutRedirectUri, state, uiLocales, initiatingIdp);
    }
}
