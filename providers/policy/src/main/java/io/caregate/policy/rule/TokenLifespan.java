package io.caregate.policy.rule;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long an access token for a protected API may live, from the API's attribute {@value #ATTRIBUTE}. */
public final class TokenLifespan {

    /** The client attribute with the cap in seconds. */
    public static final String ATTRIBUTE = "caregate.max-token-lifespan";

    /** The cap if the attribute is absent or cannot be read. */
    public static final Duration DEFAULT = Duration.ofMinutes(5);

    /** The largest cap that can be set. */
    public static final Duration MOST = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,4}");

    private TokenLifespan() {}

    /** Reads the attribute: null and empty mean the default; anything but 1 to 86400 has no meaning. */
    public static Optional<Duration> parse(@Nullable String seconds) {
        if (seconds == null || seconds.isEmpty()) {
            return Optional.of(DEFAULT);
        }
        if (!SECONDS.matcher(seconds).matches()) {
            return Optional.empty();
        }
        Duration cap = Duration.ofSeconds(Long.parseLong(seconds));
        return cap.compareTo(MOST) > 0 ? Optional.empty() : Optional.of(cap);
    }
}
