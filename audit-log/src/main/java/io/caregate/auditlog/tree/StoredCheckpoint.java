package io.caregate.auditlog.tree;

import java.time.Instant;

/**
 * A checkpoint as the log stores it and hands it on. Nothing is believed of it before its note is verified.
 *
 * @param number its number among all checkpoints, from 1 on
 * @param size how many entries it covers: it comes after the entry of that number
 * @param time when it was made
 * @param note the signed note, with its line feeds
 */
public record StoredCheckpoint(long number, long size, Instant time, String note) {
    /** What the note says of the tree; throws {@link IllegalArgumentException} where it is not a checkpoint's. */
    public Checkpoint checkpoint() {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }
}
