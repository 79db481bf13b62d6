package io.caregate.audit.integrity;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.entry.Row;
import io.caregate.auditlog.tree.Subtrees;
import io.caregate.auditlog.tree.TreeHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks a part of the log: that each number has a row, that each row agrees with what was sealed, that only retention
 * has erased, and that each stored root over 256 leaves matches their hashes. It only reads.
 */
public final class LogWalk {
    /** The number of entries that are checked at a time: whole subtrees of those whose roots are stored first. */
    public static final int STEP = 2 << Subtrees.STRIDE;

    private static final int BLOCK = 1 << Subtrees.STRIDE;
    private static final int FETCH = 100;

    private final Tables tables;
    private final RowCheck check = new RowCheck();
    private final TreeHasher hasher = new TreeHasher();

    public LogWalk(Tables tables) {
        this.tables = tables;
    }

    /**
     * Checks the numbers after {@code after}, up to {@value #STEP} of them, as far as the tree has them.
     *
     * @param erased the number up to which retention has erased; empty if that is unknown
     */
    public Part read(Connection connection, long after, Optional<Long> erased, Instant now) throws SQLException {
        long size = number(connection, "SELECT TREE_SIZE FROM " + tables.head() + " WHERE ID = 1");
        long end = number(connection, "SELECT MAX(SEQ) FROM " + tables.log());
        long last = Math.min(after + STEP, Math.min(size, end));
        Map<Long, Damage> damages = new TreeMap<>();
        if (last > after) {
            List<@Nullable String> leaves = rows(connection, after, last, erased, now, damages);
            blocks(connection, after, leaves, now, damages);
        }
        boolean atEnd = last >= Math.min(size, end);
        if (atEnd && size > end) {
            damages.put(end + 1, new Damage(end + 1, "", "", missing(end + 1, size), now));
        }
        return new Part(Math.max(after, last), atEnd, damages, atEnd && size > end ? end + 1 : Math.max(after, last));
    }

    /** The damage of the row with this number. Empty if it agrees, or is gone or erased. */
    public Optional<Damage> inspect(Connection connection, long seq, Instant now) throws SQLException {
        String sql = select() + " WHERE SEQ = ?";
        return Sql.of(sql, seq).first(connection, StoredRow::at).flatMap(row -> judge(row, Optional.empty(), now));
    }

    /** The leaves of all numbers in between, null where there is none. */
    private List<@Nullable String> rows(
            Connection connection, long after, long last, Optional<Long> erased, Instant now, Map<Long, Damage> damages)
            throws SQLException {
        List<@Nullable String> leaves = new ArrayList<>();
        String sql = select() + " WHERE SEQ > ? AND SEQ <= ? ORDER BY SEQ";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCH);
            statement.setLong(1, after);
            statement.setLong(2, last);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    StoredRow row = StoredRow.at(result);
                    long seq = result.getLong(1);
                    gap(after + leaves.size() + 1, seq - 1, now, damages, leaves);
                    leaves.add(row.leaf());
                    judge(row, erased, now).ifPresent(damage -> damages.put(seq, damage));
                }
            }
        }
        gap(after + leaves.size() + 1, last, now, damages, leaves);
        return leaves;
    }

    private static void gap(
            long first, long last, Instant now, Map<Long, Damage> damages, List<@Nullable String> leaves) {
        if (first <= last) {
            damages.put(first, new Damage(first, "", "", missing(first, last), now));
            for (long seq = first; seq <= last; seq++) {
                leaves.add(null);
            }
        }
    }

    private static String missing(long first, long last) {
        return first == last ? Damage.MISSING : Damage.MISSING + " to " + last;
    }

    private Optional<Damage> judge(StoredRow row, Optional<Long> erased, Instant now) {
        Verdict verdict = check.of(row);
        List<String> what = new ArrayList<>(verdict.disagreeing());
        long seq = row.seq() == null ? 0 : row.seq();
        if (row.payload() == null && erased.isPresent() && seq > erased.get()) {
            what.add(Verdict.PAYLOAD);
        }
        if (row.leaf() == null) {
            what.add(Verdict.LEAF);
        }
        if (what.isEmpty()) {
            return Optional.empty();
        }
        // The damage is reported to the realm that the payload names, and to the one that the column names.
        String column = String.valueOf(Row.column(row.columns().realmId()));
        return Optional.of(new Damage(seq, verdict.realmId(), column, String.join(",", what), now));
    }

    /** Compares the stored roots over the whole blocks among these leaves. */
    private void blocks(
            Connection connection, long after, List<@Nullable String> leaves, Instant now, Map<Long, Damage> damages)
            throws SQLException {
        if (after % BLOCK != 0 || leaves.size() < BLOCK) {
            return;
        }
        long position = after / BLOCK;
        Map<Long, String> stored = roots(connection, position, position + leaves.size() / BLOCK - 1);
        for (int i = 0; i + BLOCK <= leaves.size(); i += BLOCK) {
            String root = stored.getOrDefault(position + i / BLOCK, "");
            if (!root(leaves.subList(i, i + BLOCK)).equals(root)) {
                long seq = after + i + 1;
                Damage before = damages.get(seq);
                String what = before == null ? Damage.TREE : before.what() + "," + Damage.TREE;
                damages.put(seq, new Damage(seq, "", "", what, now));
            }
        }
    }

    private Map<Long, String> roots(Connection connection, long first, long last) throws SQLException {
        Map<Long, String> roots = new HashMap<>();
        String sql = "SELECT POSITION, HASH FROM " + tables.tree() + " WHERE HEIGHT = " + Subtrees.STRIDE
                + " AND POSITION BETWEEN ? AND ?";
        Sql.of(sql, first, last).each(connection, row -> roots.put(row.getLong(1), row.getString(2)));
        return roots;
    }

    /** In Base64. A text that is not a hash if one of the leaves is not. */
    private String root(List<@Nullable String> leaves) {
        try {
            List<byte[]> hashes = new ArrayList<>();
            for (String leaf : leaves) {
                hashes.add(Base64.getDecoder().decode(String.valueOf(leaf)));
            }
            while (hashes.size() > 1) {
                List<byte[]> parents = new ArrayList<>();
                for (int i = 0; i < hashes.size(); i += 2) {
                    parents.add(hasher.node(hashes.get(i), hashes.get(i + 1)));
                }
                hashes = parents;
            }
            return Base64.getEncoder().encodeToString(hashes.get(0));
        } catch (IllegalArgumentException e) {
            return "a leaf is none";
        }
    }

    /** A payload that is far too long is not even read. */
    private String select() {
        String bounded = "CASE WHEN PAYLOAD IS NULL THEN NULL WHEN CHAR_LENGTH(PAYLOAD) <= " + RowCheck.MOST_CHARACTERS
                + " THEN PAYLOAD ELSE '' END";
        return "SELECT " + StoredRow.OF_LOG.replace("PAYLOAD", bounded) + " FROM " + tables.log();
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Math.max(0, Sql.of(sql).number(connection));
    }

    /**
     * The findings in a part.
     *
     * @param last the last number that was checked
     * @param atEnd whether the log ends there
     * @param damages by number
     * @param covered the last number that the damages cover
     */
    public record Part(long last, boolean atEnd, Map<Long, Damage> damages, long covered) {
        public Part {
            damages = Map.copyOf(damages);
        }
    }
}
