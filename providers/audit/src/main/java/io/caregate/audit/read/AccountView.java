package io.caregate.audit.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which entries users may read of their own account: attempts to sign in to it or to act as its user, and changes of
 * what it is signed in with. The entry must name the account by its id; a name is not enough, since it may be another
 * account's id.
 */
final class AccountView {
    private static final Set<String> TYPES = Set.of(
            "LOGIN",
            "LOGIN_ERROR",
            "IDENTITY_PROVIDER_LOGIN",
            "IDENTITY_PROVIDER_LOGIN_ERROR",
            "IDENTITY_PROVIDER_FIRST_LOGIN",
            "IDENTITY_PROVIDER_FIRST_LOGIN_ERROR",
            "IDENTITY_PROVIDER_POST_LOGIN",
            "IDENTITY_PROVIDER_POST_LOGIN_ERROR",
            "IDENTITY_PROVIDER_LINK_ACCOUNT",
            "IDENTITY_PROVIDER_LINK_ACCOUNT_ERROR",
            "CLIENT_INITIATED_ACCOUNT_LINKING",
            "CLIENT_INITIATED_ACCOUNT_LINKING_ERROR",
            "FEDERATED_IDENTITY_OVERRIDE_LINK",
            "FEDERATED_IDENTITY_OVERRIDE_LINK_ERROR",
            "USER_DISABLED_BY_TEMPORARY_LOCKOUT",
            "USER_DISABLED_BY_PERMANENT_LOCKOUT",
            "IMPERSONATE",
            "IMPERSONATE_ERROR",
            "JWT_AUTHORIZATION_GRANT",
            "JWT_AUTHORIZATION_GRANT_ERROR",
            "OAUTH2_DEVICE_VERIFY_USER_CODE",
            "OAUTH2_DEVICE_VERIFY_USER_CODE_ERROR",
            "AUTHREQID_TO_TOKEN",
            "AUTHREQID_TO_TOKEN_ERROR",
            "RESET_PASSWORD",
            "RESET_PASSWORD_ERROR",
            "SEND_RESET_PASSWORD",
            "SEND_RESET_PASSWORD_ERROR",
            "UPDATE_PASSWORD",
            "UPDATE_PASSWORD_ERROR",
            "UPDATE_CREDENTIAL",
            "UPDATE_CREDENTIAL_ERROR",
            "REMOVE_CREDENTIAL",
            "REMOVE_CREDENTIAL_ERROR",
            "UPDATE_TOTP",
            "UPDATE_TOTP_ERROR",
            "REMOVE_TOTP",
            "REMOVE_TOTP_ERROR",
            "UPDATE_EMAIL",
            "UPDATE_EMAIL_ERROR",
            "EXECUTE_ACTION_TOKEN",
            "EXECUTE_ACTION_TOKEN_ERROR",
            "FEDERATED_IDENTITY_LINK",
            "FEDERATED_IDENTITY_LINK_ERROR",
            "REMOVE_FEDERATED_IDENTITY",
            "REMOVE_FEDERATED_IDENTITY_ERROR");

    private static final JsonMapper JSON = new JsonMapper();

    private AccountView() {}

    /** The types of these entries, as a query asks for them. */
    static String types() {
        return TYPES.stream().sorted().collect(Collectors.joining(","));
    }

    /** Whether this entry is about the account with this id, and of one of the types. */
    static boolean shows(String payload, String userId) {
        try {
            JsonNode entry = JSON.readTree(payload);
            return userId.equals(entry.path("user").textValue())
                    && TYPES.contains(entry.path("type").asText());
        } catch (JsonProcessingException notAnEntry) {
            return false;
        }
    }
}
