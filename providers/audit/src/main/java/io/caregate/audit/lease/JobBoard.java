package io.caregate.audit.lease;

import io.caregate.audit.record.Dialect;
import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reports of this node's jobs on themselves: that a round was done, that it failed, or that something was repaired.
 * They report in memory, at every round. Another thread writes it to the table, where every node reads when a job was
 * last done, whichever node has it. A job that is stuck, whose thread is gone, or whose lease no node can take, reports
 * nothing, which shows its state. Thread-safe.
 */
public final class JobBoard {
    private final Tables tables;
    private final String node;
    private final Map<String, Said> said = new TreeMap<>();

    /** {@code node} is the name of this node. */
    public JobBoard(Tables tables, String node) {
        this.tables = tables;
        this.node = String.valueOf(Row.column(node));
    }

    /** This node has the job and has done a round of it. */
    public synchronized void done(String job) {
        Said before = said(job);
        said.put(job, new Said(true, null, before.repair()));
    }

    /** The job cannot be done here, for this reason, in plain words that auditors of every realm may see. */
    public synchronized void failed(String job, String problem) {
        Said before = said(job);
        said.put(job, new Said(false, problem, before.repair()));
    }

    /** The job has put right something that was wrong, also in plain words. */
    public synchronized void repaired(String job, String what) {
        Said before = said(job);
        said.put(job, new Said(before.done(), before.problem(), what));
    }

    /**
     * Writes the reports since the last time, on a connection in auto-commit mode. Those that it could not write, the
     * next time writes, unless a newer one says otherwise.
     */
    public void flush(Connection connection) throws SQLException {
        Map<String, Said> news;
        synchronized (this) {
            news = new TreeMap<>(said);
            said.clear();
        }
        try {
            for (var each = news.entrySet().iterator(); each.hasNext(); each.remove()) {
                Map.Entry<String, Said> job = each.next();
                write(connection, job.getKey(), job.getValue());
            }
        } finally {
            synchronized (this) {
                news.forEach((job, old) -> said.merge(job, old, (newer, unwritten) -> newer.after(unwritten)));
            }
        }
    }

    private Said said(String job) {
        return said.getOrDefault(job, new Said(false, null, null));
    }

    private void write(Connection connection, String job, Said news) throws SQLException {
        if (update(connection, job, news) == 0) {
            try {
                Sql.of("INSERT INTO " + tables.job() + " (NAME, NODE, DONE) VALUES (?, ?, 0)", job, node)
                        .update(connection);
            } catch (SQLException e) {
                if (!Transactions.isConflict(e)) {
                    throw e;
                }
            }
            update(connection, job, news);
        }
    }

    private int update(Connection connection, String job, Said news) throws SQLException {
        String now = Dialect.of(connection).now();
        List<String> sets = new ArrayList<>();
        List<String> values = new ArrayList<>();
        if (news.done()) {
            sets.add("NODE = ?, DONE = " + now + ", PROBLEM = NULL, PROBLEM_SINCE = NULL");
            values.add(node);
        } else if (news.problem() != null) {
            sets.add("PROBLEM = ?, PROBLEM_SINCE = COALESCE(PROBLEM_SINCE, " + now + ")");
            values.add(text(news.problem()));
        }
        if (news.repair() != null) {
            sets.add("REPAIR = ?, REPAIRED = " + now);
            values.add(text(news.repair()));
        }
        if (sets.isEmpty()) {
            return 1;
        }
        String sql = "UPDATE " + tables.job() + " SET " + String.join(", ", sets) + " WHERE NAME = ?";
        values.add(job);
        return Sql.of(sql, values.toArray()).update(connection);
    }

    private static String text(@Nullable String text) {
        return Row.text(text == null ? "" : text);
    }

    /** The reports of a job since they were last written. */
    private record Said(
            boolean done,
            @Nullable String problem,
            @Nullable String repair) {

        /** This, with what older reports say that it does not. */
        Said after(Said older) {
            boolean says = done || problem != null;
            return new Said(
                    says ? done : older.done, says ? problem : older.problem, repair == null ? older.repair : repair);
        }
    }
}
