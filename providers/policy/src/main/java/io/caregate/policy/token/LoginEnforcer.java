package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;

/** Asks {@link LoginGuard} at the end of every login, in the request's own transaction. */
public final class LoginEnforcer {

    private final PolicyOptions options;

    public LoginEnforcer(PolicyOptions options) {
        this.options = options;
    }

    /** Why the user gets no code, after the error event is raised; empty if nothing prevents it. */
    public Optional<Denial> refuse(
            KeycloakSession session, RealmModel realm, UserSessionModel userSession, ClientSessionContext context) {
        TokenPreviewReader preview = new TokenPreviewReader(session, context);
        LoginGuard guard = new LoginGuard(
                new RoleGuard(options, new ApiClientsReader(session, realm)),
                new SubjectReader(realm, userSession.getUser()),
                context.getClientSession().getRedirectUri());
        return guard.denial(preview.accessToken(), preview).filter(denial -> new Enforcement(options)
                .refuses(session, realm, guard.refusal(denial, preview.clientId())));
    }
}
