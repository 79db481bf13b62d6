package io.caregate.audit.read;

import io.caregate.audit.TestDatabase;
import io.caregate.audit.export.ExportWriter;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.record.EntryAppender;

/** Registers the metrics of what auditors are sent, for tests of other rooms. */
public final class ReadMeters {
    private ReadMeters() {}

    /** As the factory of the REST resource does. */
    public static AutoCloseable register(TestDatabase database, EntryAppender appender) {
        return new Exports(new ExportWriter(database, database.tables(), appender, new Suspects()));
    }
}
