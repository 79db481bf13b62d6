package io.caregate.policy.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clients with which Keycloak and the pack talk to themselves, each in exactly the shape in which it is created.
 * Their redirect URIs are paths on the server's own origin, which no other client may register. In any other shape they
 * are treated like all other clients.
 */
public enum BuiltInClient {
    ACCOUNT("account", BuiltInClient.FRONTEND, "/realms/%s/account/", true, null),
    ACCOUNT_CONSOLE("account-console", BuiltInClient.FRONTEND, "/realms/%s/account/", true, null),
    SECURITY_ADMIN_CONSOLE("security-admin-console", BuiltInClient.ADMIN, "/admin/%s/console/", true, "+"),
    /** The portal of the pack: one exact URI, nothing below it. */
    CAREGATE_PORTAL("caregate-portal", BuiltInClient.FRONTEND, "/realms/%s/caregate/portal/", false, null),
    /** Keycloak turns the password grant on for it; even so, no one gets a token by it. */
    ADMIN_CLI("admin-cli", null, null, false, null);

    /** Keycloak's placeholder for the server's address for users. */
    public static final String FRONTEND = "${authBaseUrl}";

    /** Keycloak's placeholder for the server's address for admins. */
    public static final String ADMIN = "${authAdminUrl}";

    private static final String OLD_PREFIX = "/auth";

    private static final Set<String> NAMES =
            Arrays.stream(values()).map(builtIn -> builtIn.clientId).collect(Collectors.toUnmodifiableSet());

    private final String clientId;
    private final @Nullable String rootUrl;
    private final @Nullable String path;
    private final boolean below;
    private final @Nullable String webOrigin;

    BuiltInClient(
            String clientId,
            @Nullable String rootUrl,
            @Nullable String path,
            boolean below,
            @Nullable String webOrigin) {
        this.clientId = clientId;
        this.rootUrl = rootUrl;
        this.path = path;
        this.below = below;
        this.webOrigin = webOrigin;
    }

    /** Whether a built-in client has this name; a client of any other name cannot be one. */
    public static boolean isName(@Nullable String clientId) {
        return clientId != null && NAMES.contains(clientId);
    }

    /** The built-in client whose shape these facts match exactly, if there is one. */
    public static Optional<BuiltInClient> of(ClientFacts facts) {
        for (BuiltInClient builtIn : values()) {
            if (builtIn.clientId.equals(facts.clientId()) && builtIn.isShapeOf(facts)) {
                return Optional.of(builtIn);
            }
        }
        return Optional.empty();
    }

    /** The built-in client of this name, whatever shape a client of that name has. */
    public static Optional<BuiltInClient> named(String clientId) {
        for (BuiltInClient builtIn : values()) {
            if (builtIn.clientId.equals(clientId)) {
                return Optional.of(builtIn);
            }
        }
        return Optional.empty();
    }

    /**
     * The realm in whose name this is one of the client's addresses, in this version of Keycloak or with the
     * {@code /auth} of old ones; empty if it is not one.
     */
    Optional<String> realmOf(String address) {
        if (path == null) {
            return Optional.empty();
        }
        String plain = address.startsWith(OLD_PREFIX + "/") ? address.substring(OLD_PREFIX.length()) : address;
        int realm = path.indexOf("%s");
        String before = path.substring(0, realm);
        String after = path.substring(realm + 2, path.length() - 1);
        int end = plain.indexOf('/', before.length());
        boolean is = plain.startsWith(before)
                && end > before.length()
                && (plain.startsWith(after + "/", end) || plain.substring(end).equals(after));
        return is ? Optional.of(plain.substring(before.length(), end)) : Optional.empty();
    }

    /**
     * Whether Keycloak's migration to version 8 gives it these addresses: the account client and the admin console
     * already existed before it.
     */
    public boolean isMigrated() {
        return this == ACCOUNT || this == SECURITY_ADMIN_CONSOLE;
    }

    /** Whether Keycloak creates it, in different shapes in different versions; the pack's portal has had only one. */
    public boolean isOfKeycloak() {
        return this != CAREGATE_PORTAL;
    }

    /** Its base URL in a realm; null if it has none. */
    public @Nullable String baseUrl(String realmPath) {
        return path == null ? null : path.formatted(realmPath);
    }

    /** Its redirect URIs in a realm. */
    public List<String> redirectUris(String realmPath) {
        String here = baseUrl(realmPath);
        return here == null ? List.of() : List.of(below ? here + "*" : here);
    }

    /** Instructions for giving a client the shape of this one. */
    String shape(String realmPath) {
        return "rootUrl " + rootUrl + ", baseUrl " + baseUrl(realmPath) + ", redirectUris " + redirectUris(realmPath)
                + ", publicClient true";
    }

    private boolean isShapeOf(ClientFacts facts) {
        Map<String, String> attributes = facts.attributes();
        // Up to Keycloak 13 the account client was confidential.
        return (facts.publicClient() || this == ACCOUNT)
                && (this == ADMIN_CLI || !facts.flows().directAccessGrants())
                && same(rootUrl, facts.urls().root())
                && same(baseUrl(facts.realmPath()), facts.urls().base())
                && same(null, facts.urls().admin())
                && facts.redirectUris().equals(redirectUris(facts.realmPath()))
                && (facts.webOrigins().isEmpty()
                        || (webOrigin != null && facts.webOrigins().equals(List.of(webOrigin))))
                && (!attributes.containsKey(ClientRules.POST_LOGOUT_URIS)
                        || "+".equals(attributes.get(ClientRules.POST_LOGOUT_URIS)));
    }

    private static boolean same(@Nullable String expected, @Nullable String actual) {
        return (expected == null ? "" : expected).equals(actual == null ? "" : actual);
    }

    /** Keycloak's placeholder for the base address of this client, or null if it takes no redirects. */
    public @Nullable String rootUrl() {
        return rootUrl;
    }

    /**
     * Whether a requested URI is one of this client's, on a server whose address (for {@link #rootUrl()}) is
     * {@code serverAddress}, without a trailing slash, and with the realm's name as it appears in paths. Query and
     * fragment are left to the console.
     */
    public boolean matches(String requested, String serverAddress, String realmPath) {
        if (path == null) {
            return false;
        }
        String base = serverAddress + path.formatted(realmPath);
        if (!requested.toLowerCase(Locale.ROOT).startsWith("http") || !isPlain(requested)) {
            return false;
        }
        UriText uri = UriText.parse(requested);
        int end = requested.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = requested.indexOf(mark);
            end = at >= 0 && at < end ? at : end;
        }
        String location = requested.substring(0, end);
        return !uri.hasDotSegment() && !uri.hasUserInfo() && (below ? isBelow(location, base) : location.equals(base));
    }

    // Keycloak too accepts the console's address without its last slash.
    private static boolean isBelow(String location, String base) {
        return location.startsWith(base) || location.equals(base.substring(0, base.length() - 1));
    }

    private static boolean isPlain(String requested) {
        return requested.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '*');
    }
}
