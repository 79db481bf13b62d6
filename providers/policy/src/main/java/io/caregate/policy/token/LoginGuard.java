package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.representations.AccessToken;

/**
 * Refuses a code, or a device's approval, to a user who would get no token for it: the same answer as the token
 * endpoint would give, but while the user is still in the browser. It looks at the audience of the access token that
 * the code would be exchanged for, so that it needs no knowledge of how mappers and scopes came to it.
 *
 * @param roles the guard of the realm
 * @param subject the user who signs in
 * @param redirectUri where the answer goes; null if it goes to a device
 */
record LoginGuard(
        RoleGuard roles, Subject subject, @Nullable String redirectUri) {

    /**
     * Why the user gets no code.
     *
     * @param issued the access token that it would be exchanged for
     * @param preview what else would be issued
     */
    Optional<Denial> denial(AccessToken issued, TokenPreview preview) {
        // The token that is issued will not have them either.
        roles.removeForged(issued);
        List<@Nullable String> audiences = new ArrayList<>(Audience.of(issued, preview));
        // Answers of the authorization endpoint, userinfo and logout tokens are made out to it.
        audiences.add(preview.clientId());
        return roles.denial(audiences, subject);
    }

    /** The refusal for such a reason. */
    Refusal refusal(Denial denial, String clientId) {
        return denial.refusal(EnforcementPoint.LOGIN, EventType.LOGIN)
                .ofClient(clientId)
                .ofUser(subject.id())
                .with(Details.USERNAME, subject.username())
                .with(Details.REDIRECT_URI, redirectUri);
    }
}
