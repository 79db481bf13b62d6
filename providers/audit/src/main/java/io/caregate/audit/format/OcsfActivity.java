package io.caregate.audit.format;

import java.util.Map;

/** The name of the activity in a class of OCSF, or 99 and Keycloak's own word if the class has none. */
record OcsfActivity(int id, String name) {
    private static final Map<String, OcsfActivity> ACCOUNT = Map.of(
            "REGISTER", new OcsfActivity(1, "Create"),
            "UPDATE_PASSWORD", new OcsfActivity(3, "Password Change"),
            "RESET_PASSWORD", new OcsfActivity(4, "Password Reset"),
            "SEND_RESET_PASSWORD", new OcsfActivity(4, "Password Reset"),
            "DELETE_ACCOUNT", new OcsfActivity(6, "Delete"),
            "USER_DISABLED_BY_PERMANENT_LOCKOUT", new OcsfActivity(9, "Lock"),
            "USER_DISABLED_BY_TEMPORARY_LOCKOUT", new OcsfActivity(9, "Lock"),
            "UPDATE_TOTP", new OcsfActivity(10, "MFA Factor Enable"),
            "REMOVE_TOTP", new OcsfActivity(11, "MFA Factor Disable"));

    static OcsfActivity of(OcsfClass kind, String type) {
        String stem = Activity.stem(type);
        Activity activity = Activity.of(type);
        OcsfActivity other = new OcsfActivity(99, stem);
        return switch (kind) {
            case AUTHENTICATION ->
                switch (activity) {
                    case LOGIN -> new OcsfActivity(1, "Logon");
                    case LOGOUT -> new OcsfActivity(2, "Logoff");
                    default -> other;
                };
            case ACCOUNT_CHANGE -> ACCOUNT.getOrDefault(stem, other);
            case ENTITY_MANAGEMENT, API_ACTIVITY ->
                switch (Operation.of(activity, type)) {
                    case CREATE -> new OcsfActivity(1, "Create");
                    case READ -> new OcsfActivity(2, "Read");
                    case UPDATE -> new OcsfActivity(3, "Update");
                    case DELETE -> new OcsfActivity(4, "Delete");
                    case EXECUTE -> other;
                };
            case BASE_EVENT -> other;
        };
    }
}
