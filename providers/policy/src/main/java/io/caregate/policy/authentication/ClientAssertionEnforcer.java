package io.caregate.policy.authentication;

import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
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
import org.keycloak.models.ClientModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;
import org.keycloak.representations.JsonWebToken;

/**
 * Refuses a client assertion that {@link ClientAssertionRule} does not accept, or that was used before, with
 * {@code invalid_client} (RFC 6749 section 5.2). It runs at every endpoint where a client authenticates, in the
 * request's thread. Keycloak itself sends the error event, with the rule and the reason.
 */
public final class ClientAssertionEnforcer {

    private final Enforcement enforcement;
    private final ClientAuthenticationFlowContext context;

    /** For one authentication of a client. */
    public ClientAssertionEnforcer(Enforcement enforcement, ClientAuthenticationFlowContext context) {
        this.enforcement = enforcement.in(context.getRealm());
        this.context = context;
    }

    /** Whether assertions are refused in this request's realm; if not, Keycloak's own authenticator is to decide. */
    public boolean isEnforced() {
        return ask(false, () -> enforcement.enforces(RuleId.CLIENT_ASSERTION));
    }

    private <T> T ask(T withoutGuard, Supplier<T> guard) {
        return enforcement.decide(EnforcementPoint.CLIENT_AUTHENTICATION, withoutGuard, guard);
    }

    /**
     * Whether an assertion that the client has issued itself has the required content; if not, the request is refused.
     */
    public boolean admits(ClientAssertionState assertion) {
        return admits(AssertionReader.facts(context, assertion, false));
    }

    /** The same for one that an identity provider has issued, together with {@link #admitsOnce}. */
    public boolean admitsFederated(ClientAssertionState assertion) {
        return admits(AssertionReader.facts(context, assertion, true)) && admitsOnce(assertion);
    }

    private boolean admits(AssertionFacts facts) {
        return !refuses(() -> problem(facts));
    }

    /**
     * Whether an assertion is used for the first time; if not, the request is refused. Call it only after the signature
     * has been verified: otherwise anyone could use up another client's assertion.
     */
    public boolean admitsOnce(ClientAssertionState assertion) {
        JtiReplayCache used = new JtiReplayCache(
                context.getRealm().getId(),
                (key, seconds) -> context.getSession().singleUseObjects().putIfAbsent(key, seconds));
        return !refuses(() -> ClientAssertionGuard.checkFirstUse(assertion.getToken(), Enforcement.now(), used));
    }

    /**
     * Whether an assertion is one that a client has issued itself, so that this method is to validate it. One whose iss
     * and sub differ is not; it is refused if the client that it names authenticates with this method. If the client
     * does not, an identity provider may have issued the assertion.
     */
    public boolean isOwn(ClientAssertionState assertion, String method) {
        JsonWebToken token = assertion.getToken();
        if (!ClientAssertionGuard.isOwn(token)) {
            refuseUnlessForeign(assertion, method);
            return false;
        }
        if (token != null && token.getSubject() != null) {
            assertion.setClient(context.getRealm().getClientByClientId(token.getSubject()));
        }
        return true;
    }

    private void refuseUnlessForeign(ClientAssertionState assertion, String method) {
        AssertionReader.meantClient(context, assertion, method).ifPresent(client -> {
            context.setClient(client);
            context.getEvent().client(client);
            admits(assertion);
        });
    }

    /**
     * Gives the assertion a jti that no other issuer can have: Keycloak's own store of them is shared by all issuers.
     */
    public void separate(ClientAssertionState assertion) {
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
    public void report(boolean federated) {
        ClientModel client = context.getClient();
        if (client != null && context.getStatus() == FlowStatus.SUCCESS) {
            enforcement.guard(EnforcementPoint.CLIENT_AUTHENTICATION, () -> problem(
                            AssertionReader.facts(context, assertion(), federated))
                    .ifPresent(problem -> enforcement.report(
                            client,
                            RuleId.CLIENT_ASSERTION,
                            EnforcementPoint.CLIENT_AUTHENTICATION,
                            "client_assertion",
                            problem)));
        }
    }

    // Keycloak has read it before, and keeps it with the context.
    private ClientAssertionState assertion() {
        try {
            return context.getState(ClientAssertionState.class, ClientAssertionState.supplier());
        } catch (Exception unreadable) {
            throw new IllegalStateException("Keycloak took an assertion that cannot be read", unreadable);
        }
    }

    private Optional<String> problem(AssertionFacts facts) {
        return AssertionReader.rule(context, enforcement.options().assertionAudience())
                .check(facts, Enforcement.now());
    }

    // Keycloak sends the event once it sees the failure.
    private boolean refuses(Supplier<Optional<String>> guard) {
        Optional<String> problem = ask(Optional.empty(), guard);
        problem.ifPresent(text -> {
            enforcement.record(
                    context.getEvent(), EnforcementPoint.CLIENT_AUTHENTICATION, RuleId.CLIENT_ASSERTION, text);
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
