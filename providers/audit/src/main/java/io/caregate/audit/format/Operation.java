package io.caregate.audit.format;

import java.util.Set;

/** The operation on the object of an event. */
enum Operation {
    CREATE,
    READ,
    UPDATE,
    DELETE,
    /** Something is carried out: a login, the issuing of a token. */
    EXECUTE;

    private static final Set<Activity> CARRIED_OUT =
            Set.of(Activity.LOGIN, Activity.LOGOUT, Activity.TOKEN, Activity.LOG);

    static Operation of(Activity activity, String type) {
        if (CARRIED_OUT.contains(activity)) {
            return EXECUTE;
        }
        if (activity == Activity.READ) {
            return READ;
        }
        return activity == Activity.LOCKOUT ? UPDATE : byName(activity, Activity.stem(type));
    }

    private static Operation byName(Activity activity, String stem) {
        if (stem.contains("DELETE") || stem.contains("REMOVE") || stem.contains("REVOKE") || stem.startsWith("UNREG")) {
            return DELETE;
        }
        if (stem.contains("REGISTER") || stem.contains("CREATE") || stem.startsWith("GRANT")) {
            return CREATE;
        }
        if (stem.contains("INFO") || stem.startsWith("INTROSPECT") || stem.startsWith("VALIDATE")) {
            return READ;
        }
        boolean changes = stem.contains("UPDATE") || (activity == Activity.ACCOUNT && !stem.startsWith("SEND_"));
        return changes ? UPDATE : EXECUTE;
    }
}
