package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The end of a login, whatever it began with. It may have begun without an authorization request, at the page for
 * forgotten passwords or before the pack came, so what a request would have been refused for is looked at once more.
 */
public final class LoginAnswerGuard {
    private final PolicyOptions options;
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public LoginAnswerGuard(PolicyOptions options, KeycloakSession session) {
        this.options = options;
        this.enforcement = new Enforcement(options);
        this.session = session;
    }

    /** The answer to a login that must not be answered with a code; empty if it may be. */
    public Optional<Response> check(AuthenticationSessionModel login) {
        RealmModel realm = session.getContext().getRealm();
        ClientModel client = login.getClient();
        RegisteredUris registered = RegisteredUrisReader.read(options, session, client);
        if ((InvitationEnforcer.isOf(login) || isBegunByKeycloak(login))
                && enforcement.enforces(RuleId.EXACT_REDIRECT_URI)
                && !registered.hasRedirectUri(login.getRedirectUri())) {
            return Optional.of(InvitationEnforcer.page(session, login));
        }
        requireExact(registered, client, login.getRedirectUri());
        if (registered.areKeycloaksOwn()) {
            return Optional.empty();
        }
        for (Refusal refusal : refusals(client).in(RequestReader.parameters(login))) {
            if (enforcement.refuses(session, realm, refusal.with(Details.REDIRECT_URI, login.getRedirectUri()))) {
                return Optional.of(answer(registered, client, login, refusal));
            }
        }
        return Optional.empty();
    }

    // Keycloak has logins begin at its page for forgotten passwords, with no application, and end at the Account
    // Console.
    private boolean isBegunByKeycloak(AuthenticationSessionModel login) {
        return login.getClient().getClientId().equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                && Urls.accountBase(session.getContext().getUri().getBaseUri())
                        .path("/")
                        .build(login.getRealm().getName())
                        .toString()
                        .equals(login.getRedirectUri());
    }

    private Response answer(
            RegisteredUris registered, ClientModel client, AuthenticationSessionModel login, Refusal refusal) {
        if (!registered.hasRedirectUri(login.getRedirectUri())) {
            throw PageText.REDIRECT_URI.page(session);
        }
        return ErrorRedirect.of(
                        session,
                        client,
                        login.getRedirectUri(),
                        login.getClientNote(OIDCLoginProtocol.RESPONSE_MODE_PARAM),
                        OIDCResponseType.parse(login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM)),
                        login.getClientNote(OIDCLoginProtocol.STATE_PARAM))
                .answer(refusal);
    }

    /** Throws the error page if an answer of whatever kind is about to go to an address that is not exact. */
    public void requireExact(ClientModel client, @Nullable String redirectUri) {
        requireExact(RegisteredUrisReader.read(options, session, client), client, redirectUri);
    }

    private void requireExact(RegisteredUris registered, ClientModel client, @Nullable String redirectUri) {
        if (!registered.hasRedirectUri(redirectUri)
                && enforcement.refuses(
                        session,
                        session.getContext().getRealm(),
                        refusals(client).redirectUri(redirectUri))) {
            throw PageText.REDIRECT_URI.page(session);
        }
    }

    private RequestRefusals refusals(ClientModel client) {
        return new RequestRefusals(
                options.pkce(), RequestReader.client(client), EnforcementPoint.LOGIN, EventType.LOGIN);
    }
}
