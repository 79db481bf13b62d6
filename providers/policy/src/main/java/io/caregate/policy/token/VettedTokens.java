package io.caregate.policy.token;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/**
 * The tokens that a guard has judged in this request, as a session attribute: what {@link SigningGuard} lets through
 * without a second look. Only code in the server can write it.
 */
final class VettedTokens {

    /** The expiry of a token that no protected API limits. */
    static final long ANY_EXPIRY = Long.MAX_VALUE;

    private static final String ATTRIBUTE = "caregate.vetted-tokens";

    private final List<Vetted> tokens = new ArrayList<>(2);
    private final Set<String> known = new HashSet<>(2);

    private VettedTokens() {}

    /** The token with this {@code jti} may be signed with these audiences, and an expiry up to {@code latest}. */
    static void add(KeycloakSession session, @Nullable String id, String[] audiences, long latest) {
        of(session).tokens.add(new Vetted(id, null, named(audiences), latest));
    }

    /** The ID token of this user session may be signed likewise. Keycloak gives it an id that no guard sees. */
    static void addIdToken(KeycloakSession session, String userSession, String[] audiences, long latest) {
        of(session).tokens.add(new Vetted(null, userSession, named(audiences), latest));
    }

    /** Keycloak makes the token with this {@code jti} itself; it may be signed for no protected API. */
    static void addKnown(KeycloakSession session, String id) {
        of(session).known.add(id);
    }

    /** Whether a guard has judged a token with these claims. */
    static boolean has(KeycloakSession session, SignedClaims claims) {
        VettedTokens vetted = session.getAttribute(ATTRIBUTE, VettedTokens.class);
        return vetted != null && vetted.tokens.stream().anyMatch(token -> token.admits(claims));
    }

    /** Whether it is one of the tokens of this request, for whatever audience. */
    static boolean knows(KeycloakSession session, SignedClaims claims) {
        VettedTokens vetted = session.getAttribute(ATTRIBUTE, VettedTokens.class);
        return vetted != null
                && (vetted.tokens.stream().anyMatch(token -> token.isSame(claims))
                        || vetted.known.stream().anyMatch(claims::hasId));
    }

    private static VettedTokens of(KeycloakSession session) {
        VettedTokens vetted = session.getAttribute(ATTRIBUTE, VettedTokens.class);
        if (vetted == null) {
            vetted = new VettedTokens();
            session.setAttribute(ATTRIBUTE, vetted);
        }
        return vetted;
    }

    private static Set<String> named(String[] audiences) {
        Set<String> named = new HashSet<>(audiences.length * 2);
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
