package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.messages.Messages;

/**
 * Carries out what {@link AuthorizationGuard} refuses at the authorization endpoint, in the request's transaction: a
 * {@code LOGIN_ERROR}, and an error by redirect or an error page.
 */
public final class AuthorizationEnforcer {
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public AuthorizationEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
        this.session = enforcement.session();
    }

    /** The raw request. If Keycloak does not serve the client at all, its own error page answers. */
    public void check(PreAuthorizationRequestContext context) {
        RealmModel realm = enforcement.realm();
        String clientId = context.getClientId();
        if (AuthorizationGuard.namesNoClient(enforcement.options(), clientId)) {
            throw noClient(realm);
        }
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        RequestingClient requesting = client == null ? null : RequestReader.client(client);
        if (client == null || requesting == null || !requesting.isServed()) {
            return;
        }
        RawAuthorizationRequest raw = RequestReader.raw(session, client, context.getRequestParameters());
        RegisteredUris registered = RegisteredUrisReader.ofRequest(enforcement, client);
        if (InvitationEnforcer.isIn(session, registered, requesting.clientId(), raw.hasAddress())) {
            return;
        }
        Optional<RefusedRequest> refused =
                new AuthorizationGuard(enforcement.options(), requesting, registered).check(raw);
        if (refused.isPresent() && enforcement.refuses(refused.get().refusal())) {
            throw refused.get().answerTo() == null
                    ? refused.get().page().page(session)
                    : new ErrorPageException(ErrorRedirect.fragmentByDefault(
                                    session, client, refused.get().answerTo(), raw.responseMode(), raw.state())
                            .answer(refused.get().refusal()));
        }
    }

    private ErrorPageException noClient(RealmModel realm) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .error(Errors.CLIENT_NOT_FOUND);
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, Messages.CLIENT_NOT_FOUND);
    }

    /** The parsed request, whichever way it came. */
    public void check(AuthorizationRequestContext context) {
        RealmModel realm = enforcement.realm();
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getAuthorizationEndpointRequest();
        RegisteredUris registered = RegisteredUrisReader.ofRequest(enforcement, client);
        if (InvitationEnforcer.isIn(
                session, registered, client.getClientId(), RequestReader.redirectUri(request) != null)) {
            InvitationEnforcer.record(context.getAuthenticationSession());
            return;
        }
        AuthorizationParameters parameters = RequestReader.parameters(request, context.getRedirectUri());
        AuthorizationGuard guard =
                new AuthorizationGuard(enforcement.options(), RequestReader.client(client), registered);
        for (RefusedRequest refused : guard.check(parameters)) {
            if (enforcement.refuses(refused.refusal())) {
                new AuthenticationSessionManager(session)
                        .removeAuthenticationSession(realm, context.getAuthenticationSession(), false);
                throw refused.answerTo() == null
                        ? refused.page().page(session)
                        : new ErrorPageException(ErrorRedirect.of(
                                        session,
                                        client,
                                        refused.answerTo(),
                                        parameters.responseMode(),
                                        OIDCResponseType.parse(request.getResponseType()),
                                        parameters.state())
                                .answer(refused.refusal()));
            }
        }
    }
}
