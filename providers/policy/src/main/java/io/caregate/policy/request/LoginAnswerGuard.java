package io.caregate.policy.request;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;

/**
 * The end of a login, however it began. It may have begun without an authorization request, at the page for forgotten
 * passwords or before the pack was installed, so the checks of a request run once more.
 */
final class LoginAnswerGuard {
    private final PolicyOptions options;
    private final RequestingClient client;
    private final RegisteredUris registered;
    private final RequestRefusals refusals;

    LoginAnswerGuard(PolicyOptions options, RequestingClient client, RegisteredUris registered) {
        this.options = options;
        this.client = client;
        this.registered = registered;
        this.refusals = new RequestRefusals(options.pkce(), client, EnforcementPoint.LOGIN, EventType.LOGIN);
    }

    /**
     * Whether a login that no application waits for cannot end where Keycloak would end it.
     *
     * @param invited whether it began with an {@link Invitation}
     * @param accountConsole the address of the Account Console
     */
    boolean endsOnAPage(boolean invited, @Nullable String redirectUri, Supplier<String> accountConsole) {
        return (invited || Invitation.isLoginOfKeycloak(client.clientId(), redirectUri, accountConsole))
                && options.enforces(RuleId.EXACT_REDIRECT_URI)
                && !registered.hasRedirectUri(redirectUri);
    }

    /**
     * All possible refusals of the answer, its address first; for Keycloak's own clients only the address is checked.
     */
    List<RefusedRequest> check(AuthorizationParameters login) {
        return registered.areKeycloaksOwn()
                ? checkAddress(login.redirectUri()).stream().toList()
                : refusals.withAddress(login, registered);
    }

    /** The refusal of any answer to an address that is not exact. */
    Optional<RefusedRequest> checkAddress(@Nullable String redirectUri) {
        return refusals.address(redirectUri, registered);
    }
}
