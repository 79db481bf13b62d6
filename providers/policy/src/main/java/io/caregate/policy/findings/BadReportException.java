package io.caregate.policy.findings;

/** A body that is no report. The message says what is wrong with it. */
final class BadReportException extends Exception {
    private static final long serialVersionUID = 1L;

    BadReportException(String message) {
        super(message);
    }
}
