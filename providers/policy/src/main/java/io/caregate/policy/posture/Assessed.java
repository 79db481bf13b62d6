package io.caregate.policy.posture;

import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;

/** Something stored, and what its rule makes of it. */
record Assessed(Finding finding, Effect effect) {

    static Assessed refused(RuleId rule, String field, String value, String problem, String advice) {
        return new Assessed(new Finding(rule, field, value, problem, advice), Effect.REFUSED);
    }

    static Assessed changed(RuleId rule, String field, String value, String problem, String advice) {
        return new Assessed(new Finding(rule, field, value, problem, advice), Effect.CHANGED);
    }
}
