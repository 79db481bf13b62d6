package io.caregate.policy.findings;

import io.caregate.policy.rule.RuleId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps only the totals of a report. */
final class SummarySink implements ReportSink {
    private @Nullable Map<RuleId, Long> summary;

    /** The number of findings for each rule. */
    Map<RuleId, Long> summary() {
        return Objects.requireNonNull(summary, "the report is not written yet");
    }

    @Override
    public void begin(ReportHeader header) {}

    @Override
    public void finding(ReportedFinding found) {}

    @Override
    public void flush() {}

    @Override
    public void end(Map<RuleId, Long> sums) {
        summary = sums;
    }
}
