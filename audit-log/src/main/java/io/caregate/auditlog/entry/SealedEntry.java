package io.caregate.auditlog.entry;

import org.jspecify.annotations.Nullable;

/**
 * An entry that has its place in the log.
 *
 * @param seq its number, starting at 1, without a gap across all realms
 * @param id its own id, which is the same in every place
 * @param realmId the id of its realm; empty for an entry without a realm
 * @param payload its canonical form, byte for byte as it was hashed; null if it was erased
 */
public record SealedEntry(
        long seq, String id, String realmId, @Nullable String payload) {}
