package io.caregate.audit.format;

import java.util.Set;

/** The result, by the event's type and error code. */
enum Outcome {
    SUCCESS,
    /** The caller made a mistake: a bad credential, a refused request. */
    FAILURE,
    /** The requested object is closed: a user, client or realm that is locked or disabled. */
    LOCKED,
    /** The server failed. */
    FAULT;

    private static final Set<String> CLOSED =
            Set.of("user_disabled", "user_temporarily_disabled", "client_disabled", "realm_disabled", "org_disabled");
    private static final Set<String> FAULTS = Set.of(
            "server_error",
            "guard_failed",
            "unknown_error",
            "generic",
            "generic_authentication_error",
            "invalid_config",
            "email_send_failed",
            "user_delete_error",
            "delete_credential_failed",
            "workflow_step_failed");

    static Outcome of(EntryView entry) {
        if (entry.type().equals(Payload.UNREADABLE) || entry.type().equals(Payload.DAMAGED)) {
            return FAULT;
        }
        String error = entry.error();
        if (error.isEmpty() && !entry.type().endsWith("_ERROR")) {
            return SUCCESS;
        }
        if (CLOSED.contains(error)) {
            return LOCKED;
        }
        return FAULTS.contains(error) ? FAULT : FAILURE;
    }
}
