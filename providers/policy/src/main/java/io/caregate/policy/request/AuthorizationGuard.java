package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.rule.StorableText;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.messages.Messages;

/**
 * The authorization endpoint (RFC 6749 section 4.1.1).
 *
 * <p>It looks twice. First at the raw parameters, before Keycloak matches the redirect URI in its own, looser way,
 * because Keycloak sends several errors to what it has matched. Then at the parsed request, which also holds what came
 * by reference. Whatever is refused leaves a {@code LOGIN_ERROR}; the answer goes to the client only where the redirect
 * URI is exactly registered, and is an error page otherwise.
 *
 * <p>A rule that only reports is left to the second look: what Keycloak itself refuses in between is no loss to
 * anybody.
 */
public final class AuthorizationGuard {
    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public AuthorizationGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** The raw request. A client that Keycloak will not serve at all is left to Keycloak's own error page. */
    public void check(PreAuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        if (!options.refusesNothing()
                && StorableText.problem(context.getClientId(), Integer.MAX_VALUE)
                        .isPresent()) {
            throw noClient(realm);
        }
        ClientModel client = context.getClientId() == null ? null : realm.getClientByClientId(context.getClientId());
        if (client == null || !client.isEnabled() || client.isBearerOnly()) {
            return;
        }
        String protocol = client.getProtocol();
        if (protocol != null && !protocol.equals(OIDCLoginProtocol.LOGIN_PROTOCOL)) {
            return;
        }
        RawAuthorizationRequest raw = RawAuthorizationRequest.of(session, client, context.getRequestParameters());
        RegisteredUris registered = RegisteredUris.ofRequest(options, session, client);
        RequestRefusals refusals = refusals(client);
        if (Invitation.isIn(session, registered, client.getClientId(), raw.hasAddress())) {
            return;
        }
        if (enforcement.enforces(RuleId.EXACT_REDIRECT_URI)) {
            checkAddresses(realm, raw, registered, refusals);
        }
        if (enforcement.enforces(RuleId.NO_IMPLICIT_GRANT)
                && raw.responseTypes().stream().anyMatch(ResponseTypeRule::asksForToken)) {
            refuseResponseType(realm, client, raw, registered);
        }
    }

    private void checkAddresses(
            RealmModel realm, RawAuthorizationRequest raw, RegisteredUris registered, RequestRefusals refusals) {
        Optional<String> requestUri = raw.requestUriThatIsNot(registered);
        if (requestUri.isPresent() && enforcement.refuses(session, realm, refusals.requestUri(requestUri.get()))) {
            throw PageText.REDIRECT_URI.page(session);
        }
        Optional<String> redirectUri = raw.redirectUriThatIsNot(registered);
        if (redirectUri.isPresent() && enforcement.refuses(session, realm, refusals.redirectUri(redirectUri.get()))) {
            throw PageText.REDIRECT_URI.page(session);
        }
    }

    // PostgreSQL takes no NUL, not even in a name to look for, and Keycloak would answer with a server error.
    private ErrorPageException noClient(RealmModel realm) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .error(Errors.CLIENT_NOT_FOUND);
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, Messages.CLIENT_NOT_FOUND);
    }

    private void refuseResponseType(
            RealmModel realm, ClientModel client, RawAuthorizationRequest raw, RegisteredUris registered) {
        Refusal refusal = refusals(client).responseType(raw.responseTypes().get(0));
        if (enforcement.refuses(session, realm, refusal)) {
            throw raw.effectiveRedirectUri(registered)
                    .map(target -> new ErrorPageException(
                            ErrorRedirect.fragmentByDefault(session, client, target, raw.responseMode(), raw.state())
                                    .answer(refusal)))
                    .orElseGet(() -> PageText.RESPONSE_TYPE.page(session));
        }
    }

    /** The parsed request, whatever way it came. */
    public void check(AuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getAuthorizationEndpointRequest();
        RegisteredUris registered = RegisteredUris.ofRequest(options, session, client);
        if (Invitation.isIn(session, registered, client.getClientId(), request.getRedirectUri() != null)) {
            Invitation.record(context.getAuthenticationSession());
            return;
        }
        boolean exact = registered.hasRedirectUri(context.getRedirectUri());
        if (!exact && enforcement.refuses(session, realm, refusals(client).redirectUri(context.getRedirectUri()))) {
            removeAuthenticationSession(realm, context);
            throw PageText.REDIRECT_URI.page(session);
        }
        for (Refusal refusal : refusals(client).in(request)) {
            if (enforcement.refuses(session, realm, refusal.with(Details.REDIRECT_URI, context.getRedirectUri()))) {
                removeAuthenticationSession(realm, context);
                throw exact
                        ? new ErrorPageException(ErrorRedirect.of(
                                        session,
                                        client,
                                        context.getRedirectUri(),
                                        request.getResponseMode(),
                                        context.getParsedResponseType(),
                                        request.getState())
                                .answer(refusal))
                        : PageText.REDIRECT_URI.page(session);
            }
        }
    }

    private RequestRefusals refusals(ClientModel client) {
        return new RequestRefusals(options, client, EnforcementPoint.AUTHORIZATION, EventType.LOGIN);
    }

    private void removeAuthenticationSession(RealmModel realm, AuthorizationRequestContext context) {
        new AuthenticationSessionManager(session)
                .removeAuthenticationSession(realm, context.getAuthenticationSession(), false);
    }
}
