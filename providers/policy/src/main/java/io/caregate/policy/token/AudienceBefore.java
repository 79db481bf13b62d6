package io.caregate.policy.token;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.AccessToken;

/**
 * The audience of an access token before other token post-processors. Keycloak's resource indicators (RFC 8707) and
 * extensions replace it; whatever a protected API is called afterwards, it is still that API. One that is only left out
 * is not.
 *
 * @param names the audience as it was; empty if nobody has noted it
 */
record AudienceBefore(List<@Nullable String> names) {

    /** Of a token that nobody has looked at before. */
    static final AudienceBefore UNKNOWN = new AudienceBefore(List.of());

    /** The audience as it is now. */
    static AudienceBefore of(AccessToken token) {
        return new AudienceBefore(Collections.unmodifiableList(ReservedClaims.audiences(token)));
    }

    /** The audience as it was, if a name has come to it since; empty if it is the same or narrower. */
    List<@Nullable String> ifReplaced(AccessToken token) {
        return token.getAudience() == null || new HashSet<>(names).containsAll(Arrays.asList(token.getAudience()))
                ? List.of()
                : names;
    }
}
