package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.RuleId;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.representations.IDToken;

/**
 * Refuses a post-logout redirect URI that is not exactly a registered one (OpenID Connect RP-Initiated Logout section
 * 2). Where the rule only reports, it does not report what Keycloak itself refuses.
 */
final class LogoutGuard {

    private final PolicyOptions options;

    LogoutGuard(PolicyOptions options) {
        this.options = options;
    }

    /**
     * The client whose registration decides: the stated one, otherwise the one for which the ID token was issued.
     *
     * @param idTokenHint the token of the request; read only where no client is stated
     */
    static Optional<String> clientId(@Nullable String stated, Supplier<@Nullable IDToken> idTokenHint) {
        return stated == null ? Optional.ofNullable(idTokenHint.get()).map(IDToken::getIssuedFor) : Optional.of(stated);
    }

    /** The refusal of this client's address, if it is refused. */
    Optional<Refusal> check(String clientId, String postLogoutRedirectUri, RegisteredUris registered) {
        boolean refused = !registered.hasPostLogoutUri(postLogoutRedirectUri)
                && (options.enforces(RuleId.EXACT_REDIRECT_URI)
                        || registered.keycloakMatchesPostLogoutUri(postLogoutRedirectUri));
        return refused ? Optional.of(refusal(clientId, postLogoutRedirectUri)) : Optional.empty();
    }

    private static Refusal refusal(String clientId, String uri) {
        return Refusal.by(
                        RuleId.EXACT_REDIRECT_URI,
                        EnforcementPoint.LOGOUT,
                        EventType.LOGOUT,
                        Errors.INVALID_REDIRECT_URI,
                        "post_logout_redirect_uri is not exactly a registered one")
                .ofClient(clientId)
                .about(Details.REDIRECT_URI, uri);
    }
}
