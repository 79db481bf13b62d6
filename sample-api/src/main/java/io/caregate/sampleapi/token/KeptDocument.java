package io.caregate.sampleapi.token;

import java.time.Instant;

/**
 * A document and how long it may be used.
 *
 * @param text as the realm sent it
 * @param fetched when it came
 * @param freshUntil when it is asked for again
 */
public record KeptDocument(String text, Instant fetched, Instant freshUntil) {
    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }
}
