package io.caregate.policy.rule;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Claims that name the subject of a token, the client that requested it, and its session. A protocol mapper that writes
 * one must take it from this user or this session, never from a constant, a role, or a text that the owner of a client
 * chooses.
 */
public final class IdentityClaim {

    /** The client that requested the token (RFC 9068 section 2.2). */
    public static final String CLIENT_ID = "client_id";

    /** The client that the token was issued to (OpenID Connect Core section 2). */
    public static final String AUTHORIZED_PARTY = "azp";

    /** The name of the user (OpenID Connect Core section 5.1). */
    public static final String PREFERRED_USERNAME = "preferred_username";

    /** Keycloak's older name for {@code sid}. */
    public static final String SESSION_STATE = "session_state";

    /** The permissions that the UMA grant gives. They identify a token from that grant. */
    public static final String AUTHORIZATION = "authorization";

    /** The pack's mark on a token that is refreshed from a derived token. */
    public static final String DERIVED = "caregate_derived";

    /** Written only by Keycloak and the pack; a mapper's value is removed. {@code act} is from RFC 8693 section 4.1. */
    public static final Set<String> SERVER_ONLY = Set.of("act", AUTHORIZATION, DERIVED);

    private static final Set<String> NAMES = Set.of(
            "sub",
            PREFERRED_USERNAME,
            "username",
            AUTHORIZED_PARTY,
            CLIENT_ID,
            "sid",
            SESSION_STATE,
            "iss",
            "typ",
            "iat",
            "exp",
            "nbf",
            "jti",
            "auth_time",
            "acr",
            "act",
            AUTHORIZATION,
            DERIVED);

    /** The mapper setting that names the claim to write. */
    public static final String CLAIM_NAME = "claim.name";

    /** The advice for a mapper that writes an identity claim from the wrong source. */
    public static final String ADVICE = "remove the mapper, or write another claim";

    private static final String USER_ATTRIBUTE = "user.attribute";
    private static final String SESSION_NOTE = "user.session.note";

    /** Properties of the user, as Keycloak's mappers name them, that may be written into a claim. */
    private static final Map<String, Set<String>> PROPERTIES = Map.of(
            "sub",
            Set.of("id", "username", "email"),
            PREFERRED_USERNAME,
            Set.of("username", "email"),
            "username",
            Set.of("username", "email"));

    /** Notes of the session, likewise. */
    private static final Map<String, Set<String>> NOTES =
            Map.of("auth_time", Set.of("AUTH_TIME"), CLIENT_ID, Set.of(CLIENT_ID, "clientId"));

    /** Mappers that put roles into a token that its user need not have. */
    private static final Set<String> INVENTED_ROLES = Set.of("oidc-hardcoded-role-mapper", "oidc-role-name-mapper");

    /**
     * Claims by which APIs decide what a user may do: roles, scopes and groups (RFC 9068 section 2.2.3), the record in
     * context and the person behind the user (SMART App Launch 2.2), the key that a token is bound to (RFC 7800),
     * addresses.
     */
    private static final Set<String> DECIDING = Set.of(
            "scope",
            "scp",
            "roles",
            "groups",
            "entitlements",
            "permissions",
            "realm_access",
            "resource_access",
            "allowed-origins",
            "organization",
            "patient",
            "encounter",
            "fhirUser",
            "fhirContext",
            "tenant",
            "cnf",
            "upn",
            "email",
            "email_verified");

    /** Mappers that write true values, whatever the claim is called. */
    private static final Set<String> TRUE_ROLES = Set.of(
            "oidc-usermodel-realm-role-mapper", "oidc-usermodel-client-role-mapper", "oidc-group-membership-mapper");

    /** Properties that belong in a claim of this kind. */
    private static final Map<String, Set<String>> TRUE_PROPERTIES = Map.of(
            "email", Set.of("email"), "email_verified", Set.of("emailVerified"), "upn", Set.of("username", "email"));

    private static final Set<String> OF_USER_ATTRIBUTES = Set.of("sub", PREFERRED_USERNAME, "username");

    private IdentityClaim() {}

    /**
     * The identity claim that a protocol mapper writes from the wrong source.
     *
     * @param type the mapper's provider id
     * @param settings its configuration
     * @return the claim; empty if the mapper writes no identity claim, or writes it correctly
     */
    public static Optional<String> misused(@Nullable String type, Map<String, String> settings) {
        String path = text(settings, CLAIM_NAME);
        if (type == null || path.isEmpty()) {
            return Optional.empty();
        }
        String claim = first(path);
        if (!NAMES.contains(claim)) {
            return Optional.empty();
        }
        boolean belongs =
                switch (type) {
                    case "oidc-usermodel-property-mapper" ->
                        PROPERTIES.getOrDefault(claim, Set.of()).contains(text(settings, USER_ATTRIBUTE));
                    // An attribute is set by the user or by an administrator, not by the owner of the client.
                    case "oidc-usermodel-attribute-mapper" -> OF_USER_ATTRIBUTES.contains(claim);
                    case "oidc-acr-mapper" -> claim.equals("acr");
                    case "oidc-usersessionmodel-note-mapper" ->
                        NOTES.getOrDefault(claim, Set.of()).contains(text(settings, SESSION_NOTE));
                    default -> false;
                };
        return belongs ? Optional.empty() : Optional.of(claim);
    }

    /** Half a sentence on the effect on a claim that is {@link #misused}. */
    public static String problem(String claim) {
        return "it writes " + claim
                + ", which says whom or what a token is for, from something else; what Keycloak sets"
                + " is put back, and a name of another user refuses the token";
    }

    /**
     * A claim that APIs may decide by, and that a mapper registered with a client takes from a source that users or
     * registrants can write: users change their own attributes in the Account API.
     *
     * @param type the mapper's provider id
     * @param settings its configuration
     * @return the claim; empty if the mapper writes no such claim, or a true value
     */
    public static Optional<String> decidedBy(@Nullable String type, Map<String, String> settings) {
        if (type != null && INVENTED_ROLES.contains(type)) {
            return Optional.of("roles");
        }
        String claim = first(text(settings, CLAIM_NAME));
        if (type == null || !DECIDING.contains(claim) || TRUE_ROLES.contains(type)) {
            return Optional.empty();
        }
        boolean isSo = type.equals("oidc-usermodel-property-mapper")
                && TRUE_PROPERTIES.getOrDefault(claim, Set.of()).contains(text(settings, USER_ATTRIBUTE));
        return isSo ? Optional.empty() : Optional.of(claim);
    }

    // Keycloak keeps null settings.
    private static String text(Map<String, String> settings, String key) {
        @Nullable String value = settings.get(key);
        return value == null ? "" : value;
    }

    /**
     * The claim that a mapper with this setting writes: a dot starts the next level of an object, and a backslash
     * before any character stands for that character.
     */
    public static String first(String path) {
        StringBuilder name = new StringBuilder(path.length());
        for (int i = 0; i < path.length() && path.charAt(i) != '.'; i++) {
            boolean escaped = path.charAt(i) == '\\' && i + 1 < path.length();
            name.append(path.charAt(escaped ? ++i : i));
        }
        return name.toString().strip();
    }
}
