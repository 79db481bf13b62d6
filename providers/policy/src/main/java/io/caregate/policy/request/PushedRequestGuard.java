package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.events.EventType;

/**
 * The pushed authorization request endpoint (RFC 9126 section 2.3): a request is refused there for every reason for
 * which the authorization endpoint would refuse it.
 */
final class PushedRequestGuard {
    private final RegisteredUris registered;
    private final RequestRefusals refusals;

    PushedRequestGuard(PolicyOptions options, RequestingClient client, RegisteredUris registered) {
        this.registered = registered;
        this.refusals = new RequestRefusals(
                options.pkce(), client, EnforcementPoint.PUSHED_AUTHORIZATION, EventType.PUSHED_AUTHORIZATION_REQUEST);
    }

    /** All possible refusals of the request, its address first. */
    List<Refusal> check(AuthorizationParameters request) {
        String redirectUri = request.redirectUri();
        boolean exact = redirectUri == null
                ? registered.single().map(registered::hasRedirectUri).orElse(true)
                : registered.hasRedirectUri(redirectUri);
        List<Refusal> found = new ArrayList<>();
        if (!exact) {
            found.add(refusals.redirectUri(redirectUri));
        }
        found.addAll(refusals.in(request));
        return found;
    }
}
