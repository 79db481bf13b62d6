package io.caregate.policy.request;

import jakarta.ws.rs.core.Response;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Carries an {@link Invitation} from the request that contains it to the end of its login. */
public final class InvitationEnforcer {
    private static final String ACCEPTED = "caregate.invitation";

    private InvitationEnforcer() {}

    /** Records that the request has brought an invitation, which Keycloak has verified. */
    public static void accept(KeycloakSession session) {
        session.setAttribute(ACCEPTED, true);
    }

    /** Whether an authorization request is an invitation; with an address it no longer is. */
    static boolean isIn(KeycloakSession session, RegisteredUris registered, String clientId, boolean hasAddress) {
        if (hasAddress) {
            session.removeAttribute(ACCEPTED);
        }
        return Invitation.is(session.getAttribute(ACCEPTED) != null, hasAddress, clientId, registered);
    }

    static void record(AuthenticationSessionModel login) {
        login.setClientNote(ACCEPTED, "true");
    }

    static boolean isOf(AuthenticationSessionModel login) {
        return login.getClientNote(ACCEPTED) != null;
    }

    /**
     * The page that ends a login without an application if it cannot end at the Account Console: after a registration,
     * since the organization names another address, or after a new password, since the client {@code account} does not
     * have its shape.
     */
    static Response page(KeycloakSession session, AuthenticationSessionModel login) {
        return session.getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(login)
                .setSuccess(Messages.ACCOUNT_UPDATED)
                .setAttribute(Constants.SKIP_LINK, true)
                .createInfoPage();
    }
}
