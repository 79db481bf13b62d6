package io.caregate.policy.token;

import io.caregate.policy.refusal.Enforcement;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.UserSessionModel;

/** Asks {@link LoginGuard} at the end of every login, in the request's own transaction. */
public final class LoginEnforcer {

    private final Enforcement enforcement;

    public LoginEnforcer(Enforcement enforcement) {
        this.enforcement = enforcement;
    }

    /** Why the user gets no code, after the error event is raised; empty if nothing prevents it. */
    public Optional<Denial> refuse(UserSessionModel userSession, ClientSessionContext context) {
        TokenPreviewReader preview = new TokenPreviewReader(enforcement.session(), context);
        LoginGuard guard = new LoginGuard(
                ApiClientsReader.guard(enforcement),
                new SubjectReader(enforcement.realm(), userSession.getUser()),
                context.getClientSession().getRedirectUri());
        return guard.denial(preview.accessToken(), preview)
                .filter(denial -> enforcement.refuses(guard.refusal(denial, preview.clientId())));
    }
}
