package io.caregate.policy.findings;

import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.util.Map;

/** The destination of a report, one finding after another. No transaction is open while it is called. */
interface ReportSink {

    void begin(ReportHeader header) throws IOException;

    /** The findings of one client come one after another; those of the realm itself come first. */
    void finding(ReportedFinding found) throws IOException;

    /** The findings so far may be sent. */
    void flush() throws IOException;

    /** The end, with the number of findings for each rule. */
    void end(Map<RuleId, Long> summary) throws IOException;
}
