package io.caregate.audit.verify;

import io.caregate.auditlog.entry.EntryText;
import java.io.IOException;

/**
 * Receives each open entry as it is read, before it is proved. Only the report says up to which entry they are proved.
 */
@FunctionalInterface
public interface OpenEntries {
    /** Ignores the entries. */
    OpenEntries IGNORED = (seq, entry, text) -> {};

    /** The place of any entry, open or closed, with its leaf hash. Comes before the entry itself. */
    default void sealed(long seq, byte[] leaf) throws IOException {}

    /** An entry with its number and its text as it was sealed. */
    void open(long seq, EntryText entry, String text) throws IOException;
}
