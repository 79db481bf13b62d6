package io.caregate.policy.authentication;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.AssertionFacts;
import io.caregate.policy.rule.ClientAssertionRule;
import io.caregate.policy.rule.RuleId;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.authentication.authenticators.client.ClientAuthUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/**
 * Refuses a client assertion that {@link ClientAssertionRule} does not accept, or that was used before, with
 * {@code invalid_client} (RFC 6749 section 5.2). It runs at every endpoint where a client authenticates, in the
 * request's thread. Keycloak itself sends the error event, with the rule and the reason.
 */
public final class ClientAssertionEnforcer {

    private final Enforcement enforcement;
    private final AssertionAudience accepted;

    public ClientAssertionEnforcer(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
        this.accepted = options.assertionAudience();
    }

    /** Whether assertions are refused in this request's realm; if not, Keycloak's own authenticator is to decide. */
    public boolean isEnforced(ClientAuthenticationFlowContext context) {
        return ask(context, false, () -> enforcement.enforces(RuleId.CLIENT_ASSERTION));
    }

    private <T> T ask(ClientAuthenticationFlowContext context, T withoutGuard, Supplier<T> guard) {
        return enforcement.decide(
                context.getSession(), context.getRealm(), EnforcementPoint.CLIENT_AUTHENTICATION, withoutGuard, guard);
    }

    /**
     * Whether an assertion that the client has issued itself has the required content; if not, the request is refused.
     */
    public boolean admits(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        return admits(context, AssertionReader.facts(context, assertion, false));
    }

    /** The same for one that an identity provider has issued, together with {@link #admitsOnce}. */
    public boolean admitsFederated(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        return admits(context, AssertionReader.facts(context, assertion, true)) && admitsOnce(context, assertion);
    }

    private boolean admits(ClientAuthenticationFlowContext context, AssertionFacts facts) {
        return !refuses(context, () -> problem(context, facts));
    }

    /**
     * Whether an assertion is used for the first time; if not, the request is refused. Call it only after the signature
     * has been verified: otherwise anyone could use up another client's assertion.
     */
    public boolean admitsOnce(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        JtiReplayCache used = new JtiReplayCache(
                context.getRealm().getId(),
                (key, seconds) -> context.getSession().singleUseObjects().putIfAbsent(key, seconds));
        return !refuses(
                context,
                () -> ClientAssertionGuard.checkFirstUse(assertion.getToken(), Time.currentTimeSeconds(), used));
    }

    /**
     * Refuses an assertion whose iss and sub differ, if the client that it names authenticates with this method. If the
     * client does not, an identity provider may have issued the assertion.
     */
    public void refuseUnlessForeign(
            ClientAuthenticationFlowContext context, ClientAssertionState assertion, String method) {
        AssertionReader.meantClient(context, assertion, method).ifPresent(client -> {
            context.setClient(client);
            context.getEvent().client(client);
            admits(context, assertion);
        });
    }

    /**
     * Gives the assertion a jti that no other issuer can have: Keycloak's own store of them is shared by all issuers.
     */
    public void separate(ClientAuthenticationFlowContext context, ClientAssertionState assertion) {
        ClientAssertionGuard.separate(context.getRealm().getId(), assertion.getToken());
    }

    /**
     * How long an assertion of a client may live, in seconds.
     *
     * @param keycloaks the meaning of the client's attribute to Keycloak: 60 if it is absent
     */
    public int longestLife(ClientModel client, int keycloaks) {
        return ClientAssertionGuard.longestLife(
                client.getAttribute(OIDCConfigAttributes.TOKEN_ENDPOINT_AUTH_SIGNING_MAX_EXP), keycloaks);
    }

    /**
     * Reports what Keycloak's own authenticator has just accepted and the rule would refuse, where the rule only
     * reports. It does not look for a second use, since Keycloak refuses most of them itself.
     *
     * @param federated whether an identity provider issues the assertions of this method
     */
    public void report(ClientAuthenticationFlowContext context, boolean federated) {
        ClientModel client = context.getClient();
        if (client != null && context.getStatus() == FlowStatus.SUCCESS) {
            enforcement.guard(
                    context.getSession(), context.getRealm(), EnforcementPoint.CLIENT_AUTHENTICATION, () -> problem(
                                    context, AssertionReader.facts(context, assertion(context), federated))
                            .ifPresent(problem -> enforcement.report(
                                    context.getSession(),
                                    client,
                                    RuleId.CLIENT_ASSERTION,
                                    EnforcementPoint.CLIENT_AUTHENTICATION,
                                    "client_assertion",
                                    problem)));
        }
    }

    // Keycloak has read it before, and keeps it with the context.
    private static ClientAssertionState assertion(ClientAuthenticationFlowContext context) {
        try {
            return context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
        } catch (Exception unreadable) {
            throw new IllegalStateException("Keycloak took an assertion that cannot be read", unreadable);
        }
    }

    private Optional<String> problem(ClientAuthenticationFlowContext context, AssertionFacts facts) {
        return AssertionReader.rule(context, accepted).check(facts, Time.currentTimeSeconds());
    }

    // Keycloak sends the event once it sees the failure.
    private boolean refuses(ClientAuthenticationFlowContext context, Supplier<Optional<String>> guard) {
        Optional<String> problem = ask(context, Optional.empty(), guard);
        problem.ifPresent(text -> {
            enforcement.record(
                    context.getEvent(),
                    context.getRealm(),
                    EnforcementPoint.CLIENT_AUTHENTICATION,
                    RuleId.CLIENT_ASSERTION,
                    text);
            context.failure(
                    AuthenticationFlowError.INVALID_CLIENT_CREDENTIALS,
                    ClientAuthUtil.errorResponse(
                            Response.Status.BAD_REQUEST.getStatusCode(),
                            OAuthErrorException.INVALID_CLIENT,
                            text + " " + RuleId.CLIENT_ASSERTION.reference()));
        });
        return problem.isPresent();
    }
}
