package io.caregate.audit.query;

import io.caregate.audit.integrity.RowCheck;
import io.caregate.audit.integrity.StoredRow;
import io.caregate.audit.query.EventPage.Found;
import io.caregate.audit.record.Connections;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.audit.status.SealSignal;
import io.caregate.auditlog.entry.EntryText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Sealed entries of a realm after a number, as soon as there are any. A request that waits holds one of the server's
 * threads and nothing else: it borrows a connection each time it looks. So that threads are left for logins, only
 * {@value #MOST_WAITING} requests of a node wait at a time. Others are answered at once.
 */
public final class Tail {
    /** The type of the entry that says who has read the log. */
    public static final String READ = "CAREGATE_AUDIT_READ";

    /** The end of the path at which callers follow the log. */
    private static final String PATH = "/caregate/audit/tail";

    /** The most requests of a node that wait at a time. */
    static final int MOST_WAITING = 16;
    /** The most seconds that a request waits. */
    public static final int MOST_SECONDS = 30;

    /** Entries that other nodes seal are found by polling. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final Connections connections;
    private final Tables tables;
    private final SealSignal sealSignal;
    private final Semaphore places = new Semaphore(MOST_WAITING);

    /** Takes the signal that this node has sealed entries. */
    public Tail(Connections connections, Tables tables, SealSignal sealSignal) {
        this.connections = connections;
        this.tables = tables;
        this.sealSignal = sealSignal;
    }

    /** The number of the last entry of the log. */
    public long end() throws SQLException {
        try (Connection connection = connections.open()) {
            return Sql.of("SELECT LAST_SEQ FROM " + tables.head() + " WHERE ID = 1")
                    .number(connection);
        }
    }

    /**
     * Up to {@code limit} entries, or none if none came in time. Entries that only report on following do not end the
     * wait.
     */
    public List<Found> after(long seq, String realmId, int limit, Duration most) throws SQLException {
        long mark = sealSignal.mark();
        List<Found> found = inspect(seq, realmId, limit);
        if (isAnswer(found, limit) || most.isZero() || !places.tryAcquire()) {
            return found;
        }
        try {
            long end = System.nanoTime() + most.toNanos();
            long left = most.toMillis();
            boolean open = true;
            while (open && left > 0 && !isAnswer(found, limit)) {
                open = sealSignal.await(mark, Duration.ofMillis(Math.min(left, LOOK.toMillis())));
                mark = sealSignal.mark();
                found = inspect(seq, realmId, limit);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return found;
        } finally {
            places.release();
        }
    }

    /** A full page ends the wait whatever it holds: the entries after it are found only from its end on. */
    private static boolean isAnswer(List<Found> found, int limit) {
        return found.size() >= limit || isNews(found);
    }

    /**
     * Following the log makes entries too. If they counted, a caller who follows it would receive nothing else. What is
     * damaged, or cannot be read as an entry, always counts.
     */
    public static boolean isNews(List<Found> found) {
        return !found.stream().allMatch(Tail::isOfFollowing);
    }

    private static boolean isOfFollowing(Found found) {
        if (found.damage() != null) {
            return false;
        }
        try {
            EntryText entry = EntryText.parse(found.payload());
            String path = entry.text("path");
            return READ.equals(entry.text("type")) && path != null && path.endsWith(PATH);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private List<Found> inspect(long seq, String realmId, int limit) throws SQLException {
        String sql = "SELECT " + StoredRow.OF_LOG + " FROM " + tables.log()
                + " WHERE REALM_ID = ? AND SEQ > ? AND SEQ < " + Tables.MOST_NUMBER
                + " AND PAYLOAD IS NOT NULL ORDER BY SEQ LIMIT " + limit;
        RowCheck check = new RowCheck();
        try (Connection connection = connections.open()) {
            return Sql.of(sql, realmId, seq).list(connection, row -> Found.of(StoredRow.at(row), check));
        }
    }
}
