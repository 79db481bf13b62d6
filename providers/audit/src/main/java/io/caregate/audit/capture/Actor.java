package io.caregate.audit.capture;

import io.caregate.foundation.log.ServerLog;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The actor behind a session's work, as far as Keycloak knows: the subject of the request's access token, or else the
 * user who is signing in. Empty when a workflow or the server itself is at work.
 *
 * @param client the {@code client_id} that was used
 */
record Actor(
        @Nullable String userId,
        @Nullable String username,
        @Nullable String client,
        @Nullable String ip) {

    static final Actor NOBODY = new Actor(null, null, null, null);

    private static final ServerLog LOG = ServerLog.of(Actor.class);

    static Actor of(KeycloakSession session) {
        try {
            KeycloakContext context = session.getContext();
            UserModel user = user(context);
            return new Actor(
                    user == null ? null : user.getId(),
                    user == null ? null : user.getUsername(),
                    client(context),
                    context.getConnection() == null
                            ? null
                            : context.getConnection().getRemoteHost());
        } catch (RuntimeException | LinkageError e) {
            LOG.debugf(e, "nobody is named for a change");
            return NOBODY;
        }
    }

    private static @Nullable UserModel user(KeycloakContext context) {
        UserModel user = context.getUser();
        AuthenticationSessionModel signingIn = context.getAuthenticationSession();
        return user == null && signingIn != null ? signingIn.getAuthenticatedUser() : user;
    }

    private static @Nullable String client(KeycloakContext context) {
        if (context.getBearerToken() instanceof JsonWebToken token && token.getIssuedFor() != null) {
            return token.getIssuedFor();
        }
        ClientModel client = context.getClient();
        return client == null ? null : client.getClientId();
    }
}
