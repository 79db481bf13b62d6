package io.caregate.policy.findings;

import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;

/** Something stored, and the effect of its rule on it. */
record Assessment(Finding finding, Impact effect) {

    static Assessment refused(RuleId rule, String field, String value, String problem, String advice) {
        return new Assessment(new Finding(rule, field, value, problem, advice), Impact.REFUSED);
    }

    static Assessment changed(RuleId rule, String field, String value, String problem, String advice) {
        return new Assessment(new Finding(rule, field, value, problem, advice), Impact.CHANGED);
    }
}
