package io.caregate.portal.key;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form that the address of a JWK Set must have. This class looks up no names. */
final class JwksAddress {
    private static final int LONGEST = 255;
    private static final int HTTPS_PORT = 443;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private JwksAddress() {}

    /** The code of its problem, or empty. */
    static Optional<String> error(String address) {
        if (address.length() > LONGEST || !address.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("url-unreadable");
        }
        try {
            URI uri = new URI(address);
            if (!"https".equalsIgnoreCase(uri.getScheme())) {
                return Optional.of("url-not-https");
            }
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                return Optional.of("url-unreadable");
            }
            return isName(host(uri)) ? Optional.empty() : Optional.of("url-needs-name");
        } catch (URISyntaxException unreadable) {
            return Optional.of("url-unreadable");
        }
    }

    /** Whether it uses the port of https, where others expect a web server. */
    static boolean hasUsualPort(URI uri) {
        return uri.getPort() == -1 || uri.getPort() == HTTPS_PORT;
    }

    /** The host of a valid address, in lower case. */
    static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    // A last label of digits turns the whole into an IPv4 address in one of its old forms (WHATWG URL, "ends in a
    // number").
    private static boolean isName(String host) {
        String[] labels = host.split("\\.", -1);
        String last = labels[labels.length - 1];
        boolean number = last.matches("[0-9]+|0x[0-9a-f]*");
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return !number;
    }
}
