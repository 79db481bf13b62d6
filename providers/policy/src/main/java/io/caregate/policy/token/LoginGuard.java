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
 * Refuses a code, or a device's approval, to a user who would get no token for it: the same answer as from the token
 * endpoint, but while the user is still in the browser. It checks the audience of the access token for which the code
 * would be exchanged, so it need not know how mappers and scopes produced that audience.
 *
 * @param roles the guard of the realm
 * @param subject the user who signs in
 * @param redirectUri the address of the answer; null if it goes to a device
 */
record LoginGuard(
        RoleGuard roles, Subject subject, @Nullable String redirectUri) {

    /**
     * Why the user gets no code.
     *
     * @param issued the access token for which it would be exchanged
     * @param preview what else would be issued
     */
    Optional<Denial> denial(AccessToken issued, TokenPreview preview) {
        // The issued token will not have them either.
        roles.removeForged(issued);
        List<@Nullable String> audiences = new ArrayList<>(Audience.of(issued, preview));
        // It is the audience of answers of the authorization endpoint, userinfo and logout tokens.
        audiences.add(preview.clientId());
        return roles.denial(audiences, subject);
    }

    /** The refusal for this reason. */
    Refusal refusal(Denial denial, String clientId) {
        return denial.refusal(EnforcementPoint.LOGIN, EventType.LOGIN)
                .ofClient(clientId)
                .ofUser(subject.id())
                .with(Details.USERNAME, subject.username())
                .with(Details.REDIRECT_URI, redirectUri);
    }
}
