package io.caregate.policy.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * An authorization request before it is parsed: its parameters, every value of each, and the claims of a request object
 * that it contains (RFC 9101 section 5). A request object by reference is not fetched.
 *
 * @param redirectUris every value given, the request object's first, since Keycloak takes that one
 * @param requestUri the {@code request_uri} that holds the parameters, if it is a URL that Keycloak would fetch
 * @param pushed whether they were pushed before (RFC 9126), and therefore already checked
 */
record RawAuthorizationRequest(
        List<String> redirectUris,
        List<String> responseTypes,
        @Nullable String responseMode,
        @Nullable String state,
        @Nullable String requestUri,
        boolean pushed) {

    private static final String PUSHED_PREFIX = "urn:ietf:params:oauth:request_uri:";

    /**
     * The request with these parameters.
     *
     * @param object the claims of the request object that it contains, if Keycloak can read one
     */
    static RawAuthorizationRequest of(@Nullable JsonNode object, Map<String, List<String>> parameters) {
        String reference = first(parameters.getOrDefault(OIDCLoginProtocol.REQUEST_URI_PARAM, List.of()));
        boolean pushed = reference != null && reference.toLowerCase(Locale.ROOT).startsWith(PUSHED_PREFIX);
        return new RawAuthorizationRequest(
                values(object, parameters, OIDCLoginProtocol.REDIRECT_URI_PARAM),
                values(object, parameters, OIDCLoginProtocol.RESPONSE_TYPE_PARAM),
                first(values(object, parameters, OIDCLoginProtocol.RESPONSE_MODE_PARAM)),
                first(values(object, parameters, OAuth2Constants.STATE)),
                pushed ? null : reference,
                pushed);
    }

    private static List<String> values(@Nullable JsonNode object, Map<String, List<String>> parameters, String name) {
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

    /** Whether it names an address for the answer, or a document that does. */
    boolean hasAddress() {
        return pushed || requestUri != null || !redirectUris.isEmpty();
    }

    /** An address that Keycloak would fetch although it is not exactly registered; empty if there is none. */
    Optional<String> requestUriThatIsNot(RegisteredUris registered) {
        return Optional.ofNullable(requestUri).filter(uri -> !registered.hasRequestUri(uri));
    }

    /**
     * A redirect URI to which this request would make Keycloak send something although it is not exactly registered;
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

    /** The address for an answer: the stated redirect URI, or the only registered one, if it is exact. */
    Optional<String> effectiveRedirectUri(RegisteredUris registered) {
        Optional<String> stated = redirectUris.stream().findFirst();
        Optional<String> target = stated.isPresent() || pushed || requestUri != null ? stated : registered.single();
        return target.filter(registered::hasRedirectUri);
    }
}
