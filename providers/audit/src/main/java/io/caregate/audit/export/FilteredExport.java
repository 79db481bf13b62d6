package io.caregate.audit.export;

import io.caregate.audit.format.EntryView;
import io.caregate.audit.integrity.Damage;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.query.Cursor;
import io.caregate.audit.query.DamagedEntries;
import io.caregate.audit.query.EventPage;
import io.caregate.audit.query.EventQuery;
import io.caregate.audit.query.LogQuery;
import io.caregate.audit.query.Order;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The sealed entries of one realm that fit a query, up to the number that is the last when the export begins. Each page
 * is read on a connection that is returned before the page is sent: a slow reader holds no connection, and memory holds
 * one page. Entries that are not as they were sealed are left out. At the end, whatever the query is, an entry of the
 * type {@code CAREGATE_AUDIT_DAMAGED} stands for each of them.
 */
final class FilteredExport {
    private final Connections connections;
    private final Tables tables;
    private final String realmId;
    private final UnaryOperator<String> hashOf;
    private final DamagedEntries damaged;

    FilteredExport(
            Connections connections, Tables tables, Suspects suspects, String realmId, UnaryOperator<String> hashOf) {
        this.damaged = new DamagedEntries(tables, suspects, realmId);
        this.connections = connections;
        this.tables = tables;
        this.realmId = realmId;
        this.hashOf = hashOf;
    }

    void write(EventQuery query, Document document, OutputStream out) throws SQLException, IOException {
        long last = lastSealed();
        send(out, document.begin());
        Map<Long, Damage> seen = new TreeMap<>();
        Optional<Cursor> next = Optional.of(Cursor.after(Order.ASC, 0));
        while (next.isPresent()) {
            EventPage page = page(query.from(next.get()));
            StringBuilder text = new StringBuilder();
            boolean more = false;
            for (EventPage.Found found : page.events()) {
                Long seq = found.seq();
                more = seq != null && seq < last;
                if (seq != null && seq <= last && found.damage() == null) {
                    text.append(
                            document.entry(EntryView.of(new SealedEntry(seq, found.id(), realmId, found.payload()))));
                }
            }
            seen.putAll(damaged.seen(page.events()));
            send(out, text.toString());
            next = more ? page.next() : Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        damaged(seen)
                .forEach(damage -> text.append(
                        document.entry(EntryView.ofDamaged(damage.seq(), realmId, damage.found(), damage.what()))));
        send(out, text + document.end());
    }

    private Collection<Damage> damaged(Map<Long, Damage> seen) throws SQLException {
        try (Connection connection = connections.open()) {
            return damaged.exported(connection, seen);
        }
    }

    private EventPage page(EventQuery query) throws SQLException {
        try (Connection connection = connections.open()) {
            return new LogQuery(tables, query, realmId, hashOf).run(connection);
        }
    }

    private long lastSealed() throws SQLException {
        try (Connection connection = connections.open()) {
            return LogExport.treeSize(connection, tables);
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Turns entries into a document, piece by piece. One object makes one document. */
    interface Document {
        String begin();

        String entry(EntryView entry);

        String end();
    }
}
