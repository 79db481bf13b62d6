package io.caregate.check.cli;

import io.caregate.check.report.GithubReport;
import io.caregate.check.report.JsonReport;
import io.caregate.check.report.JunitReport;
import io.caregate.check.report.Report;
import io.caregate.check.report.SarifReport;
import io.caregate.check.report.TextReport;

/** The forms of a report, by the names of the option. */
enum Format {
    TEXT,
    JSON,
    SARIF,
    GITHUB,
    JUNIT;

    Report report(boolean colours, String version) {
        return switch (this) {
            case TEXT -> new TextReport(colours);
            case JSON -> new JsonReport();
            case SARIF -> new SarifReport(version);
            case GITHUB -> new GithubReport();
            case JUNIT -> new JunitReport();
        };
    }
}
