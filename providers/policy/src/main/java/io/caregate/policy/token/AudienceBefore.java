package io.caregate.policy.token;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/**
 * The audience of an access token before other token post-processors. Keycloak's resource indicators (RFC 8707) and
 * extensions replace it. A protected API that they rename is still that API; one that they only leave out is not.
 *
 * @param names the audience as it was; empty if it was not recorded
 */
record AudienceBefore(List<@Nullable String> names) {

    /** The audience of a token that was not inspected before. */
    static final AudienceBefore UNKNOWN = new AudienceBefore(List.of());

    /** The audience as it is now. */
    static AudienceBefore of(AccessToken token) {
        return new AudienceBefore(Collections.unmodifiableList(ReservedClaims.audiences(token)));
    }

    /** The audience as it was, if a name has been added since; empty if it is the same or narrower. */
    List<@Nullable String> ifReplaced(AccessToken token) {
        return token.getAudience() == null || new HashSet<>(names).containsAll(Arrays.asList(token.getAudience()))
                ? List.of()
                : names;
    }
}
