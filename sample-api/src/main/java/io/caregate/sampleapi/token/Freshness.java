package io.caregate.sampleapi.token;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a document may be used before it is requested again (RFC 9111 section 5.2.2), within our own limits: a
 * server that says {@code no-cache} is not asked for each token, and a key that a realm admin has removed is not
 * trusted for the 30 days that Keycloak gives its static files.
 */
final class Freshness {
    static final Duration SHORTEST = Duration.ofSeconds(30);
    static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?(\\d{1,18})");
    private static final Pattern NEVER = Pattern.compile("(?:^|[,\\s])(?:no-cache|no-store)(?:$|[,=\\s])");

    private Freshness() {}

    /** For an answer with this {@code Cache-Control} header, which may be empty. */
    static Duration of(String cacheControl) {
        String header = cacheControl.toLowerCase(Locale.ROOT);
        Matcher maxAge = MAX_AGE.matcher(header);
        if (NEVER.matcher(header).find() || !maxAge.find()) {
            return SHORTEST;
        }
        Duration stated = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
        if (stated.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return stated.compareTo(LONGEST) > 0 ? LONGEST : stated;
    }
}
