package io.caregate.audit.format;

import java.util.Set;

/** The kind of activity, by the event's type. An unknown type is a {@link #REQUEST}. */
enum Activity {
    /** A user or a client authenticates. */
    LOGIN,
    LOGOUT,
    /** A token is requested on the basis of an earlier login. */
    TOKEN,
    /** Any other request to Keycloak's endpoints. */
    REQUEST,
    /** A part of a user's account: its data, credentials, links and consents. */
    ACCOUNT,
    /** Keycloak locks a user out. */
    LOCKOUT,
    /** A client is registered, read, changed or deleted by dynamic registration. */
    CLIENT,
    /** A change, through the Admin API or by another way. */
    ADMIN,
    /** A caller reads the audit log. */
    READ,
    /** The log reports on itself, or on the server that writes it. */
    LOG;

    private static final String ERROR = "_ERROR";
    private static final String OWN = "CAREGATE_AUDIT_";
    private static final String SERVER = "CAREGATE_SERVER_";
    private static final Set<String> LOGINS = Set.of(
            "LOGIN",
            "CLIENT_LOGIN",
            "IMPERSONATE",
            "RESTART_AUTHENTICATION",
            "IDENTITY_PROVIDER_LOGIN",
            "IDENTITY_PROVIDER_FIRST_LOGIN",
            "IDENTITY_PROVIDER_POST_LOGIN",
            "IDENTITY_PROVIDER_RESPONSE",
            "OAUTH2_DEVICE_AUTH",
            "OAUTH2_DEVICE_VERIFY_USER_CODE",
            "EXECUTE_ACTIONS",
            "EXECUTE_ACTION_TOKEN",
            "CUSTOM_REQUIRED_ACTION");
    private static final Set<String> TOKENS = Set.of(
            "CODE_TO_TOKEN",
            "REFRESH_TOKEN",
            "TOKEN_EXCHANGE",
            "OAUTH2_DEVICE_CODE_TO_TOKEN",
            "OAUTH2_EXTENSION_GRANT",
            "AUTHREQID_TO_TOKEN",
            "JWT_AUTHORIZATION_GRANT",
            "VERIFIABLE_CREDENTIAL_PRE_AUTHORIZED_GRANT",
            "PERMISSION_TOKEN",
            "IDENTITY_PROVIDER_RETRIEVE_TOKEN");
    private static final Set<String> LOGOUTS = Set.of("LOGOUT", "USER_SESSION_DELETED");
    private static final Set<String> CLIENTS =
            Set.of("CLIENT_REGISTER", "CLIENT_UPDATE", "CLIENT_DELETE", "CLIENT_INFO");
    private static final Set<String> ACCOUNTS = Set.of(
            "REGISTER",
            "IDENTITY_PROVIDER_LINK_ACCOUNT",
            "CLIENT_INITIATED_ACCOUNT_LINKING",
            "DELETE_ACCOUNT",
            "INVITE_ORG",
            "GRANT_CONSENT",
            "REVOKE_GRANT",
            "FEDERATED_IDENTITY_LINK",
            "FEDERATED_IDENTITY_OVERRIDE_LINK");

    static Activity of(String type) {
        String stem = stem(type);
        if (LOGINS.contains(stem)) {
            return LOGIN;
        }
        if (TOKENS.contains(stem)) {
            return TOKEN;
        }
        if (LOGOUTS.contains(stem)) {
            return LOGOUT;
        }
        if (CLIENTS.contains(stem)) {
            return CLIENT;
        }
        return byName(stem);
    }

    /** The type without the suffix that says that it failed. */
    static String stem(String type) {
        return type.endsWith(ERROR) && type.length() > ERROR.length()
                ? type.substring(0, type.length() - ERROR.length())
                : type;
    }

    private static Activity byName(String stem) {
        if (stem.startsWith(OWN)) {
            return stem.equals(OWN + "READ") ? READ : LOG;
        }
        if (stem.startsWith(SERVER)) {
            return LOG;
        }
        if (stem.startsWith("ADMIN_") || stem.startsWith("MODEL_") || stem.equals("WORKFLOW_STEP")) {
            return ADMIN;
        }
        if (stem.startsWith("USER_DISABLED_BY_")) {
            return LOCKOUT;
        }
        boolean account = ACCOUNTS.contains(stem)
                || stem.startsWith("UPDATE_")
                || stem.startsWith("REMOVE_")
                || stem.startsWith("RESET_")
                || stem.startsWith("VERIFY_")
                || stem.startsWith("SEND_");
        return account ? ACCOUNT : REQUEST;
    }
}
