package io.caregate.policy.hook;

import static org.keycloak.protocol.oidc.grants.device.DeviceGrantType.isOAuth2DeviceVerificationFlow;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.request.AuthorizationGuard;
import io.caregate.policy.request.RefusalPages;
import io.caregate.policy.request.RegisteredUris;
import io.caregate.policy.token.Denial;
import io.caregate.policy.token.LoginGate;
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
 * Every answer of a login goes out here, whatever flow, session or required action came before: the last place to see
 * that it goes to an exactly registered redirect URI, and that the user may have the token that follows.
 */
final class CaregateLoginProtocol extends OIDCLoginProtocol {

    private final PolicyOptions options;

    CaregateLoginProtocol(OIDCProviderConfig config, PolicyOptions options) {
        super(config);
        this.options = options;
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel authSession, UserSessionModel userSession, ClientSessionContext context) {
        if (options.governs(realm)) {
            boolean device = isOAuth2DeviceVerificationFlow(authSession);
            Optional<Response> wrong =
                    device ? Optional.empty() : new AuthorizationGuard(options, session).check(authSession);
            if (wrong.isPresent()) {
                new AuthenticationSessionManager(session).removeTabIdInAuthenticationSession(realm, authSession);
                return wrong.get();
            }
            Optional<Denial> denial = new LoginGate(options).refuse(session, realm, userSession, context);
            if (denial.isPresent()) {
                Response answer = super.sendError(
                        authSession, Error.CONSENT_DENIED, denial.get().description());
                return device ? RefusalPages.role(session, denial.get().roles()) : answer;
            }
        }
        return super.authenticated(authSession, userSession, context);
    }

    @Override
    public Response sendError(AuthenticationSessionModel authSession, Error error, @Nullable String message) {
        if (options.governs(realm)) {
            requireExact(authSession);
        }
        return super.sendError(authSession, error, message);
    }

    @Override
    public Response sendError(ClientModel client, ClientData clientData, Error error) {
        if (options.governs(realm)) {
            requireExact(client, clientData.getRedirectUri());
        }
        return super.sendError(client, clientData, error);
    }

    private void requireExact(AuthenticationSessionModel authSession) {
        if (!isOAuth2DeviceVerificationFlow(authSession)) {
            requireExact(authSession.getClient(), authSession.getRedirectUri());
        }
    }

    private void requireExact(ClientModel client, @Nullable String redirectUri) {
        if (!new RegisteredUris(session, client).hasRedirectUri(redirectUri)) {
            throw new AuthorizationGuard(options, session).redirectUriPage(realm, client, redirectUri);
        }
    }
}
