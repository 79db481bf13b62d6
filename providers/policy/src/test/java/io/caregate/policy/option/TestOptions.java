package io.caregate.policy.option;

import io.caregate.policy.rule.AssertionAudience;
import io.caregate.policy.rule.HostList;
import io.caregate.policy.rule.PkceRule;
import io.caregate.policy.rule.RuleId;
import java.util.Map;
import java.util.Set;

/** Options of a server with no option set, apart from the rules that only report. */
public final class TestOptions {

    /** Every rule is enforced. */
    public static final PolicyOptions ENFORCING = reporting();

    /** No rule is enforced. */
    public static final PolicyOptions REPORTING = reporting(RuleId.values());

    private TestOptions() {}

    /** These rules only report. */
    public static PolicyOptions reporting(RuleId... rules) {
        return new PolicyOptions(
                Set.of(rules),
                Set.of("master"),
                PkceRule.PUBLIC,
                Map.of(),
                HostList.ANY,
                AssertionAudience.ISSUER_OR_TOKEN_ENDPOINT);
    }
}
