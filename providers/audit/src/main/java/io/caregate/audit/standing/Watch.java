package io.caregate.audit.standing;

/** Where whoever reads the log learns how it stands. */
public interface Watch {
    StandingQuery standing();

    Tide tide();
}
