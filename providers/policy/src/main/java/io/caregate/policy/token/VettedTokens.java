package io.caregate.policy.token;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a guard has judged in one request: {@link SigningGuard} lets them through without a second check. Not
 * thread-safe.
 */
final class VettedTokens {

    /** The expiry of a token that no protected API limits. */
    static final long ANY_EXPIRY = Long.MAX_VALUE;

    private final List<Vetted> tokens = new ArrayList<>(2);
    private final Set<String> known = new HashSet<>(2);

    /** The token with this {@code jti} may be signed with these audiences and an expiry up to {@code latest}. */
    void add(@Nullable String id, Collection<@Nullable String> audiences, long latest) {
        tokens.add(new Vetted(id, null, named(audiences), latest));
    }

    /** The ID token of this user session may be signed in the same way. Keycloak gives it an id that no guard sees. */
    void addIdToken(String userSession, Collection<@Nullable String> audiences, long latest) {
        tokens.add(new Vetted(null, userSession, named(audiences), latest));
    }

    /** Keycloak itself makes the token with this {@code jti}; it may not be signed for any protected API. */
    void addKnown(String id) {
        known.add(id);
    }

    /** Whether a guard has judged a token with these claims. */
    boolean has(SignedClaims claims) {
        return tokens.stream().anyMatch(token -> token.admits(claims));
    }

    /** Whether it is one of the tokens of this request, for any audience. */
    boolean knows(SignedClaims claims) {
        return tokens.stream().anyMatch(token -> token.isSame(claims))
                || known.stream().anyMatch(claims::hasId);
    }

    private static Set<String> named(Collection<@Nullable String> audiences) {
        Set<String> named = new HashSet<>(audiences.size() * 2);
        for (@Nullable String audience : audiences) {
            if (audience != null) {
                named.add(audience);
            }
        }
        return named;
    }

    private record Vetted(@Nullable String id, @Nullable String idTokenOf, Set<String> audiences, long latest) {
        boolean isSame(SignedClaims claims) {
            return idTokenOf == null
                    ? claims.hasId(id)
                    : claims.isIdToken() && claims.sessions().stream().allMatch(idTokenOf::equals);
        }

        boolean admits(SignedClaims claims) {
            return isSame(claims)
                    && (latest == ANY_EXPIRY || claims.expiry() <= latest)
                    && audiences.containsAll(claims.audiences());
        }
    }
}
