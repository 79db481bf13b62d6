package io.caregate.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.foundation.log.ServerLog;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * What an authorization request states before it is parsed: its parameters, every value of each, and the claims of a
 * request object that it carries (RFC 9101 section 5). A request object by reference is not fetched.
 *
 * @param redirectUris every value given, the request object's first, since Keycloak takes that one
 * @param requestUri the {@code request_uri} that the parameters are behind, if it is a URL that Keycloak would fetch
 * @param pushed whether they were pushed before (RFC 9126), and so checked before
 */
record RawAuthorizationRequest(
        List<String> redirectUris,
        List<String> responseTypes,
        @Nullable String responseMode,
        @Nullable String state,
        @Nullable String requestUri,
        boolean pushed) {

    private static final ServerLog LOG = ServerLog.of(RawAuthorizationRequest.class);
    private static final String PUSHED_PREFIX = "urn:ietf:params:oauth:request_uri:";

    static RawAuthorizationRequest of(
            KeycloakSession session, ClientModel client, MultivaluedMap<String, String> parameters) {
        JsonNode object = requestObject(session, client, parameters.getFirst(OIDCLoginProtocol.REQUEST_PARAM));
        String reference = parameters.getFirst(OIDCLoginProtocol.REQUEST_URI_PARAM);
        boolean pushed = reference != null && reference.toLowerCase(Locale.ROOT).startsWith(PUSHED_PREFIX);
        return new RawAuthorizationRequest(
                values(object, parameters, OIDCLoginProtocol.REDIRECT_URI_PARAM),
                values(object, parameters, OIDCLoginProtocol.RESPONSE_TYPE_PARAM),
                first(values(object, parameters, OIDCLoginProtocol.RESPONSE_MODE_PARAM)),
                first(values(object, parameters, OAuth2Constants.STATE)),
                pushed ? null : reference,
                pushed);
    }

    private static @Nullable JsonNode requestObject(
            KeycloakSession session, ClientModel client, @Nullable String encoded) {
        if (encoded == null) {
            return null;
        }
        try {
            return session.tokens().decodeClientJWT(encoded, client, (header, of) -> {}, JsonNode.class, true);
        } catch (RuntimeException unreadable) {
            // Keycloak cannot read it either, and answers with its own error page before any redirect.
            LOG.debugf(unreadable, "request object of client=%s cannot be read", client.getClientId());
            return null;
        }
    }

    private static List<String> values(
            @Nullable JsonNode object, MultivaluedMap<String, String> parameters, String name) {
        List<String> values = new ArrayList<>();
        JsonNode claim = object == null ? null : object.get(name);
        if (claim != null) {
            values.add(claim.isValueNode() ? claim.asText() : claim.toString());
        }
        values.addAll(parameters.getOrDefault(name, List.of()));
        return values;
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.get(0);
    }

    /** Whether it names where to answer, or where to read that. */
    boolean hasAddress() {
        return pushed || requestUri != null || !redirectUris.isEmpty();
    }

    /** An address that Keycloak would fetch although it is not exactly registered; empty if there is none. */
    Optional<String> requestUriThatIsNot(RegisteredUris registered) {
        return Optional.ofNullable(requestUri).filter(uri -> !registered.hasRequestUri(uri));
    }

    /**
     * A redirect URI that this request would have Keycloak send something to although it is not exactly registered;
     * empty if there is none.
     */
    Optional<String> redirectUriThatIsNot(RegisteredUris registered) {
        for (String uri : redirectUris) {
            if (!registered.hasRedirectUri(uri)) {
                return Optional.of(uri);
            }
        }
        if (pushed || !redirectUris.isEmpty()) {
            return Optional.empty();
        }
        if (requestUri != null && !registered.areAllExact()) {
            return Optional.of("(in the request object)");
        }
        return registered.single().filter(uri -> requestUri == null && !registered.hasRedirectUri(uri));
    }

    /** Where an answer may go: the stated redirect URI, or the only registered one, if it is exact. */
    Optional<String> effectiveRedirectUri(RegisteredUris registered) {
        Optional<String> stated = redirectUris.stream().findFirst();
        Optional<String> target = stated.isPresent() || pushed || requestUri != null ? stated : registered.single();
        return target.filter(registered::hasRedirectUri);
    }
}
