package io.caregate.audit.http;

import io.caregate.audit.sink.SinkOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address for POST requests, as the operator's options {@value #URL}, {@value #TIMEOUT} and {@value #HEADERS_FILE}
 * say. Only the operator can set it. It has to be {@code https}, except on the loopback address.
 *
 * @param deadline for the whole exchange, from the name lookup to the last byte of the answer
 * @param headers the headers of each request, such as {@code Authorization}
 */
public record Endpoint(URI url, Duration deadline, Map<String, String> headers) {
    public static final String URL = "url";
    public static final String TIMEOUT = "timeout";
    public static final String HEADERS_FILE = "headers-file";

    private static final Duration USUAL = Duration.ofSeconds(20);
    /** Below {@link io.caregate.audit.sink.Sink#DEADLINE_SECONDS}, with some seconds for the work around it. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\x21-\\x7E \\t]*)");
    /** The headers that Java's client sets itself and does not accept. */
    private static final SortedSet<String> OWN = own();

    /** What {@link #url} takes. */
    public static final String ALLOWED_URL =
            "an https address without user, password and fragment; http on the loopback address only";

    public Endpoint {
        headers = Map.copyOf(headers);
    }

    /** Reads the options. Stops the start if they are wrong. */
    public static Endpoint from(SinkOptions options) {
        String given = options.required(URL, ALLOWED_URL);
        URI url = url(given).orElseThrow(() -> options.bad(URL, ALLOWED_URL));
        return new Endpoint(url, options.duration(TIMEOUT, USUAL, Duration.ofSeconds(1), LONGEST), headers(options));
    }

    /**
     * The endpoint of a resource below this address.
     *
     * @param path relative, with its query if it has one
     */
    public Endpoint under(String path) {
        String base = url.getRawPath();
        String folder = base.endsWith("/") ? base : base + "/";
        return new Endpoint(
                URI.create(url.getScheme() + "://" + url.getRawAuthority() + folder + path), deadline, headers);
    }

    /** The address without its query, which may contain a secret. */
    public String address() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /** The same for an address below which the resources are: it has no query. */
    public static Endpoint base(SinkOptions options) {
        Endpoint endpoint = from(options);
        if (endpoint.url().getRawQuery() != null) {
            throw options.bad(URL, ALLOWED_URL + "; without a query");
        }
        return endpoint;
    }

    /** The address in this text, if it is {@link #ALLOWED_URL}. */
    public static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            String host = url.getHost();
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean safe = scheme.equals("https")
                    || (scheme.equals("http")
                            && host != null
                            && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches());
            boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null;
            return safe && plain && host != null ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static SortedSet<String> own() {
        SortedSet<String> own = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        own.addAll(List.of("Connection", "Content-Length", "Expect", "Host", "Upgrade"));
        return Collections.unmodifiableSortedSet(own);
    }

    private static Map<String, String> headers(SinkOptions options) {
        String allowed = "a file with a line `Name: value` for each header, none of them " + String.join(", ", OWN);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Optional<String> text = options.file(HEADERS_FILE, allowed);
        if (text.isPresent()) {
            for (String line : text.get().lines().toList()) {
                Matcher header = HEADER.matcher(line.strip());
                if (!header.matches() || OWN.contains(header.group(1))) {
                    throw options.bad(HEADERS_FILE, allowed);
                }
                headers.put(header.group(1), header.group(2));
            }
        }
        return headers;
    }
}
