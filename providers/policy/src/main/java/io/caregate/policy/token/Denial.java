package io.caregate.policy.token;

import io.caregate.policy.refusal.EnforcementPoint;
import io.caregate.policy.refusal.Refusal;
import io.caregate.policy.rule.PrintableText;
import io.caregate.policy.rule.RuleId;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;

/**
 * Why a subject may not have a token.
 *
 * @param api the requested protected API
 * @param roles the roles that would give access, in readable form; empty if none can
 */
public record Denial(String api, String roles) {

    private static final int SHOWN = 255;

    /** The reason as a sentence. */
    String reason() {
        return roles.isEmpty()
                ? "Nobody is admitted to " + shown(api) + "; its required roles cannot be read"
                : "The subject does not hold the role " + shown(roles) + " that " + shown(api) + " needs";
    }

    // It is also an error description in the header WWW-Authenticate; names of roles and clients may be any text.
    private static String shown(String name) {
        return PrintableText.printable(name, SHOWN);
    }

    /** The reason as an OAuth error description, which names the rule. */
    public String description() {
        return reason() + " " + RuleId.REQUIRED_ROLE.reference();
    }

    /** The same as a refusal. */
    Refusal refusal(EnforcementPoint enforcementPoint, EventType event) {
        return Refusal.by(RuleId.REQUIRED_ROLE, enforcementPoint, event, OAuthErrorException.ACCESS_DENIED, reason())
                .about("audience", api);
    }
}
