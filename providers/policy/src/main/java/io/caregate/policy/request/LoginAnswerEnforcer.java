package io.caregate.policy.request;

import io.caregate.policy.refusal.Enforcement;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.OIDCResponseType;
import org.keycloak.services.Urls;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Carries out what {@link LoginAnswerGuard} refuses at the end of a login, in the request's transaction. */
public final class LoginAnswerEnforcer {
    private final Enforcement enforcement;
    private final KeycloakSession session;

    public LoginAnswerEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
        this.session = enforcement.session();
    }

    /**
     * The answer to a login that must not be answered with a code; empty if it may be. Throws the error page if there
     * is no address for the answer.
     */
    public Optional<Response> check(AuthenticationSessionModel login) {
        LoginAnswerGuard guard = guard(login.getClient());
        if (guard.endsOnAPage(
                InvitationEnforcer.isOf(login), login.getRedirectUri(), () -> accountConsole(login.getRealm()))) {
            return Optional.of(InvitationEnforcer.page(session, login));
        }
        AuthorizationParameters parameters = RequestReader.parameters(login);
        for (RefusedRequest refused : guard.check(parameters)) {
            if (enforcement.refuses(refused.refusal())) {
                return Optional.of(answer(login.getClient(), parameters, refused));
            }
        }
        return Optional.empty();
    }

    private String accountConsole(RealmModel realm) {
        return Urls.accountBase(session.getContext().getUri().getBaseUri())
                .path("/")
                .build(realm.getName())
                .toString();
    }

    private Response answer(ClientModel client, AuthorizationParameters login, RefusedRequest refused) {
        if (refused.answerTo() == null) {
            throw refused.page().page(session);
        }
        return ErrorRedirect.of(
                        session,
                        client,
                        refused.answerTo(),
                        login.responseMode(),
                        OIDCResponseType.parse(login.responseType()),
                        login.state())
                .answer(refused.refusal());
    }

    /** Throws the error page if any answer is about to go to an address that is not exact. */
    public void requireExact(ClientModel client, @Nullable String redirectUri) {
        Optional<RefusedRequest> refused = guard(client).checkAddress(redirectUri);
        if (refused.isPresent() && enforcement.refuses(refused.get().refusal())) {
            throw refused.get().page().page(session);
        }
    }

    private LoginAnswerGuard guard(ClientModel client) {
        return new LoginAnswerGuard(
                enforcement.options(), RequestReader.client(client), RegisteredUrisReader.read(enforcement, client));
    }
}
