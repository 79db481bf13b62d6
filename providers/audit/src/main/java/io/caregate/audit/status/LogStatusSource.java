package io.caregate.audit.status;

import io.caregate.audit.integrity.Suspects;

/** Where whoever reads the log learns how it stands. */
public interface LogStatusSource {
    LogStatusQuery status();

    SealSignal sealSignal();

    /** Where whoever reads says which entries did not agree. */
    Suspects suspects();
}
