package io.caregate.audit.status;

import io.caregate.audit.integrity.Suspects;

/** Answers the state of the log to its readers. */
public interface LogStatusSource {
    LogStatusQuery status();

    SealSignal sealSignal();

    /** The list on which readers report entries that did not agree. */
    Suspects suspects();
}
