package io.caregate.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the owner of a client sees of an entry: the errors that the client or its settings cause, and of them only what
 * helps to mend it. A wrong password, an unknown user and a locked account are the users' matter; they are not shown at
 * all.
 */
final class OwnersView {
    /** In these requests the client talks to the server by itself. */
    private static final Set<String> OF_THE_CLIENT = Set.of(
            "CLIENT_LOGIN_ERROR",
            "CODE_TO_TOKEN_ERROR",
            "REFRESH_TOKEN_ERROR",
            "TOKEN_EXCHANGE_ERROR",
            "PUSHED_AUTHORIZATION_REQUEST_ERROR",
            "USER_INFO_REQUEST_ERROR",
            "INTROSPECT_TOKEN_ERROR",
            "REVOKE_GRANT_ERROR",
            "LOGOUT_ERROR");

    /** Of a sign-in, only what is wrong with the request. */
    private static final Set<String> OF_THE_REQUEST = Set.of(
            "invalid_redirect_uri",
            "invalid_request",
            "invalid_scope",
            "unsupported_response_type",
            "unauthorized_client",
            "not_allowed",
            "access_denied",
            "client_disabled",
            "invalid_code_challenge_method",
            "invalid_authorization_details",
            "invalid_signature");

    private static final Pattern OF_THE_USER = Pattern.compile("user_.*|invalid_user.*");
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final String ACCESS_DENIED = "access_denied";

    private OwnersView() {}

    /** The types of the entries that may be shown, as a query asks for them: no flood of others can hide these. */
    static String types() {
        return Stream.concat(OF_THE_CLIENT.stream().sorted(), Stream.of("LOGIN_ERROR"))
                .collect(Collectors.joining(","));
    }

    /** The error that this entry records; empty if it is none of the client's. */
    static Optional<Map<String, String>> of(JsonNode entry) {
        String type = entry.path("type").asText();
        String error = entry.path("error").asText();
        boolean shown = OF_THE_CLIENT.contains(type)
                ? !OF_THE_USER.matcher(error).matches()
                : type.equals("LOGIN_ERROR") && OF_THE_REQUEST.contains(error);
        if (!shown || error.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> view = new LinkedHashMap<>();
        view.put("time", entry.path("time").asText());
        view.put("type", type);
        view.put("error", error);
        JsonNode rule = entry.path("rule");
        if (rule.isTextual()) {
            view.put("rule", rule.asText());
        }
        JsonNode details = entry.path("details");
        JsonNode redirectUri = details.path("redirect_uri");
        if (redirectUri.isTextual()) {
            // The query may be about a user.
            String place = QUERY.matcher(redirectUri.asText()).replaceFirst("");
            view.put("redirectUri", USER_INFO.matcher(place).replaceFirst("//"));
        }
        // The reason of a rule, or of a client that is not authenticated, is about the request. Others may name a user.
        JsonNode reason = details.path("reason");
        boolean ofRequest = rule.isTextual() || type.equals("CLIENT_LOGIN_ERROR");
        if (reason.isTextual() && ofRequest && !error.equals(ACCESS_DENIED)) {
            view.put("reason", reason.asText());
        }
        return Optional.of(view);
    }
}
