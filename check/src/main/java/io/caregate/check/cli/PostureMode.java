package io.caregate.check.cli;

/** What is done about what weakens a realm although no rule forbids it, by the names of the option. */
enum PostureMode {
    OFF,
    NOTE,
    FAIL
}
