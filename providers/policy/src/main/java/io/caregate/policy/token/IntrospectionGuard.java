package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.RefreshToken;

/**
 * Whether introspection (RFC 7662) may still call a token active. A token for a protected API is not active if its
 * subject no longer holds the role, nor is a refresh token that would yield one. The answer, signed if the client asks
 * for a JWT, lives no longer than the API allows.
 *
 * @param roles the guard of the realm
 * @param asking the requesting client; null if it is not known
 * @param subject the user of the token; null if there is none
 */
record IntrospectionGuard(
        RoleGuard roles, @Nullable String asking, @Nullable Subject subject) {

    /**
     * The APIs for which an access token is valid.
     *
     * @param stored the token as it was presented
     * @param introspected the token as introspection would show it, with audiences that mappers add only there; null if
     *     it shows nothing
     */
    Reach reach(AccessToken stored, @Nullable AccessToken introspected) {
        if (introspected != null) {
            roles.removeForged(introspected);
        }
        return roles.reach(audiences(stored, introspected));
    }

    /**
     * The same for a refresh token.
     *
     * @param issued the access token that it would yield
     * @param preview what else it would yield
     */
    Reach reach(RefreshToken stored, AccessToken introspected, AccessToken issued, TokenPreview preview) {
        roles.removeForged(introspected);
        roles.removeForged(issued);
        List<@Nullable String> audiences = new ArrayList<>(audiences(stored, introspected));
        audiences.addAll(Audience.of(issued, preview));
        return roles.reach(audiences);
    }

    /** Why the subject may no longer use the token. */
    Optional<Refusal> refusal(Reach reach) {
        return RoleGuard.denial(reach, subject)
                .map(denial -> denial.refusal(EnforcementPoint.INTROSPECTION, EventType.INTROSPECT_TOKEN)
                        .ofClient(asking)
                        .ofUser(subject == null ? null : subject.id()));
    }

    /**
     * Caps what is shown of an access token, and permits its signature.
     *
     * @param now the time in seconds
     */
    void admit(AccessToken introspected, Reach reach, VettedTokens vetted, long now) {
        List<ProtectedApi> asked = roles.enforced() ? reach.apis() : List.of();
        vetted.add(introspected.getId(), reach.audiences(), ExpiryCap.apply(introspected, asked, now));
    }

    /**
     * Removes every protected API from what is shown of a refresh token, and permits its signature. A refresh token is
     * not a token of such an API, but a signed answer, which names the type of the presented token, could be mistaken
     * for one.
     */
    void admitRefreshToken(AccessToken introspected, Reach reach, VettedTokens vetted) {
        if (roles.enforced() && introspected.getAudience() != null) {
            Set<String> apis = reach.apis().stream().map(ProtectedApi::audience).collect(Collectors.toSet());
            introspected.audience(ReservedClaims.audience(introspected).stream()
                    .filter(audience -> !apis.contains(audience))
                    .toArray(String[]::new));
        }
        vetted.add(introspected.getId(), ReservedClaims.audience(introspected), VettedTokens.ANY_EXPIRY);
    }

    private static List<@Nullable String> audiences(AccessToken stored, @Nullable AccessToken introspected) {
        List<@Nullable String> first = ReservedClaims.audience(stored);
        List<@Nullable String> second = introspected == null ? List.of() : ReservedClaims.audience(introspected);
        // Nearly always.
        if (second.isEmpty() || first.equals(second)) {
            return first;
        }
        List<@Nullable String> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
