package io.caregate.policy.rule;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A URI split exactly as in RFC 3986 appendix B, without normalising, decoding or resolving anything. A URI that a
 * browser reads differently from a person is a defect, not something to repair.
 *
 * @param scheme lower-case, empty if there is none
 * @param authority null if there is none, which is not the same as an empty one
 * @param host the authority without user info and port, lower-case; empty if there is none
 * @param port the digits after the host, empty if there are none
 */
record UriText(
        String scheme,
        @Nullable String authority,
        String host,
        String port,
        String path,
        @Nullable String query,
        @Nullable String fragment) {

    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-_";

    static UriText parse(String uri) {
        String rest = uri;
        String scheme = "";
        int colon = rest.indexOf(':');
        if (colon > 0 && isScheme(rest.substring(0, colon))) {
            scheme = rest.substring(0, colon).toLowerCase(Locale.ROOT);
            rest = rest.substring(colon + 1);
        }
        String fragment = null;
        int hash = rest.indexOf('#');
        if (hash >= 0) {
            fragment = rest.substring(hash + 1);
            rest = rest.substring(0, hash);
        }
        String query = null;
        int mark = rest.indexOf('?');
        if (mark >= 0) {
            query = rest.substring(mark + 1);
            rest = rest.substring(0, mark);
        }
        String authority = null;
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            authority = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "" : rest.substring(slash);
        }
        String hostPort = authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
        int portColon = hostPort.lastIndexOf(':');
        boolean hasPort = portColon > hostPort.lastIndexOf(']');
        String host = (hasPort ? hostPort.substring(0, portColon) : hostPort).toLowerCase(Locale.ROOT);
        String port = hasPort ? hostPort.substring(portColon + 1) : "";
        return new UriText(scheme, authority, host, port, rest, query, fragment);
    }

    private static boolean isScheme(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !later)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no scheme only because the text before the first colon contains an underscore. */
    boolean hasUnderscoreInScheme() {
        int colon = path.indexOf(':');
        return scheme.isEmpty()
                && colon > 0
                && path.substring(0, colon).indexOf('_') >= 0
                && isScheme(path.substring(0, colon).replace('_', '-'));
    }

    boolean hasUserInfo() {
        return authority != null && authority.indexOf('@') >= 0;
    }

    /** The problem with host and port; empty if a browser opens exactly what is written. */
    Optional<String> hostProblem() {
        if (host.isEmpty()) {
            return Optional.of("it has no host");
        }
        if (authority != null && authority.endsWith(":")) {
            return Optional.of("its port is empty");
        }
        if (!port.isEmpty() && !isPort(port)) {
            return Optional.of("its port is not a number from 1 to 65535");
        }
        if (host.startsWith("[")) {
            return Ipv6Text.isCanonical(host) ? Optional.empty() : Optional.of("its IPv6 address is not canonical");
        }
        return nameProblem(host);
    }

    private static Optional<String> nameProblem(String host) {
        String[] labels = host.split("\\.", -1);
        for (String label : labels) {
            if (label.isEmpty() || label.length() > 63 || !isOf(label, 0, NAME_CHARACTERS)) {
                return Optional.of("its host is not a DNS name or an IP address");
            }
        }
        // WHATWG URL section 3.5: a last label that is a number makes the browser read the whole host as IPv4,
        // whatever its notation; only the plain dotted form reads the same for everyone.
        String last = labels[labels.length - 1];
        boolean numeric = isOf(last, 0, "0123456789") || (last.startsWith("0x") && isOf(last, 2, "0123456789abcdef"));
        return numeric && !isPlainIpv4(labels)
                ? Optional.of("its host is an IP address in an unusual notation")
                : Optional.empty();
    }

    private static boolean isPlainIpv4(String[] labels) {
        if (labels.length != 4) {
            return false;
        }
        for (String label : labels) {
            boolean plain = label.equals("0") || isPositive(label, 3);
            if (!plain || Integer.parseInt(label) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPort(String digits) {
        return isPositive(digits, 5) && Integer.parseInt(digits) <= 65535;
    }

    // Without regular expressions: this runs at every request.
    private static boolean isPositive(String text, int mostDigits) {
        return !text.isEmpty() && text.length() <= mostDigits && text.charAt(0) != '0' && isOf(text, 0, "0123456789");
    }

    private static boolean isOf(String text, int from, String characters) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    boolean isLoopbackAddress() {
        return host.equals("127.0.0.1") || host.equals("[::1]");
    }

    boolean isLocalhost() {
        return host.equals("localhost");
    }

    /** Whether a path segment is one or two dots, written plainly or with percent-encoded dots and separators. */
    boolean hasDotSegment() {
        if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
            return false;
        }
        String decoded = path.toLowerCase(Locale.ROOT)
                .replace("%2e", ".")
                .replace("%2f", "/")
                .replace("%5c", "/");
        for (String segment : decoded.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return true;
            }
        }
        return false;
    }

    /**
     * The names of the query's parameters as a form's reader decodes them (WHATWG URL section 5.1), in lower case. Only
     * ASCII characters are decoded. Each percent sign must encode a byte.
     */
    Stream<String> queryNames() {
        return query == null
                ? Stream.empty()
                : Arrays.stream(query.split("&", -1))
                        .map(parameter -> decoded(parameter.split("=", 2)[0]).toLowerCase(Locale.ROOT));
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                decoded.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                decoded.append(text.charAt(i));
            }
        }
        return decoded.toString();
    }

    /** The same URI with another port; only for loopback URIs (RFC 8252 section 7.3). */
    UriText withoutPort() {
        return new UriText(scheme, host, host, "", path, query, fragment);
    }

    /** The serialised origin (WHATWG HTML section 7.1.1), default ports left out. */
    String origin() {
        return scheme + "://" + host + (port.isEmpty() || hasDefaultPort() ? "" : ":" + port);
    }

    /** Whether it names the default port of its scheme. */
    boolean hasDefaultPort() {
        return (scheme.equals("https") && port.equals("443")) || (scheme.equals("http") && port.equals("80"));
    }

    /** Whether its scheme is http or https; a private-use scheme such as https.example is neither. */
    boolean isOfTheWeb() {
        return scheme.equals("https") || scheme.equals("http");
    }
}
