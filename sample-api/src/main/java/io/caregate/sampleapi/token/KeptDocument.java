package io.caregate.sampleapi.token;

import java.time.Instant;

/**
 * A document and its freshness.
 *
 * @param text as the realm sent it
 * @param fetched when it was fetched
 * @param freshUntil when it is requested again
 */
public record KeptDocument(String text, Instant fetched, Instant freshUntil) {
    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil);
    }
}
