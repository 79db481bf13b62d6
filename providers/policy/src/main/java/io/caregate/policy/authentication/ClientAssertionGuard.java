package io.caregate.policy.authentication;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.AssertionFacts;
import io.caregate.policy.rule.ClientAssertionRule;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.ClientAuthUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.representations.JsonWebToken;

/**
 * Refuses a client assertion that {@link ClientAssertionRule} does not take, or that was used before, with
 * {@code invalid_client} (RFC 6749 section 5.2). It runs at every endpoint where a client authenticates, in the
 * request's thread. Keycloak itself sends the error event, with the rule and the reason in it.
 */
public final class ClientAssertionGuard {

    private final Enforcement enforcement;

    public ClientAssertionGuard(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    /** Whether assertions are refused in this request's realm; if not, Keycloak's own authenticator is to decide. */
    public boolean isEnforced(ClientAuthenticationFlowContext context) {
        return ask(context, false, () -> enforcement.enforces(RuleId.CLIENT_ASSERTION));
    }

    private <T> T ask(ClientAuthenticationFlowContext context, T withoutGuard, Supplier<T> guard) {
        return enforcement.decide(
                context.getSession(), context.getRealm(), EnforcementPoint.CLIENT_AUTHENTICATION, withoutGuard, guard);
    }

    /** Whether an assertion that the client has issued itself says what it must; if not, the request is refused. */
    public boolean admits(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        return admits(context, AssertionReader.facts(context, assertion, false));
    }

    /** The same for one that an identity provider has issued, together with {@link #admitsOnce}. */
    public boolean admitsFederated(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        return admits(context, AssertionReader.facts(context, assertion, true)) && admitsOnce(context, assertion);
    }

    /**
     * Whether an assertion is used for the first time; if not, the request is refused. To be asked once its signature
     * is known to be right, or else anybody could use up somebody's assertion.
     */
    public boolean admitsOnce(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        JsonWebToken token = assertion.getToken();
        long left = Math.max(0, token.getExp() - Time.currentTimeSeconds());
        // Longer than it lives, for a node whose clock is behind.
        long remembered = left + ClientAssertionRule.CLOCK_SKEW.toSeconds();
        boolean first = ask(
                context,
                true,
                () -> JtiReplayCache.record(
                        context.getSession(), context.getRealm(), token.getIssuer(), token.getId(), remembered));
        return first || refuse(context, "The client assertion's jti was used before; make one for each request");
    }

    /**
     * Refuses an assertion of which iss and sub differ, if the client that it means authenticates with this method.
     * If not, it may be one that an identity provider has issued.
     */
    public void refuseUnlessForeign(
            ClientAuthenticationFlowContext context, ClientAssertionState assertion, String method) {
        AssertedClient.of(context, assertion.getToken(), method).ifPresent(client -> {
            context.setClient(client);
            context.getEvent().client(client);
            admits(context, assertion);
        });
    }

    /**
     * Gives the assertion a jti that no other issuer can have: Keycloak's own memory of them is one for all issuers.
     */
    public void separate(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        JsonWebToken token = assertion.getToken();
        if (token != null && token.getIssuer() != null && !isBlank(token.getId())) {
            token.id(JtiReplayCache.scoped(context.getRealm(), token.getIssuer(), token.getId()));
        }
    }

    /**
     * How long an assertion of a client may live, in seconds. A realm admin can shorten it by Keycloak's attribute, not
     * prolong it.
     *
     * @param keycloaks what the attribute means to Keycloak: 60 where it is absent
     */
    public int longestLife(ClientModel client, int keycloaks) {
        int most = Math.toIntExact(ClientAssertionRule.LONGEST_LIFE
                .plus(ClientAssertionRule.CLOCK_SKEW)
                .toSeconds());
        String own = client.getAttribute(OIDCConfigAttributes.TOKEN_ENDPOINT_AUTH_SIGNING_MAX_EXP);
        return isBlank(own) ? most : Math.min(keycloaks, most);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private boolean admits(ClientAuthenticationFlowContext context, AssertionFacts facts) {
        Optional<String> problem = ask(context, Optional.empty(), () -> problem(context, facts));
        return problem.isEmpty() || refuse(context, problem.get());
    }

    private static Optional<String> problem(ClientAuthenticationFlowContext context, AssertionFacts facts) {
        return AssertionReader.rule(context).check(facts, Time.currentTimeSeconds());
    }

    // Always false, so that it can stand in a condition. Keycloak sends the event once it sees the failure.
    private boolean refuse(ClientAuthenticationFlowContext context, String problem) {
        enforcement.record(
                context.getEvent(),
                context.getRealm(),
                EnforcementPoint.CLIENT_AUTHENTICATION,
                RuleId.CLIENT_ASSERTION,
                problem);
        context.failure(
                AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS,
                ClientAuthUtil.errorResponse(
                        Response.Status.BAD_REQUEST.getStatusCode(),
                        OAuthErrorException.INVALID_CLIENT,
                        problem + " " + RuleId.CLIENT_ASSERTION.reference()));
        return false;
    }
}
