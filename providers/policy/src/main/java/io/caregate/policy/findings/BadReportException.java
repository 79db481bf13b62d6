package io.caregate.policy.findings;

/** The body is not a report. The message says what is wrong with it. */
final class BadReportException extends Exception {
    private static final long serialVersionUID = 1L;

    BadReportException(String message) {
        super(message);
    }
}
