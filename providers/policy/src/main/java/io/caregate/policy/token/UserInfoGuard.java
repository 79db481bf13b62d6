package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

/**
 * Refuses userinfo to a token for a protected API whose subject no longer holds the role, and signed userinfo to such
 * an API's own client.
 *
 * @param roles the guard of the realm
 * @param clientId the client of the token
 * @param subject the user of the token
 */
record UserInfoGuard(RoleGuard roles, String clientId, Subject subject) {

    /** Why the client gets no signed answer: its audience is the client, and it never expires (OIDC Core 5.3.2). */
    Optional<Refusal> signedAnswer() {
        return roles.protectedAmong(List.of(clientId)).isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.by(
                                RuleId.REQUIRED_ROLE,
                                EnforcementPoint.USERINFO,
                                EventType.USER_INFO_REQUEST,
                                OAuthErrorException.INVALID_REQUEST,
                                "A protected API's own client gets no signed userinfo; set"
                                        + " user.info.response.signature.alg to unsigned, or use a client of its own"
                                        + " for signing in")
                        .about("audience", clientId)
                        .ofClient(clientId)
                        .ofUser(subject.id()));
    }

    /** Why the subject may no longer use the token. */
    Optional<Refusal> refusal(AccessToken token) {
        return roles.denial(ReservedClaims.audience(token), subject)
                .map(denial -> denial.refusal(EnforcementPoint.USERINFO, EventType.USER_INFO_REQUEST)
                        .ofClient(clientId)
                        .ofUser(subject.id()));
    }
}
