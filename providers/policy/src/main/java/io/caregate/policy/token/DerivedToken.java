package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

/**
 * A token that was made from another one, by the UMA grant or token exchange (RFC 8693), or refreshed from one. An API
 * can make it from every token that it receives. Keycloak's administration checks the roles of the token's user and
 * client rather than those in the token. A token of this kind must therefore not be presented there at all: an API that
 * received an administrator's token is not an administrator.
 */
public final class DerivedToken {
    /** Both versions of the Admin API, and SCIM (RFC 7644). */
    private static final Pattern ADMINISTRATION = Pattern.compile("/?(admin|realms/[^/]+/scim)(/.*)?");

    private DerivedToken() {}

    /** Whether the pack has marked it as refreshed from a derived token. */
    public static boolean isMarked(AccessToken token) {
        return token.getOtherClaims() != null && token.getOtherClaims().containsKey(IdentityClaim.DERIVED);
    }

    /**
     * Why a derived token must not be presented at a path.
     *
     * @param event the event of the grant that made it
     */
    static Optional<Refusal> refusal(String path, AccessToken token, EventType event) {
        return ADMINISTRATION.matcher(path).matches()
                ? Optional.of(Refusal.by(
                                RuleId.TOKEN_SUBJECT,
                                EnforcementPoint.TOKEN,
                                event,
                                OAuthErrorException.INVALID_TOKEN,
                                "A token that was made from another token is not accepted by Keycloak's"
                                        + " administration; sign in there")
                        .ofClient(token.getIssuedFor()))
                : Optional.empty();
    }
}
