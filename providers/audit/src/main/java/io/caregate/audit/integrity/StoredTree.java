package io.caregate.audit.integrity;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Subtrees;
import io.caregate.auditlog.tree.TreeHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The perfect subtrees of the log's tree, from the leaves and the roots that the sealer has stored. It takes one
 * statement a subtree, with at most 128 rows, whatever the size of the log. It throws {@link DamagedTreeException} if
 * rows are missing.
 */
public final class StoredTree implements Subtrees {
    private final Connection connection;
    private final Tables tables;
    private final TreeHasher hasher;

    public StoredTree(Connection connection, Tables tables, TreeHasher hasher) {
        this.connection = connection;
        this.tables = tables;
        this.hasher = hasher;
    }

    @Override
    public byte[] root(int height, long position) {
        int above = height % STRIDE;
        int stored = height - above;
        List<byte[]> hashes = hashes(stored, position << above, 1 << above);
        while (hashes.size() > 1) {
            List<byte[]> parents = new ArrayList<>();
            for (int i = 0; i < hashes.size(); i += 2) {
                parents.add(hasher.node(hashes.get(i), hashes.get(i + 1)));
            }
            hashes = parents;
        }
        return hashes.get(0);
    }

    /**
     * So many consecutive roots of perfect subtrees of one height, as they are stored. Nothing shows yet that they
     * belong to a certain tree.
     *
     * @param height a multiple of {@link #STRIDE}; 0 for leaves
     * @param from the place of the first one within its height
     */
    public List<byte[]> hashes(int height, long from, int count) {
        String leaves = "SELECT LEAF_HASH FROM " + tables.log() + " WHERE SEQ BETWEEN ? + 1 AND ? + 1 ORDER BY SEQ";
        String roots = "SELECT HASH FROM " + tables.tree() + " WHERE POSITION BETWEEN ? AND ? AND HEIGHT = " + height
                + " ORDER BY POSITION";
        try {
            List<byte[]> hashes = read(height == 0 ? leaves : roots, from, from + count - 1);
            if (hashes.size() != count) {
                throw new DamagedTreeException(
                        "of " + count + " hashes from " + height + "/" + from + " on there are " + hashes.size());
            }
            return hashes;
        } catch (SQLException e) {
            throw new IllegalStateException("the tree cannot be read", e);
        }
    }

    private List<byte[]> read(String sql, long from, long to) throws SQLException {
        return Sql.of(sql, from, to).list(connection, row -> hash(row.getString(1)));
    }

    private static byte[] hash(@Nullable String base64) {
        try {
            return Base64.getDecoder().decode(String.valueOf(base64));
        } catch (IllegalArgumentException e) {
            throw new DamagedTreeException("a stored hash is none");
        }
    }
}
