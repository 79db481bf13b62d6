package io.caregate.policy.adapter;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.LogoutEnforcer;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.endpoints.LogoutEndpoint;

/** Keycloak's end-session endpoint, with the guard at the point where GET and POST share one path and are parsed. */
public final class GuardedLogoutEndpoint extends LogoutEndpoint {

    private final KeycloakSession session;
    private final PolicyOptions options;

    GuardedLogoutEndpoint(KeycloakSession session, EventBuilder event, PolicyOptions options) {
        super(session, new TokenManager(), event);
        this.session = session;
        this.options = options;
    }

    @Override
    public Response logout(
            @Nullable String idTokenHint,
            @Nullable String clientId,
            @Nullable String postLogoutRedirectUri,
            @Nullable String state,
            @Nullable String uiLocales,
            @Nullable String initiatingIdp) {
        new Enforcement(options)
                .guard(session, session.getContext().getRealm(), EnforcementPoint.LOGOUT, () -> new LogoutEnforcer(
                                options, session)
                        .check(clientId, idTokenHint, postLogoutRedirectUri));
        return super.logout(idTokenHint, clientId, postLogoutRedirectUri, state, uiLocales, initiatingIdp);
    }
}
