package io.caregate.policy.adapter;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.SamlEnforcer;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ClientData;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The last place to check where an assertion or an error goes. A login can be restarted with data from the address bar,
 * which Keycloak compares more loosely.
 */
final class CaregateSamlProtocol extends SamlProtocol {

    private final Enforcement enforcement;

    CaregateSamlProtocol(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
        requireExact(authSession.getClient(), authSession.getRedirectUri());
        return super.authenticated(authSession, userSession, context);
    }

    @Override
    public Response sendError(AuthenticationSessionModel authSession, Error error, @Nullable String message) {
        requireExact(authSession.getClient(), authSession.getRedirectUri());
        return super.sendError(authSession, error, message);
    }

    @Override
    public Response sendError(ClientModel client, ClientData clientData, Error error) {
        requireExact(client, clientData.getRedirectUri());
        return super.sendError(client, clientData, error);
    }

    private void requireExact(ClientModel client, @Nullable String location) {
        Enforcement own = enforcement.in(realm);
        own.guard(EnforcementPoint.SAML, () -> new SamlEnforcer(own).check(client, location));
    }
}
