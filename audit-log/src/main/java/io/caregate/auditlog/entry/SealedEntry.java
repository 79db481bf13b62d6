package io.caregate.auditlog.entry;

import org.jspecify.annotations.Nullable;

/**
 * An entry that has its place in the log.
 *
 * @param seq its number, from 1 on, without a gap over all realms
 * @param id its own id, the same wherever and however often it turns up
 * @param realmId the id of its realm; empty for an entry of no realm
 * @param payload its canonical form, byte for byte as it was hashed; null when it was erased
 */
public record SealedEntry(
        long seq, String id, String realmId, @Nullable String payload) {}
