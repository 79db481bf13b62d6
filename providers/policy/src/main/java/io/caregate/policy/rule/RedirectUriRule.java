package io.caregate.policy.rule;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The redirect URIs that may be registered, and the requested URIs that equal a registered one. The rule follows RFC
 * 9700 sections 2.1 and 4.1 (exact string comparison, https), RFC 6749 section 3.1.2 (absolute, no fragment) and RFC
 * 8252 sections 7.1 and 7.3 (private-use schemes and loopback addresses of native apps). It looks up no names and opens
 * no sockets.
 *
 * <p>Refused: null and empty; more than {@value #MOST_CHARACTERS} characters; anything outside the characters of RFC
 * 3986; {@code *}; a backslash; a fragment; user info; no host, or one that a browser would rewrite; dot segments,
 * encoded or not; encoded control characters; a parameter that answers to the client have; {@code http} except on a
 * loopback address; other schemes except a public client's private-use scheme with a dot.
 *
 * @param environment whether {@code http://localhost} may be registered
 * @param publicClient whether the client is public in the sense of RFC 6749 section 2.1, as native apps are
 * @param hosts the hosts that the operator allows; they do not limit loopback addresses and private-use schemes, which
 *     do not leave the user's device
 */
public record RedirectUriRule(Environment environment, boolean publicClient, HostList hosts) {

    /** The width of Keycloak's column; beyond it the database would refuse instead of the rule. */
    public static final int MOST_CHARACTERS = 255;

    /**
     * Parameters of an answer to the client: RFC 6749 sections 4.1.2 and 4.2.2, RFC 9207 section 2, OpenID Connect
     * Session Management section 2, JARM section 2.3, and Keycloak's own ones. It is Keycloak's list
     * ({@code RedirectUtils.FORBIDDEN_OIDC_PARAMS}), but Keycloak lets an administrator of the realm lift it.
     */
    private static final Set<String> RESPONSE_PARAMETERS = Set.of(
            "access_token",
            "code",
            "error",
            "error_description",
            "expires_in",
            "id_token",
            "iss",
            "kc_action",
            "kc_action_status",
            "response",
            "session_state",
            "state",
            "token_type");

    private static final String OTHER_CHARACTERS = "-._~:/?#[]@!$&'()+,;=%";

    /** The rule where the operator lists no hosts. */
    RedirectUriRule(Environment environment, boolean publicClient) {
        this(environment, publicClient, HostList.ANY);
    }

    /** The problem with a URI that a client wants to register, or empty if it may be registered. */
    Optional<Violation> check(@Nullable String uri) {
        return checkAddress(uri).or(() -> checkQuery(UriText.parse(Objects.requireNonNullElse(uri, ""))));
    }

    /** The problem with everything but the query's parameters. */
    Optional<Violation> checkAddress(@Nullable String uri) {
        if (uri == null || uri.isEmpty()) {
            return violation("empty", "it is empty", "remove the entry or write an absolute https URI");
        }
        Optional<Violation> textual = checkText(uri);
        return textual.isPresent() ? textual : checkParts(UriText.parse(uri));
    }

    /**
     * The problem with the spelling of a good URI that is written. Browsers and libraries write scheme and host in
     * lower case and no default port, so a client would hardly send another spelling. A stored one is accepted as it
     * is.
     */
    Optional<Violation> checkSpelling(String uri) {
        UriText parsed = UriText.parse(uri);
        if (!parsed.isOfTheWeb() || (uri.startsWith(parsed.origin()) && !parsed.hasDefaultPort())) {
            return Optional.empty();
        }
        int end = parsed.scheme().length()
                + "://".length()
                + Objects.requireNonNullElse(parsed.authority(), "").length();
        return violation(
                "spelling",
                "browsers and libraries spell it differently, and URIs are compared character for character",
                "write " + parsed.origin() + uri.substring(end));
    }

    /** Whether a URI may be registered. */
    public boolean accepts(@Nullable String uri) {
        return check(uri).isEmpty();
    }

    /**
     * The problem with a location that a browser is sent to without a code: it may also be a path below the root URL,
     * and have a fragment.
     */
    Optional<Violation> checkLocation(String location) {
        if (location.isEmpty()) {
            return check(location);
        }
        Optional<Violation> textual = checkText(location);
        if (textual.isPresent()) {
            return textual;
        }
        int hash = location.indexOf('#');
        String withoutFragment = hash < 0 ? location : location.substring(0, hash);
        boolean path = withoutFragment.startsWith("/") && !withoutFragment.startsWith("//");
        return path
                ? new RedirectUriRule(environment, publicClient)
                        .checkParts(UriText.parse("https://host.example" + withoutFragment))
                : checkParts(UriText.parse(withoutFragment));
    }

    /** Whether a location that is not a redirect URI may be registered. */
    public boolean acceptsLocation(String location) {
        return checkLocation(location).isEmpty();
    }

    private static Optional<Violation> checkText(String uri) {
        if (uri.indexOf('*') >= 0) {
            return violation(
                    "wildcard", "it has a wildcard", "register each URI in full, such as https://app.example/callback");
        }
        if (uri.length() > MOST_CHARACTERS) {
            return violation(
                    "too-long", "it has more than " + MOST_CHARACTERS + " characters", "register a shorter URI");
        }
        for (int i = 0; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '\\') {
                return violation(
                        "backslash",
                        "it has a backslash, which browsers read as a slash",
                        "write / where a slash is meant");
            }
            if (isPlaceholder(uri, i)) {
                return violation(
                        "placeholder",
                        "it has a placeholder that nothing has replaced",
                        "replace it before the file is imported, or write the address that is meant");
            }
            if (!isUriCharacter(c)) {
                return violation(
                        "bad-character",
                        "it has a character that no URI has (RFC 3986)",
                        "use ASCII, with an international host in its xn-- form and other characters percent-encoded");
            }
            if (c == '%' && !isHarmlessEncoding(uri, i)) {
                return violation(
                        "bad-encoding",
                        "it has a percent sign that encodes nothing or a control character",
                        "remove it");
            }
        }
        return Optional.empty();
    }

    /** Whether {@code ${…}} or <code>{{…}}</code> starts here, which templates and pipelines replace. */
    private static boolean isPlaceholder(String uri, int i) {
        return (uri.startsWith("${", i) || uri.startsWith("{{", i)) && uri.indexOf('}', i) > i;
    }

    private static boolean isUriCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || OTHER_CHARACTERS.indexOf(c) >= 0;
    }

    private static boolean isHarmlessEncoding(String uri, int percent) {
        if (percent + 2 >= uri.length()) {
            return false;
        }
        int high = Character.digit(uri.charAt(percent + 1), 16);
        int low = Character.digit(uri.charAt(percent + 2), 16);
        int code = high * 16 + low;
        return high >= 0 && low >= 0 && code >= 0x20 && code != 0x5c && code != 0x7f;
    }

    private Optional<Violation> checkParts(UriText uri) {
        if (uri.scheme().isEmpty() && uri.hasUnderscoreInScheme()) {
            return violation(
                    "scheme-character",
                    "its scheme has an underscore, which no scheme may have (RFC 3986 section 3.1)",
                    "write a scheme of letters, digits, +, - and ., such as com.example.app:/callback");
        }
        if (uri.scheme().isEmpty()) {
            return violation(
                    "not-absolute",
                    "it is not absolute",
                    "write it with scheme and host, such as https://app.example/callback");
        }
        if (uri.fragment() != null) {
            return violation("fragment", "it has a fragment", "remove the # and what follows");
        }
        if (uri.hasUserInfo()) {
            return violation(
                    "user-info", "it has user info before the host", "remove everything up to and including the @");
        }
        if (uri.hasDotSegment()) {
            return violation(
                    "dot-segment", "its path has a dot segment", "write the path that is meant, without . and ..");
        }
        if (uri.path().indexOf('[') >= 0 || uri.path().indexOf(']') >= 0) {
            return violation(
                    "square-bracket", "its path has a square bracket (RFC 3986 section 3.3)", "write %5B and %5D");
        }
        return switch (uri.scheme()) {
            case "https" -> checkHost(uri).or(() -> checkListed(uri));
            case "http" -> checkHttp(uri);
            default -> checkPrivateUse(uri);
        };
    }

    /**
     * Keycloak appends its answer to the query, and a client may read the first of two parameters with one name. An
     * attacker's link could then carry the code or state that the client takes.
     */
    private static Optional<Violation> checkQuery(UriText uri) {
        return uri.queryNames()
                .filter(RESPONSE_PARAMETERS::contains)
                .findFirst()
                .flatMap(name -> violation(
                        "response-parameter",
                        "its query has the parameter " + name + ", which is part of the answer to the client",
                        "rename the parameter"));
    }

    private static Optional<Violation> checkHost(UriText uri) {
        if (uri.authority() == null) {
            return violation("no-host", "it has no host", "write // and the host behind the scheme");
        }
        return uri.hostProblem()
                .map(problem -> new Violation("bad-host", problem, "write the host as the browser shows it"));
    }

    private Optional<Violation> checkListed(UriText uri) {
        return hosts.allows(uri.host())
                ? Optional.empty()
                : violation(
                        "host-not-allowed",
                        "its host is not one that the operator of this server allows",
                        "use a host of this list: " + hosts.text());
    }

    private Optional<Violation> checkHttp(UriText uri) {
        Optional<Violation> host = checkHost(uri);
        if (host.isPresent() || uri.isLoopbackAddress()) {
            return host;
        }
        if (uri.isLocalhost()) {
            return environment == Environment.ACCEPTANCE
                    ? Optional.empty()
                    : violation(
                            "localhost-in-production",
                            "http on localhost is for acceptance clients only",
                            "use https, http://127.0.0.1, or set the attribute " + Environment.ATTRIBUTE
                                    + " to acceptance");
        }
        return violation("plain-http", "it sends the code over plain http", "use https");
    }

    private Optional<Violation> checkPrivateUse(UriText uri) {
        if (uri.scheme().indexOf('.') < 0) {
            return violation(
                    "scheme",
                    "its scheme is neither https nor a private-use scheme with a dot in it",
                    "use https, or for a native app a scheme such as com.example.app:/callback");
        }
        if (!publicClient) {
            return violation(
                    "scheme-of-confidential",
                    "only a public client may use a private-use scheme",
                    "use https, or make the client public");
        }
        if (uri.authority() != null && uri.authority().isEmpty()) {
            return violation(
                    "no-host",
                    "it has no host behind //",
                    "write it with one slash, such as com.example.app:/callback");
        }
        if (uri.authority() != null) {
            return checkHost(uri);
        }
        return uri.path().startsWith("/")
                ? Optional.empty()
                : violation(
                        "no-path",
                        "nothing follows its scheme but text",
                        "write a path, such as com.example.app:/callback");
    }

    /**
     * Whether a requested redirect URI equals, character for character, a registered one that is itself acceptable. A
     * registered wildcard, or any other registered URI that this rule would refuse today, never matches a request. The
     * port of a loopback address may differ for a public client, as a native app cannot know it beforehand (RFC 8252
     * section 7.3).
     */
    public boolean matches(String requested, Collection<String> registered) {
        if (!accepts(requested)) {
            return false;
        }
        // A registered URI that equals an acceptable one is acceptable.
        return registered.contains(requested)
                || (publicClient && registered.stream().anyMatch(uri -> differsInLoopbackPortOnly(uri, requested)));
    }

    private boolean differsInLoopbackPortOnly(String registered, String requested) {
        UriText known = UriText.parse(registered);
        return known.scheme().equals("http")
                && known.isLoopbackAddress()
                && registered.startsWith(requested.substring(0, known.scheme().length()))
                && known.withoutPort().equals(UriText.parse(requested).withoutPort())
                && accepts(registered);
    }

    private static Optional<Violation> violation(String code, String problem, String advice) {
        return Optional.of(new Violation(code, problem, advice));
    }
}
