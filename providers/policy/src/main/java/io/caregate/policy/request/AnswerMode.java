package io.caregate.policy.request;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;

/** How the authorization endpoint answers: by which mode, and whether by a signed JWT (JARM section 2.3). */
final class AnswerMode {
    private static final Set<OIDCResponseMode> JWT = EnumSet.of(
            OIDCResponseMode.JWT,
            OIDCResponseMode.QUERY_JWT,
            OIDCResponseMode.FRAGMENT_JWT,
            OIDCResponseMode.FORM_POST_JWT);

    private AnswerMode() {}

    static boolean isJwt(OIDCResponseMode mode) {
        return JWT.contains(mode);
    }

    /** Whether a request's parameter {@code response_mode} asks for a JWT. */
    static boolean asksForJwt(@Nullable String responseMode) {
        return JWT.stream().anyMatch(mode -> mode.value().equals(responseMode));
    }

    /**
     * The mode of an answer to a response type with a token, whose answers belong in the fragment (OAuth 2.0 Multiple
     * Response Types section 5) unless the request asks for another mode.
     */
    static OIDCResponseMode fragmentByDefault(@Nullable String responseMode) {
        if (responseMode == null) {
            return OIDCResponseMode.FRAGMENT;
        }
        // JARM section 2.3.4: the default for all response types with a token.
        return OIDCResponseMode.JWT.value().equals(responseMode)
                ? OIDCResponseMode.FRAGMENT_JWT
                : OIDCResponseMode.parseWhenInvalidResponseType(responseMode);
    }
}
