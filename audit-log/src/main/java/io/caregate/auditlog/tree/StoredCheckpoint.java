package io.caregate.auditlog.tree;

import java.time.Instant;

/**
 * A checkpoint in the form in which the log stores it and hands it on. It is not trusted before its note is verified.
 *
 * @param number its number among all checkpoints, starting at 1
 * @param size the number of entries that it covers: it comes after the entry with that number
 * @param time the time when it was made
 * @param note the signed note, with its line feeds
 */
public record StoredCheckpoint(long number, long size, Instant time, String note) {
    /** The checkpoint in its note. Throws {@link IllegalArgumentException} if the note is not that of a checkpoint. */
    public Checkpoint checkpoint() {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }
}
