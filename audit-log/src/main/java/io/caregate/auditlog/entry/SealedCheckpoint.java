package io.caregate.auditlog.entry;

import java.time.Instant;

/**
 * A signed head of the log's tree, as it is handed on.
 *
 * @param number its number among all checkpoints, from 1 on
 * @param size how many entries it covers: it comes after the entry of that number
 * @param time when it was made
 * @param note the signed note, with its line feeds
 */
public record SealedCheckpoint(long number, long size, Instant time, String note) {}
