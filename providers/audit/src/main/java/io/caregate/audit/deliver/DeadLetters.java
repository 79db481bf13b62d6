package io.caregate.audit.deliver;

import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Item;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * Keeps items that a receiver rejected for good, and records each rejection as an entry of the log. Both happen in the
 * transaction that moves the cursor, so that neither exists without the other. If an entry of this kind is itself
 * rejected, it is kept but makes no further entry: that would never end.
 */
final class DeadLetters {
    /** The type of the entry that reports a rejection. */
    static final String TYPE = "CAREGATE_AUDIT_DEAD_LETTER";

    private final Tables tables;
    private final EntryAppender appender;
    private final String sink;
    private final InstantSource clock;

    DeadLetters(Tables tables, EntryAppender appender, String sink, InstantSource clock) {
        this.tables = tables;
        this.appender = appender;
        this.sink = sink;
        this.clock = clock;
    }

    /** Keeps one. The transaction is the caller's. */
    void add(Connection connection, Item item, String reason) throws SQLException {
        String shown = String.valueOf(Row.column(reason));
        long number = item instanceof Item.OfCheckpoint head ? head.checkpoint().number() : 0;
        // The fence admits only one node here, so no other can add the row in between.
        if (!isKept(connection, item.seq(), number)) {
            String sql = "INSERT INTO " + tables.deadLetter()
                    + " (SINK, SEQ, CHECKPOINT_NR, REALM_ID, REJECTED, REASON) VALUES (?, ?, ?, ?, ?, ?)";
            Sql.of(sql, sink, item.seq(), number, realmOf(item), clock.millis(), shown)
                    .update(connection);
        }
        if (!isOfThisKind(connection, item)) {
            new OwnEntries(tables).add(connection, entry(item, shown));
        }
    }

    /** The realm's name is left out: a renamed or deleted realm is still identified by its id. */
    private Entry entry(Item item, String reason) {
        return Entry.builder(appender.nextId(), clock.instant(), TYPE)
                .with(Field.REALM_ID, realmOf(item))
                .with(Field.NODE, appender.node())
                .detail("entry", item.id())
                .detail("kind", item instanceof Item.OfEntry ? "entry" : "checkpoint")
                .detail("reason", reason)
                .detail("seq", Long.toString(item.seq()))
                .detail("sink", sink)
                .build();
    }

    private boolean isKept(Connection connection, long seq, long number) throws SQLException {
        String sql = "SELECT 1 FROM " + tables.deadLetter() + " WHERE SINK = ? AND SEQ = ? AND CHECKPOINT_NR = ?";
        return Sql.of(sql, sink, seq, number).exists(connection);
    }

    private boolean isOfThisKind(Connection connection, Item item) throws SQLException {
        String sql = "SELECT 1 FROM " + tables.log() + " WHERE SEQ = ? AND EVENT_TYPE = ?";
        return item instanceof Item.OfEntry && Sql.of(sql, item.seq(), TYPE).exists(connection);
    }

    private static String realmOf(Item item) {
        return item instanceof Item.OfEntry entry ? entry.entry().realmId() : "";
    }
}
