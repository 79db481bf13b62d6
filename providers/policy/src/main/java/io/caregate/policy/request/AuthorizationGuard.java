package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalRecorder;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.rule.StorableText;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.protocol.oidc.par.clientpolicy.context.PushedAuthorizationRequestContext;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.clientpolicy.context.AuthorizationRequestContext;
import org.keycloak.services.clientpolicy.context.PreAuthorizationRequestContext;
import org.keycloak.services.cors.Cors;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The authorization endpoint and the pushed authorization request endpoint (RFC 9126).
 *
 * <p>It looks twice. First at the raw parameters, before Keycloak matches the redirect URI in its own, looser way,
 * because Keycloak sends several errors to what it has matched. Then at the parsed request, which also holds what came
 * by reference. Whatever is refused leaves a {@code LOGIN_ERROR}; the answer goes to the client only where the redirect
 * URI is exactly registered, and is an error page otherwise.
 */
public final class AuthorizationGuard {

    private final PolicyOptions options;
    private final KeycloakSession session;

    public AuthorizationGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.session = session;
    }

    /** The raw request. A client that Keycloak will not serve at all is left to Keycloak's own error page. */
    public void check(PreAuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        if (StorableText.problem(context.getClientId(), Integer.MAX_VALUE).isPresent()) {
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
        StatedRequest stated = StatedRequest.of(session, client, context.getRequestParameters());
        RegisteredUris registered = new RegisteredUris(session, client);
        Optional<String> wrong = stated.redirectUriThatIsNot(registered);
        if (wrong.isPresent()) {
            throw redirectUriPage(realm, client, wrong.get());
        }
        if (stated.responseTypes().stream().anyMatch(ResponseTypeRule::asksForToken)) {
            refuseResponseType(realm, client, stated, registered);
        }
    }

    // PostgreSQL takes no NUL, not even in a name to look for, and Keycloak would answer with a server error.
    private WebApplicationException noClient(RealmModel realm) {
        new EventBuilder(realm, session, session.getContext().getConnection())
                .event(EventType.LOGIN)
                .error(Errors.CLIENT_NOT_FOUND);
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, Messages.CLIENT_NOT_FOUND);
    }

    private void refuseResponseType(
            RealmModel realm, ClientModel client, StatedRequest stated, RegisteredUris registered) {
        Refusal refusal =
                frontChannelToken(EventType.LOGIN, stated.responseTypes().get(0));
        record(realm, client, refusal);
        Optional<String> target = stated.effectiveRedirectUri(registered);
        if (target.isEmpty()) {
            throw page(PageText.RESPONSE_TYPE);
        }
        throw new ErrorPageException(
                ErrorRedirect.fragmentByDefault(session, client, target.get(), stated.responseMode(), stated.state())
                        .answer(refusal.error(), refusal.reason()));
    }

    /** The parsed request, whatever way it came. */
    public void check(AuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getAuthorizationEndpointRequest();
        if (!new RegisteredUris(session, client).hasRedirectUri(context.getRedirectUri())) {
            removeAuthenticationSession(realm, context);
            throw redirectUriPage(realm, client, context.getRedirectUri());
        }
        Optional<Refusal> refusal = findRefusal(client, request, EventType.LOGIN);
        if (refusal.isPresent()) {
            record(realm, client, refusal.get().with(Details.REDIRECT_URI, context.getRedirectUri()));
            removeAuthenticationSession(realm, context);
            throw new ErrorPageException(ErrorRedirect.of(
                            session,
                            client,
                            context.getRedirectUri(),
                            request.getResponseMode(),
                            context.getParsedResponseType(),
                            request.getState())
                    .answer(refusal.get().error(), refusal.get().reason()));
        }
    }

    /**
     * A login that is about to be answered with a code. It may have begun without an authorization request, at the page
     * for forgotten passwords, so what a request would have been refused for is looked at once more.
     */
    public Optional<Response> check(AuthenticationSessionModel login) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = login.getClient();
        RegisteredUris registered = new RegisteredUris(session, client);
        if (!registered.hasRedirectUri(login.getRedirectUri())) {
            throw redirectUriPage(realm, client, login.getRedirectUri());
        }
        if (registered.areKeycloaksOwn()) {
            return Optional.empty();
        }
        String responseType = login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM);
        Optional<Refusal> refusal = findRefusal(
                client,
                responseType,
                login.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM),
                login.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM),
                EventType.LOGIN);
        refusal.ifPresent(why -> record(realm, client, why.with(Details.REDIRECT_URI, login.getRedirectUri())));
        return refusal.map(why -> ErrorRedirect.of(
                        session,
                        client,
                        login.getRedirectUri(),
                        login.getClientNote(OIDCLoginProtocol.RESPONSE_MODE_PARAM),
                        OIDCResponseType.parse(responseType),
                        login.getClientNote(OIDCLoginProtocol.STATE_PARAM))
                .answer(why.error(), why.reason()));
    }

    /** A pushed request; refused with 400 and an OAuth error (RFC 9126 section 2.3). */
    public void check(PushedAuthorizationRequestContext context) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = context.getClient();
        AuthorizationEndpointRequest request = context.getRequest();
        String redirectUri = request.getRedirectUri();
        RegisteredUris registered = new RegisteredUris(session, client);
        boolean exact = redirectUri == null
                ? registered.single().map(registered::hasRedirectUri).orElse(true)
                : registered.hasRedirectUri(redirectUri);
        Optional<Refusal> refusal = exact
                ? findRefusal(client, request, EventType.PUSHED_AUTHORIZATION_REQUEST)
                : Optional.of(Refusal.by(
                                RuleId.EXACT_REDIRECT_URI,
                                EventType.PUSHED_AUTHORIZATION_REQUEST,
                                OAuthErrorException.INVALID_REQUEST,
                                "redirect_uri is not exactly a registered one (" + RuleId.EXACT_REDIRECT_URI + ")")
                        .with(Details.REDIRECT_URI, redirectUri));
        if (refusal.isPresent()) {
            record(realm, client, refusal.get());
            throw new CorsErrorResponseException(
                    Cors.builder().auth().allowedMethods("POST").checkAllowedOrigins(session, client),
                    refusal.get().error(),
                    refusal.get().reason(),
                    Response.Status.BAD_REQUEST);
        }
    }

    private Optional<Refusal> findRefusal(ClientModel client, AuthorizationEndpointRequest request, EventType event) {
        return findRefusal(
                client, request.getResponseType(), request.getCodeChallenge(), request.getCodeChallengeMethod(), event);
    }

    private Optional<Refusal> findRefusal(
            ClientModel client,
            @Nullable String responseType,
            @Nullable String challenge,
            @Nullable String method,
            EventType event) {
        if (responseType != null && ResponseTypeRule.asksForToken(responseType)) {
            return Optional.of(frontChannelToken(event, responseType));
        }
        if (responseType == null || !ResponseTypeRule.asksForCode(responseType)) {
            return Optional.empty();
        }
        return options.pkce()
                .check(client.isPublicClient(), challenge, method)
                .map(problem -> Refusal.by(
                        RuleId.PKCE_S256,
                        event,
                        OAuthErrorException.INVALID_REQUEST,
                        problem + " (" + RuleId.PKCE_S256 + ")"));
    }

    private void removeAuthenticationSession(RealmModel realm, AuthorizationRequestContext context) {
        new AuthenticationSessionManager(session)
                .removeAuthenticationSession(realm, context.getAuthenticationSession(), false);
    }

    /** The error page for a redirect URI that is not registered, after the event is raised. */
    public WebApplicationException redirectUriPage(RealmModel realm, ClientModel client, @Nullable String redirectUri) {
        record(
                realm,
                client,
                Refusal.by(
                                RuleId.EXACT_REDIRECT_URI,
                                EventType.LOGIN,
                                Errors.INVALID_REDIRECT_URI,
                                "redirect_uri is not exactly a registered one")
                        .with(Details.REDIRECT_URI, redirectUri));
        return page(PageText.REDIRECT_URI);
    }

    private static Refusal frontChannelToken(EventType event, String responseType) {
        return Refusal.by(
                        RuleId.NO_IMPLICIT_GRANT,
                        event,
                        OAuthErrorException.UNSUPPORTED_RESPONSE_TYPE,
                        "The implicit and hybrid flows are not served; use response_type=code with PKCE ("
                                + RuleId.NO_IMPLICIT_GRANT + ")")
                .with(Details.RESPONSE_TYPE, responseType);
    }

    private void record(RealmModel realm, ClientModel client, Refusal refusal) {
        RefusalRecorder.record(session, realm, refusal.ofClient(client.getClientId()));
    }

    private WebApplicationException page(PageText text) {
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, text.in(session));
    }
}
