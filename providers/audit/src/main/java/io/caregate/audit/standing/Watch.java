package io.caregate.audit.standing;

import io.caregate.audit.integrity.Suspects;

/** Where whoever reads the log learns how it stands. */
public interface Watch {
    StandingQuery standing();

    Tide tide();

    /** Where whoever reads says which entries did not agree. */
    Suspects suspects();
}
