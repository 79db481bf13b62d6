package io.caregate.audit.format;

import java.time.Instant;
import java.util.Optional;

/**
 * The fields for a transport with its own header, such as syslog. All text is clean. A missing value is empty.
 *
 * @param id the entry's own id
 * @param seq its number; empty for a checkpoint
 * @param severity as RFC 5424, section 6.2.1, numbers it: 6 informational, 5 notice, 4 warning, 3 error
 */
public record Envelope(
        String id, Optional<Long> seq, Instant time, String type, String realm, String node, int severity) {

    /** The envelope of an entry or of a checkpoint. */
    public static Envelope of(EntryView entryView) {
        return new Envelope(
                entryView.id(),
                entryView.seq(),
                entryView.time(),
                entryView.type(),
                entryView.text("realm").orElse(""),
                entryView.text("node").orElse(""),
                switch (Severity.of(entryView, Outcome.of(entryView))) {
                    case INFORMATIONAL -> 6;
                    case LOW -> 5;
                    case MEDIUM -> 4;
                    case HIGH -> 3;
                });
    }
}
