package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
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
    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public AuthorizationEnforcer(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** The raw request. If Keycloak does not serve the client at all, its own error page answers. */
    public void check(PreAuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        String clientId = context.getClientId();
        if (AuthorizationGuard.namesNoClient(options, clientId)) {
            throw noClient(realm);
        }
        ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
        RequestingClient requesting = client == null ? null : RequestReader.client(client);
        if (client == null || requesting == null || !requesting.isServed()) {
            return;
        }
        RawAuthorizationRequest raw = RequestReader.raw(session, client, context.getRequestParameters());
        RegisteredUris registered = RegisteredUrisReader.ofRequest(options, session, client);
        if (InvitationEnforcer.isIn(session, registered, requesting.clientId(), raw.hasAddress())) {
            return;
        }
        Optional<RefusedRequest> refused = new AuthorizationGuard(options, requesting, registered).check(raw);
        if (refused.isPresent()
                && enforcement.refuses(session, realm, refused.get().refusal())) {
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
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getAuthorizationEndpointRequest();
        RegisteredUris registered = RegisteredUrisReader.ofRequest(options, session, client);
        if (InvitationEnforcer.isIn(session, registered, client.getClientId(), request.getRedirectUri() != null)) {
            InvitationEnforcer.record(context.getAuthenticationSession());
            return;
        }
        AuthorizationParameters parameters = RequestReader.parameters(request, context.getRedirectUri());
        AuthorizationGuard guard = new AuthorizationGuard(options, RequestReader.client(client), registered);
        for (RefusedRequest refused : guard.check(parameters)) {
            if (enforcement.refuses(session, realm, refused.refusal())) {
                new AuthenticationSessionManager(session)
                        .removeAuthenticationSession(realm, context.getAuthenticationSession(), false);
                throw refused.answerTo() == null
                        ? refused.page().page(session)
                        : new ErrorPageException(ErrorRedirect.of(
                                        session,
                                        client,
                                        refused.answerTo(),
                                        parameters.responseMode(),
                                        context.getParsedResponseType(),
                                        parameters.state())
                                .answer(refused.refusal()));
            }
        }
    }
}
