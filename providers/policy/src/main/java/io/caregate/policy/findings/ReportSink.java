package io.caregate.policy.findings;

import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.util.Map;

/** Where a report goes, one finding after another. No transaction is open while it is called. */
interface ReportSink {

    void begin(ReportHeader header) throws IOException;

    /** The findings of one client come one after another; those of the realm itself come first. */
    void finding(ReportedFinding found) throws IOException;

    /** What was found so far may leave. */
    void flush() throws IOException;

    /** The end, with how many findings each rule has. */
    void end(Map<RuleId, Long> summary) throws IOException;
}
