package io.caregate.policy.findings;

import io.caregate.policy.rule.RuleId;
import java.time.Instant;
import java.util.List;

/**
 * The header of a report.
 *
 * @param realm the realm's name
 * @param version the version of the pack
 * @param mode {@code report} if nothing is refused, else {@code enforce}
 * @param reportOnly the rules that only report
 * @param governed whether the rules hold in the realm
 * @param rules the page that explains the rules; each has its id for a fragment
 */
record ReportHeader(
        String realm,
        Instant generatedAt,
        String version,
        String mode,
        List<RuleId> reportOnly,
        boolean governed,
        String rules) {
    ReportHeader {
        reportOnly = List.copyOf(reportOnly);
    }

    /** The page that explains a rule. */
    String address(RuleId rule) {
        return rules + "#" + rule.id();
    }
}
