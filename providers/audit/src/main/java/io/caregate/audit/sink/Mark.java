package io.caregate.audit.sink;

/**
 * The last entry that a receiver itself shows.
 *
 * @param seq its number
 * @param evidence its id or its leaf hash, by which the log tells whether it is the same entry
 */
public record Mark(long seq, String evidence) {}
