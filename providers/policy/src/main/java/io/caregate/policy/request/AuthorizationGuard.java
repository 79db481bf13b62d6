package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.PageText;
import io.caregate.policy.rule.ResponseTypeRule;
import io.caregate.policy.rule.RuleId;
import io.caregate.policy.rule.StorableText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * The authorization endpoint (RFC 6749 section 4.1.1).
 *
 * <p>It checks twice: first the raw parameters, before Keycloak matches the redirect URI in its own, looser way,
 * because Keycloak sends several errors to the URI that it has matched; then the parsed request, which also contains
 * what came by reference. The answer goes to the client only where the redirect URI is exactly registered, and is an
 * error page otherwise.
 *
 * <p>A rule that only reports is left to the second check: a request that Keycloak itself refuses in between need not
 * be reported.
 */
final class AuthorizationGuard {
    private final PolicyOptions options;
    private final RegisteredUris registered;
    private final RequestRefusals refusals;

    AuthorizationGuard(PolicyOptions options, RequestingClient client, RegisteredUris registered) {
        this.options = options;
        this.registered = registered;
        this.refusals = new RequestRefusals(options.pkce(), client, EnforcementPoint.AUTHORIZATION, EventType.LOGIN);
    }

    /**
     * Whether a request has a {@code client_id} that no client can have. PostgreSQL accepts no NUL, not even in a query
     * parameter, and Keycloak would answer with a server error.
     */
    static boolean namesNoClient(PolicyOptions options, @Nullable String clientId) {
        return !options.refusesNothing()
                && StorableText.problem(clientId, Integer.MAX_VALUE).isPresent();
    }

    /** The refusal of the raw request, by a rule that is enforced. */
    Optional<RefusedRequest> check(RawAuthorizationRequest raw) {
        Optional<RefusedRequest> address =
                options.enforces(RuleId.EXACT_REDIRECT_URI) ? checkAddresses(raw) : Optional.empty();
        return address.isPresent() || !options.enforces(RuleId.NO_IMPLICIT_GRANT) ? address : checkResponseType(raw);
    }

    private Optional<RefusedRequest> checkAddresses(RawAuthorizationRequest raw) {
        return raw.requestUriThatIsNot(registered)
                .map(refusals::requestUri)
                .or(() -> raw.redirectUriThatIsNot(registered).map(refusals::redirectUri))
                .map(refusal -> new RefusedRequest(refusal, null, PageText.REDIRECT_URI));
    }

    private Optional<RefusedRequest> checkResponseType(RawAuthorizationRequest raw) {
        List<String> types = raw.responseTypes();
        return types.stream().anyMatch(ResponseTypeRule::asksForToken)
                ? Optional.of(new RefusedRequest(
                        refusals.responseType(types.get(0)),
                        raw.effectiveRedirectUri(registered).orElse(null),
                        PageText.RESPONSE_TYPE))
                : Optional.empty();
    }

    /** All possible refusals of the parsed request, whichever way it came, in the order of the refusals. */
    List<RefusedRequest> check(AuthorizationParameters request) {
        return refusals.withAddress(request, registered);
    }
}
