package io.caregate.policy.token;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import java.util.regex.Pattern;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;

/**
 * A token that was made from another one, by the UMA grant or token exchange (RFC 8693), or refreshed from such a one.
 * An API can make it of every token that is sent to it. Keycloak's administration does not look at the roles in a token
 * but at those of its user and its client, so a token of this kind must not be presented there at all: an API that an
 * administrator has sent a token to is no administrator.
 */
public final class DerivedToken {
    /** Both versions of the Admin API, and SCIM (RFC 7644). */
    private static final Pattern ADMINISTRATION = Pattern.compile("/?(admin|realms/[^/]+/scim)(/.*)?");

    private final Enforcement enforcement;

    public DerivedToken(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    /** Whether the pack has marked it as refreshed from a token that was made from another one. */
    public static boolean isMarked(AccessToken token) {
        return token.getOtherClaims() != null && token.getOtherClaims().containsKey(IdentityClaim.DERIVED);
    }

    /**
     * Whether a derived token may be presented where the request goes; if not, the error event is raised. It runs in
     * the request's own transaction.
     *
     * @param event the event of the grant that made it
     */
    public boolean isAllowed(KeycloakSession session, AccessToken token, EventType event) {
        RealmModel realm = session.getContext().getRealm();
        return enforcement.decide(
                session,
                realm,
                EnforcementPoint.TOKEN,
                true,
                () -> !isAdministration(session.getContext().getUri().getPath())
                        || !enforcement.refuses(session, realm, refusal(token, event)));
    }

    static boolean isAdministration(String path) {
        return ADMINISTRATION.matcher(path).matches();
    }

    private static Refusal refusal(AccessToken token, EventType event) {
        return Refusal.by(
                        RuleId.TOKEN_SUBJECT,
                        EnforcementPoint.TOKEN,
                        event,
                        OAuthErrorException.INVALID_TOKEN,
                        "A token that was made from another token is not accepted by Keycloak's administration; sign in"
                                + " there")
                .ofClient(token.getIssuedFor());
    }
}
