package io.caregate.policy.request;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.protocol.oidc.utils.OIDCResponseMode;

/** Answers of the authorization endpoint that are a signed JWT (JARM section 2.3). */
final class JwtAnswer {
    private static final Set<OIDCResponseMode> MODES = EnumSet.of(
            OIDCResponseMode.JWT,
            OIDCResponseMode.QUERY_JWT,
            OIDCResponseMode.FRAGMENT_JWT,
            OIDCResponseMode.FORM_POST_JWT);

    private JwtAnswer() {}

    static boolean is(OIDCResponseMode mode) {
        return MODES.contains(mode);
    }

    /** Whether a request's parameter {@code response_mode} asks for one. */
    static boolean isAskedFor(@Nullable String responseMode) {
        return MODES.stream().anyMatch(mode -> mode.value().equals(responseMode));
    }
}
