package io.caregate.policy.token;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.AccessToken;

/**
 * The audience of an access token before other token post-processors. Keycloak's resource indicators (RFC 8707) and
 * extensions replace it; whatever a protected API is called afterwards, it is still that API. One that is only left out
 * is not.
 */
public final class AudienceBefore {

    private static final String ATTRIBUTE = "caregate.audience-before";

    private AudienceBefore() {}

    /** Keeps the audience as it is now, until the request ends. */
    public static void remember(KeycloakSession session, AccessToken token) {
        session.setAttribute(ATTRIBUTE, List.of(ReservedClaims.audiences(token)));
    }

    /** The audience as it was, if a name has come to it since; empty if it is the same or narrower. */
    static String[] ifReplaced(KeycloakSession session, AccessToken token) {
        @SuppressWarnings("unchecked") // Only this class writes the attribute.
        List<String> before = session.getAttribute(ATTRIBUTE, List.class);
        if (before == null || token.getAudience() == null) {
            return new String[0];
        }
        return Set.copyOf(before).containsAll(Arrays.asList(token.getAudience()))
                ? new String[0]
                : before.toArray(String[]::new);
    }
}
