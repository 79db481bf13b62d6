package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

/**
 * A token that was made from another one, by the UMA grant or token exchange (RFC 8693), or refreshed from one. An API
 * can make it from every token that it receives. Keycloak's administration checks the roles of the token's user and
 * client rather than those in the token, and an exchange gives the API the roles that every user has at their own
 * account. A token of this kind must therefore not be presented there at all: an API that received an administrator's
 * token is not an administrator, and one that received a user's token is not the user.
 */
public final class DerivedToken {
    /**
     * Both versions of the Admin API, SCIM (RFC 7644), the Account API, tokens that Keycloak keeps of other providers,
     * and offers of verifiable credentials.
     */
    private static final Pattern OWN_SERVICES = Pattern.compile(
            "/?(admin|realms/[^/]+/(scim|account|broker/[^/]+/token"
                    + "|protocol/oid4vc/create-credential-offer))(/.*)?",
            // A name in the path may have a line terminator.
            Pattern.DOTALL);

    private static final Set<String> SECRET = Set.of("HS256", "HS384", "HS512");
    private static final List<String> MARKS = List.of(IdentityClaim.DERIVED, RotationGuard.LINE);

    private DerivedToken() {}

    /** Whether the pack has marked it as refreshed from a derived token. */
    public static boolean isMarked(AccessToken token) {
        return token.getOtherClaims() != null && token.getOtherClaims().containsKey(IdentityClaim.DERIVED);
    }

    /**
     * Keeps the pack's marks in what introspection shows of a token. Keycloak signs this if it is asked for a JWT, with
     * the type and the id of the token, and would accept the copy without the marks in its place.
     */
    public static void keepMarks(AccessToken presented, AccessToken shown) {
        Map<String, Object> marked = presented.getOtherClaims();
        if (marked == null) {
            return;
        }
        for (String mark : MARKS) {
            Object value = marked.get(mark);
            if (value != null) {
                shown.setOtherClaims(mark, value);
            }
        }
    }

    /**
     * Why this is no refresh token. Keycloak signs those with a secret (HS512, once HS256), and introspection's copy of
     * one, which has its type, with the key of the realm's access tokens.
     *
     * @param algorithm of the signature (RFC 7515 section 4.1.1)
     */
    static Optional<Refusal> refreshRefusal(@Nullable String algorithm, AccessToken token) {
        return algorithm != null && SECRET.contains(algorithm)
                ? Optional.empty()
                : Optional.of(Refusal.by(
                                RuleId.TOKEN_SUBJECT,
                                EnforcementPoint.REFRESH,
                                EventType.REFRESH_TOKEN,
                                OAuthErrorException.INVALID_GRANT,
                                "This is not a refresh token but an answer about one; send the refresh token itself")
                        .ofClient(token.getIssuedFor()));
    }

    /**
     * Why a derived token must not be presented at a path.
     *
     * @param event the event of the grant that made it
     */
    static Optional<Refusal> refusal(String path, AccessToken token, EventType event) {
        return OWN_SERVICES.matcher(path).matches()
                ? Optional.of(Refusal.by(
                                RuleId.TOKEN_SUBJECT,
                                EnforcementPoint.TOKEN,
                                event,
                                OAuthErrorException.INVALID_TOKEN,
                                "A token that was made from another token is not accepted by Keycloak's"
                                        + " own services; sign in there")
                        .ofClient(token.getIssuedFor()))
                : Optional.empty();
    }
}
