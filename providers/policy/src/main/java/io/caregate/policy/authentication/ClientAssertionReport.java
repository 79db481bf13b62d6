package io.caregate.policy.authentication;

import io.caregate.policy.option.PolicyOptions;
import io.caregate.policy.refusal.Enforcement;
import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.rule.RuleId;
import org.keycloak.authentication.ClientAuthenticationFlowContext;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.authentication.authenticators.client.ClientAssertionState;
import org.keycloak.common.util.Time;
import org.keycloak.models.ClientModel;

/**
 * Where the rule only reports: Keycloak's own authenticators decide, and what they take although the rule would not is
 * told. A second use is not looked for, since Keycloak refuses most of them itself.
 */
public final class ClientAssertionReport {
    private final Enforcement enforcement;

    public ClientAssertionReport(PolicyOptions options) {
        this.enforcement = new Enforcement(options);
    }

    /**
     * Looks at an authentication that Keycloak has just decided.
     *
     * @param federated whether an identity provider issues the assertions of this method
     */
    public void inspect(ClientAuthenticationFlowContext context, boolean federated) {
        ClientModel client = context.getClient();
        if (client != null && context.getStatus() == FlowStatus.SUCCESS) {
            enforcement.guard(
                    context.getSession(),
                    context.getRealm(),
                    EnforcementPoint.CLIENT_AUTHENTICATION,
                    () -> AssertionReader.rule(context)
                            .check(
                                    AssertionReader.facts(context, assertion(context), federated),
                                    Time.currentTimeSeconds())
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
}
