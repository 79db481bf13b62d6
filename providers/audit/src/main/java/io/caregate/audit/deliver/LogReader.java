package io.caregate.audit.deliver;

import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.integrity.Suspects;
import io.caregate.audit.integrity.Verdict;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.sink.Item;
import io.caregate.audit.sink.Item.OfCheckpoint;
import io.caregate.audit.sink.Item.OfEntry;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the items that follow a position: entries by number, and checkpoints, each after the last entry that it covers.
 * A checkpoint is stored after the entries that it covers, or with them, and entries are read first. So none is found
 * later that belongs before an entry that was read.
 */
final class LogReader {
    /** A batch ends after the item that makes it longer than this, in characters. */
    static final int MOST_TEXT = 4 * 1024 * 1024;

    private static final int FETCH = 200;
    /** The number of checkpoints that are read at a time. */
    static final int PAGE = 200;
    /** Of the checkpoints of so many entries, one is delivered. */
    private static final int ENTRIES = 1000;

    private final Connection connection;
    private final Tables tables;
    private final Suspects suspects;
    private final String origin;
    private final RowCheck check = new RowCheck();

    /** {@code origin} is the name of the log, with which items lead back to it. */
    LogReader(Connection connection, Tables tables, Suspects suspects, String origin) {
        this.connection = connection;
        this.tables = tables;
        this.suspects = suspects;
        this.origin = origin;
    }

    /** Up to {@code most} items after this position, in order. */
    List<Item> after(Position position, int most) throws SQLException {
        // With room for the checkpoints among them: one that had to wait would be replaced by a newer one.
        List<OfEntry> entries = entries(position.seq(), Math.max(1, most - 2 - most / ENTRIES));
        long last = entries.isEmpty()
                ? position.seq()
                : entries.get(entries.size() - 1).seq();
        List<OfCheckpoint> checkpoints = checkpoints(position.checkpoint(), last);
        List<Item> items = new ArrayList<>();
        int next = 0;
        for (OfEntry entry : entries) {
            while (next < checkpoints.size() && checkpoints.get(next).seq() < entry.seq()) {
                items.add(checkpoints.get(next++));
            }
            items.add(entry);
        }
        items.addAll(checkpoints.subList(next, checkpoints.size()));
        return items.subList(0, Math.min(items.size(), most));
    }

    /**
     * Only entries that are in the tree: a row beyond its end was not put there by the log. Entries numbered by the
     * first stage of the log wait until the sealer has hashed them, which it does in order.
     */
    private List<OfEntry> entries(long after, int most) throws SQLException {
        String sql = "SELECT " + StoredRow.OF_LOG + " FROM " + tables.log()
                + " WHERE SEQ > ? AND SEQ <= (SELECT H.TREE_SIZE FROM " + tables.head()
                + " H WHERE H.ID = 1) AND SEQ < "
                + Tables.MOST_NUMBER + " AND LEAF_HASH IS NOT NULL ORDER BY SEQ LIMIT " + most;
        List<OfEntry> entries = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, after);
            try (ResultSet result = statement.executeQuery()) {
                int text = 0;
                while (text < MOST_TEXT && result.next()) {
                    StoredRow row = StoredRow.at(result);
                    text += row.payload() == null ? 0 : row.payload().length();
                    entries.add(entry(result.getLong(1), row));
                }
            }
        }
        return entries;
    }

    private OfEntry entry(long seq, StoredRow row) {
        Verdict verdict = check.of(row);
        SealedEntry entry = new SealedEntry(seq, verdict.id(), verdict.realmId(), row.payload());
        String leaf = String.valueOf(row.leaf());
        if (verdict.isIntact()) {
            return new OfEntry(entry, leaf, row.salt(), origin);
        }
        suspects.add(seq);
        return OfEntry.damaged(entry, leaf, row.salt(), row.columns().realmId(), origin);
    }

    /**
     * The newest checkpoint after that number, and where they are of many entries, the newest of each thousand. The
     * position then is behind all that are left out. It reads no further than to a page without any.
     */
    private List<OfCheckpoint> checkpoints(long after, long last) throws SQLException {
        Map<Long, OfCheckpoint> newest = new LinkedHashMap<>();
        List<OfCheckpoint> page = page(after);
        boolean some = true;
        while (some && !page.isEmpty()) {
            some = false;
            for (OfCheckpoint each : page) {
                if (each.seq() <= last) {
                    newest.remove(each.seq() / ENTRIES);
                    newest.put(each.seq() / ENTRIES, each);
                    some = true;
                }
            }
            page = page.size() < PAGE
                    ? List.of()
                    : page(page.get(page.size() - 1).checkpoint().number());
        }
        return List.copyOf(newest.values());
    }

    /** A row of more entries than there are was not put there by the log, and must not keep back those after it. */
    private List<OfCheckpoint> page(long after) throws SQLException {
        String sql = "SELECT NR, TREE_SIZE, CREATED, NOTE FROM " + tables.checkpoint() + " WHERE NR > ? AND NR < "
                + Tables.MOST_NUMBER + " AND TREE_SIZE BETWEEN 0 AND (SELECT H.TREE_SIZE FROM " + tables.head()
                + " H WHERE H.ID = 1) ORDER BY NR LIMIT " + PAGE;
        return Sql.of(sql, after).list(connection, LogReader::checkpoint);
    }

    private static OfCheckpoint checkpoint(ResultSet row) throws SQLException {
        return new OfCheckpoint(new StoredCheckpoint(
                row.getLong(1), row.getLong(2), Instant.ofEpochMilli(row.getLong(3)), row.getString(4)));
    }
}
