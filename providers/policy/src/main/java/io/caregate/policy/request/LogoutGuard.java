package io.caregate.policy.request;

import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.refusal.RefusalRecorder;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.IDToken;
import org.keycloak.services.ErrorPageException;

/**
 * Refuses a post-logout redirect URI that is not exactly a registered one (OpenID Connect RP-Initiated Logout section
 * 2) with an error page, before Keycloak matches it in its own way and before anything is logged out.
 */
public final class LogoutGuard {

    private final KeycloakSession session;

    public LogoutGuard(KeycloakSession session) {
        this.session = session;
    }

    /** Throws the error page if the request of this session asks for one. */
    public void check() {
        MultivaluedMap<String, String> parameters = parameters();
        List<String> uris = parameters.get(OIDCLoginProtocol.POST_LOGOUT_REDIRECT_URI_PARAM);
        ClientModel client = client(parameters);
        if (uris == null || client == null) {
            // Nothing to return to, or nobody whose registration could allow it: Keycloak refuses that itself.
            return;
        }
        RegisteredUris registered = new RegisteredUris(session, client);
        for (String uri : uris) {
            if (!registered.hasPostLogoutUri(uri)) {
                throw refuse(client, uri);
            }
        }
    }

    private MultivaluedMap<String, String> parameters() {
        HttpRequest request = session.getContext().getHttpRequest();
        MultivaluedMap<String, String> all =
                new MultivaluedHashMap<>(session.getContext().getUri().getQueryParameters());
        if (HttpMethod.POST.equals(request.getHttpMethod())) {
            request.getDecodedFormParameters().forEach((name, values) -> values.forEach(value -> all.add(name, value)));
        }
        return all;
    }

    private @Nullable ClientModel client(MultivaluedMap<String, String> parameters) {
        RealmModel realm = session.getContext().getRealm();
        String clientId = parameters.getFirst(OIDCLoginProtocol.CLIENT_ID_PARAM);
        if (clientId != null) {
            return realm.getClientByClientId(clientId);
        }
        String hint = parameters.getFirst(OIDCLoginProtocol.ID_TOKEN_HINT);
        IDToken token = hint == null ? null : session.tokens().decode(hint, IDToken.class);
        return token == null || token.getIssuedFor() == null ? null : realm.getClientByClientId(token.getIssuedFor());
    }

    private ErrorPageException refuse(ClientModel client, String uri) {
        RefusalRecorder.record(
                session,
                session.getContext().getRealm(),
                Refusal.by(
                                RuleId.EXACT_REDIRECT_URI,
                                EventType.LOGOUT,
                                Errors.INVALID_REDIRECT_URI,
                                "post_logout_redirect_uri is not exactly a registered one")
                        .ofClient(client.getClientId())
                        .with(Details.REDIRECT_URI, uri));
        return new ErrorPageException(session, Response.Status.BAD_REQUEST, PageText.POST_LOGOUT.in(session));
    }
}
