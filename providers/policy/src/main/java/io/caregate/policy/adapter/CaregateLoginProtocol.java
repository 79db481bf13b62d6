package io.caregate.policy.adapter;

import static org.keycloak.protocol.oidc.grants.device.DeviceGrantType.isOAuth2DeviceVerificationFlow;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.request.LoginAnswerEnforcer;
import io.caregate.policy.request.RefusalPages;
import io.caregate.policy.token.Denial;
import io.caregate.policy.token.LoginEnforcer;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ClientData;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Every answer of a login leaves here, whatever flow, session or required action came before. It is the last place to
 * check that the answer goes to an exactly registered redirect URI, and that the user may have the token that follows.
 */
final class CaregateLoginProtocol extends OIDCLoginProtocol {

    private final Enforcement enforcement;

    CaregateLoginProtocol(OIDCProviderConfig config, Enforcement enforcement) {
        super(config);
        this.enforcement = enforcement;
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
        Enforcement own = enforcement.in(realm);
        boolean device = isOAuth2DeviceVerificationFlow(authSession);
        Optional<Response> wrong = device
                ? Optional.empty()
                : own.decide(EnforcementPoint.LOGIN, Optional.empty(), () -> new LoginAnswerEnforcer(own)
                        .check(authSession));
        if (wrong.isPresent()) {
            new AuthenticationSessionManager(session).removeTabIdInAuthenticationSession(realm, authSession);
            return wrong.get();
        }
        Optional<Denial> denial = own.decide(
                EnforcementPoint.LOGIN, Optional.empty(), () -> new LoginEnforcer(own).refuse(userSession, context));
        if (denial.isPresent()) {
            Response answer =
                    sendError(authSession, Error.CONSENT_DENIED, denial.get().description());
            return device ? RefusalPages.role(session, denial.get().roles()) : answer;
        }
        return super.authenticated(authSession, userSession, context);
    }

    @Override
    public Response sendError(AuthenticationSessionModel authSession, Error error, @Nullable String message) {
        if (!isOAuth2DeviceVerificationFlow(authSession)) {
            requireExact(authSession.getClient(), authSession.getRedirectUri());
        }
        return super.sendError(authSession, error, message);
    }

    @Override
    public Response sendError(ClientModel client, ClientData clientData, Error error) {
        requireExact(client, clientData.getRedirectUri());
        return super.sendError(client, clientData, error);
    }

    private void requireExact(ClientModel client, @Nullable String redirectUri) {
        Enforcement own = enforcement.in(realm);
        own.guard(EnforcementPoint.LOGIN, () -> new LoginAnswerEnforcer(own).requireExact(client, redirectUri));
    }
}
