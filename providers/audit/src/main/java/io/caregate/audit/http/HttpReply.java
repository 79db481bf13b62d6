package io.caregate.audit.http;

import io.caregate.audit.sink.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The answer of a receiver.
 *
 * @param retryAfter the value of its {@code Retry-After}
 * @param text the beginning of its body, as far as it was read
 * @param whole whether that is all of it
 */
public record HttpReply(int status, Optional<String> retryAfter, String text, boolean whole) {
    /**
     * The statuses that say that the request itself can never be taken. All other 4xx are about the receiver's
     * configuration.
     */
    private static final Set<Integer> FOR_GOOD = Set.of(400, 409, 413, 422);

    private static final Set<Integer> NOT_NOW = Set.of(408, 425, 429);

    private static final Pattern SECONDS = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 9;
    /** Longer than any wait. */
    private static final Duration VERY_LONG = Duration.ofDays(36_500);

    /** Whether it is a success (2xx). */
    public boolean isGood() {
        return status / 100 == 2;
    }

    /**
     * The outcome for an answer that is not {@link #isGood}: 400, 409, 413 and 422 refuse the items for good. 408, 425,
     * 429 and 5xx ask for another attempt, at the time that they name. A redirect, and any other 4xx, is for the
     * operator to correct, and is tried again.
     */
    public Outcome failure(Instant now) {
        String reason = "the receiver answered " + status;
        if (FOR_GOOD.contains(status)) {
            return Outcome.refused(reason);
        }
        if (NOT_NOW.contains(status) || status / 100 == 5) {
            return pause(now).map(pause -> Outcome.retryAfter(pause, reason)).orElseGet(() -> Outcome.retry(reason));
        }
        return Outcome.misconfigured(status / 100 == 3 ? reason + ", a redirect, which is not followed" : reason);
    }

    /** Any number of seconds, or a date (RFC 9110, section 10.2.3). Any other text is ignored. */
    public Optional<Duration> pause(Instant now) {
        return retryAfter.map(String::strip).flatMap(text -> {
            if (SECONDS.matcher(text).matches()) {
                return Optional.of(text.length() > MOST_DIGITS ? VERY_LONG : Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                return Optional.of(Duration.between(now, then));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }
}
