package io.caregate.policy.token;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The names other than its client id under which an API may appear in an audience: its address (RFC 8707 section 2), in
 * any spelling of the same URL, and its internal id. Spellings that RFC 3986 section 6.2 makes equal are equal here:
 * the case of scheme and host, the scheme's own port, and a slash at the end.
 */
final class AudienceName {

    private static final int ID_CHARACTERS = 36;

    private AudienceName() {}

    /** Whether an audience has the form of an address, so that it can name a client by something other than its id. */
    static boolean isAddress(String audience) {
        return audience.indexOf(':') >= 0;
    }

    /** Whether an audience has the form of an internal id. */
    static boolean isInternalId(String audience) {
        return audience.length() == ID_CHARACTERS && audience.charAt(8) == '-';
    }

    /** The one spelling of an address; text that is not a URL stays as it is, without white space around it. */
    static String normalized(String address) {
        String text = address.strip();
        try {
            URI uri = new URI(text).normalize();
            if (uri.getScheme() == null || uri.getHost() == null) {
                return withoutSlash(text);
            }
            String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            return withoutSlash(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port(scheme, uri.getPort())
                            + path)
                    + query;
        } catch (URISyntaxException other) {
            return withoutSlash(text);
        }
    }

    /** The one spelling of an address that is relative to a root, as a client's may be. */
    static Optional<String> normalized(@Nullable String root, @Nullable String address) {
        if (address == null || address.isBlank()) {
            return Optional.empty();
        }
        String absolute =
                isAddress(address) ? address : root == null ? "" : withoutSlash(root.strip()) + address.strip();
        return isAddress(absolute) ? Optional.of(normalized(absolute)) : Optional.empty();
    }

    private static String port(String scheme, int port) {
        boolean usual = port < 0 || (scheme.equals("https") && port == 443) || (scheme.equals("http") && port == 80);
        return usual ? "" : ":" + port;
    }

    private static String withoutSlash(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }
}
