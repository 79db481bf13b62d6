package io.caregate.audit.format;

/** The classes of OCSF that the log uses. */
enum OcsfClass {
    BASE_EVENT(0, "Base Event", "Uncategorized"),
    ACCOUNT_CHANGE(3001, "Account Change", "Identity & Access Management"),
    AUTHENTICATION(3002, "Authentication", "Identity & Access Management"),
    ENTITY_MANAGEMENT(3004, "Entity Management", "Identity & Access Management"),
    API_ACTIVITY(6003, "API Activity", "Application Activity");

    private final int uid;
    private final String caption;
    private final String category;

    OcsfClass(int uid, String caption, String category) {
        this.uid = uid;
        this.caption = caption;
        this.category = category;
    }

    static OcsfClass of(Activity activity) {
        return switch (activity) {
            case LOGIN, LOGOUT, TOKEN -> AUTHENTICATION;
            case ACCOUNT, LOCKOUT -> ACCOUNT_CHANGE;
            case CLIENT, ADMIN -> ENTITY_MANAGEMENT;
            case REQUEST, READ -> API_ACTIVITY;
            case LOG -> BASE_EVENT;
        };
    }

    int uid() {
        return uid;
    }

    String caption() {
        return caption;
    }

    String category() {
        return category;
    }
}
