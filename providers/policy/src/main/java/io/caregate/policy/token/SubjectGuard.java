package io.caregate.policy.token;

import io.caregate.foundation.log.ServerLog;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.IdentityClaim;
import io.caregate.policy.rule.RuleId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;
import org.keycloak.representations.RefreshToken;

/**
 * Binds a token to the session for which it is issued ({@link RuleId#TOKEN_SUBJECT}): it restores the values that
 * Keycloak set before its protocol mappers ran, and refuses a name of another user. Where the rule only reports, tokens
 * stay as they are.
 *
 * @param issuedIn the session
 * @param names finds users of the realm
 * @param enforced whether the rule refuses
 */
record SubjectGuard(TokenSession issuedIn, ForeignName names, boolean enforced) {

    private static final ServerLog LOG = ServerLog.of(SubjectGuard.class);

    /**
     * Restores Keycloak's values.
     *
     * @param before Keycloak's values
     * @param token the token after its mappers
     * @param subjectBeside whether Keycloak's own mappers write {@code sub} among the other claims, as for userinfo
     */
    void restore(ServerClaims before, IDToken token, boolean subjectBeside) {
        Set<String> changed = before.compare(token, issuedIn, subjectBeside, enforced);
        if (!changed.isEmpty()) {
            LOG.debugf(
                    "realm=%s client=%s: a protocol mapper writes claims=%s, which only Keycloak may set",
                    issuedIn.realm(), issuedIn.clientId(), changed);
        }
    }

    /** The refusal of a token that names another user. */
    Optional<Refusal> refusal(IDToken token, EnforcementPoint enforcementPoint, EventType event) {
        return refusal(token, enforcementPoint, new Grant("", () -> event));
    }

    /** The same for a token that is issued by a grant. */
    Optional<Refusal> refusal(IDToken token, Grant grant) {
        return refusal(token, EnforcementPoint.TOKEN, grant)
                .map(refusal -> refusal.with(Details.GRANT_TYPE, grant.type()));
    }

    private Optional<Refusal> refusal(IDToken token, EnforcementPoint enforcementPoint, Grant grant) {
        Subject subject = issuedIn.subject();
        if (subject == null) {
            return Optional.empty();
        }
        return names.in(token, subject).map(claim -> Refusal.by(
                        RuleId.TOKEN_SUBJECT,
                        enforcementPoint,
                        grant.event().get(),
                        OAuthErrorException.UNAUTHORIZED_CLIENT,
                        "The claim " + claim + " would name another user than the token is for; remove the"
                                + " protocol mapper that writes it")
                .ofClient(issuedIn.clientId())
                .ofUser(subject.id())
                .with(Details.USERNAME, subject.username())
                .about("claim", claim));
    }

    /**
     * Corrects, before an access token is signed, claims that were added after its mappers, or that bypassed
     * {@link #restore}.
     *
     * @param derived whether it is made from another token
     */
    void correct(AccessToken token, boolean derived) {
        if (!enforced) {
            return;
        }
        // A token made from another token is issued to the requesting client, in the name of the session of the
        // audience.
        if (!derived && !issuedIn.clientId().equals(token.getIssuedFor())) {
            token.issuedFor(issuedIn.clientId());
        }
        if (token.getSessionId() != null && !token.getSessionId().equals(issuedIn.id())) {
            token.setSessionId(issuedIn.id());
        }
        if (token.getOtherClaims() != null) {
            token.getOtherClaims().keySet().removeAll(IdentityClaim.SERVER_ONLY);
        }
    }

    /**
     * Marks a token that is made from another one, however often it is refreshed, and removes from it the roles that
     * administer Keycloak.
     *
     * @param presented the refresh token that the request presents; null if it presents none
     * @param next the refresh token that is issued; null if none is
     * @param derived whether the token is made from another token
     * @param operators whether the realm is that of Keycloak's operators
     */
    void mark(
            AccessToken token,
            @Nullable RefreshToken presented,
            @Nullable RefreshToken next,
            boolean derived,
            boolean operators) {
        if (!enforced) {
            return;
        }
        // A refreshed token must be recognisable by its origin as long as it lives: only the server writes into refresh
        // tokens, and this runs after all mappers.
        boolean before = presented != null && presented.getOtherClaims().containsKey(IdentityClaim.DERIVED);
        if (next != null && (derived || before)) {
            next.getOtherClaims().put(IdentityClaim.DERIVED, true);
        }
        if (before) {
            token.getOtherClaims().put(IdentityClaim.DERIVED, true);
        }
        if (derived || DerivedToken.isMarked(token)) {
            removeAdministration(token, operators);
        }
    }

    // Client registration checks the roles in a token. Keycloak gives an answer of these grants everything that its
    // client may use, which the presented token may not have had.
    private static void removeAdministration(AccessToken token, boolean operators) {
        token.getResourceAccess()
                .keySet()
                .removeIf(client -> client.equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
                        || (operators && client.endsWith("-realm")));
        if (operators && token.getRealmAccess() != null) {
            token.setRealmAccess(null);
        }
    }

    /**
     * Gives a token without a session the name of its user: by this name Keycloak finds the user, also one who takes
     * the name later.
     */
    void nameStateless(AccessToken token) {
        Subject subject = issuedIn.subject();
        Map<String, Object> others = token.getOtherClaims();
        if (token.getSessionId() == null
                && enforced
                && subject != null
                && others != null
                && others.containsKey(IdentityClaim.PREFERRED_USERNAME)
                && !Objects.equals(subject.username(), others.get(IdentityClaim.PREFERRED_USERNAME))) {
            others.put(IdentityClaim.PREFERRED_USERNAME, subject.username());
        }
    }
}
