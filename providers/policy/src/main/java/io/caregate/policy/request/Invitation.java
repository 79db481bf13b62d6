package io.caregate.policy.request;

import jakarta.ws.rs.core.Response;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A registration by an invitation to an organization. Keycloak's own link names its client {@code account} and neither
 * a redirect URI nor a PKCE challenge. It is served as long as its answer stays on Keycloak's own pages: no application
 * waits for a code that nobody asked for.
 */
public final class Invitation {
    private static final String ACCEPTED = "caregate.invitation";

    private Invitation() {}

    /** Says that the request has brought an invitation, which Keycloak has verified. */
    public static void accept(KeycloakSession session) {
        session.setAttribute(ACCEPTED, true);
    }

    /** Whether an authorization request is such a link: of Keycloak's own client, in its shape, without an address. */
    static boolean isIn(KeycloakSession session, RegisteredUris registered, String clientId, boolean hasAddress) {
        if (hasAddress) {
            session.removeAttribute(ACCEPTED);
        }
        return session.getAttribute(ACCEPTED) != null
                && clientId.equals(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
                && registered.areKeycloaksOwn();
    }

    static void record(AuthenticationSessionModel login) {
        login.setClientNote(ACCEPTED, "true");
    }

    static boolean isOf(AuthenticationSessionModel login) {
        return login.getClientNote(ACCEPTED) != null;
    }

    /**
     * Where a login without an application ends that cannot end at the Account Console: a registration, since the
     * organization names another address, or a new password, since the client {@code account} does not have its shape.
     */
    static Response page(KeycloakSession session, AuthenticationSessionModel login) {
        return session.getProvider(LoginFormsProvider.class)
                .setAuthenticationSession(login)
                .setSuccess(Messages.ACCOUNT_UPDATED)
                .setAttribute(Constants.SKIP_LINK, true)
                .createInfoPage();
    }
}
