package io.caregate.audit.verify;

import io.caregate.auditlog.entry.EntryText;
import java.io.IOException;

/** Is told of each open entry as it is read, before it is proved: only the report says up to which one they are. */
@FunctionalInterface
public interface OpenEntries {
    /** Nobody wants to know. */
    OpenEntries IGNORED = (seq, entry, text) -> {};

    /** An entry with its number and its text as it was sealed. */
    void open(long seq, EntryText entry, String text) throws IOException;
}
