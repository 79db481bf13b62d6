package io.caregate.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.foundation.log.ServerLog;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.JOSE;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.TokenManager;
import org.keycloak.protocol.oidc.OIDCAdvancedConfigWrapper;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.endpoints.request.AuthorizationEndpointRequest;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Reads authorization requests, in any form in which Keycloak has them, into the values that guards decide on. */
final class RequestReader {

    private static final ServerLog LOG = ServerLog.of(RequestReader.class);

    private static final VersionedMethod REDIRECT_URI = VersionedMethod.of(AuthorizationEndpointRequest.class)
            .or("getRedirectUri")
            .or("getRedirectUriParam")
            .orElseThrow();

    /** In 26.6 it takes a request object without a signature in any case. */
    private static final VersionedMethod DECODE = VersionedMethod.of(TokenManager.class)
            .or("decodeClientJWT", String.class, ClientModel.class, BiConsumer.class, Class.class, boolean.class)
            .or("decodeClientJWT", String.class, ClientModel.class, BiConsumer.class, Class.class)
            .orElseThrow();

    private RequestReader() {}

    static RequestingClient client(ClientModel client) {
        return new RequestingClient(
                client.getClientId(),
                client.isEnabled(),
                client.isBearerOnly(),
                client.isPublicClient(),
                client.getProtocol(),
                OIDCAdvancedConfigWrapper.fromClientModel(client).isExcludeIssuerFromAuthResponse());
    }

    static RawAuthorizationRequest raw(
            KeycloakSession session, ClientModel client, MultivaluedMap<String, String> parameters) {
        return RawAuthorizationRequest.of(
                requestObject(session, client, parameters.getFirst(OIDCLoginProtocol.REQUEST_PARAM)), parameters);
    }

    private static @Nullable JsonNode requestObject(
            KeycloakSession session, ClientModel client, @Nullable String encoded) {
        if (encoded == null) {
            return null;
        }
        try {
            BiConsumer<JOSE, ClientModel> anyAlgorithm = (header, of) -> {};
            return (JsonNode) DECODE.call(session.tokens(), encoded, client, anyAlgorithm, JsonNode.class, true);
        } catch (RuntimeException unreadable) {
            // Keycloak cannot read it either, and answers with its own error page before any redirect.
            LOG.debugf(unreadable, "request object of client=%s cannot be read", client.getClientId());
            return null;
        }
    }

    /** The redirect URI that a request asks for, null if it names none. */
    static @Nullable String redirectUri(AuthorizationEndpointRequest request) {
        return (String) REDIRECT_URI.call(request);
    }

    /** A parsed request that Keycloak would answer at {@code redirectUri}. */
    static AuthorizationParameters parameters(AuthorizationEndpointRequest request, @Nullable String redirectUri) {
        return new AuthorizationParameters(
                redirectUri,
                request.getResponseType(),
                request.getResponseMode(),
                request.getCodeChallenge(),
                request.getCodeChallengeMethod(),
                request.getState());
    }

    /** The parameters that a login still holds of its request. */
    static AuthorizationParameters parameters(AuthenticationSessionModel login) {
        return new AuthorizationParameters(
                login.getRedirectUri(),
                login.getClientNote(OIDCLoginProtocol.RESPONSE_TYPE_PARAM),
                login.getClientNote(OIDCLoginProtocol.RESPONSE_MODE_PARAM),
                login.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_PARAM),
                login.getClientNote(OIDCLoginProtocol.CODE_CHALLENGE_METHOD_PARAM),
                login.getClientNote(OIDCLoginProtocol.STATE_PARAM));
    }
}
