package io.caregate.check.cli;

/** The treatment of settings that weaken a realm although no rule forbids them, by the names of the option. */
enum PostureMode {
    OFF,
    NOTE,
    FAIL
}
