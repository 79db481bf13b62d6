package io.caregate.audit.seal;

import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.CompactRange;
import io.caregate.auditlog.tree.Subtrees;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Adds entries to the tree, and keeps the roots of those of its subtrees that are stored. */
final class Leaves {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final TreeHasher hasher;
    private final SecureRandom random;
    private final CompactRange tree;
    private final List<Root> roots = new ArrayList<>();

    Leaves(TreeHasher hasher, SecureRandom random, CompactRange tree) {
        this.hasher = hasher;
        this.random = random;
        this.tree = tree;
    }

    /** Appends an entry with a new salt. */
    Leaf append(String payload) {
        byte[] salt = new byte[TreeHasher.SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = hasher.leaf(salt, payload.getBytes(StandardCharsets.UTF_8));
        tree.append(hash, this::keep);
        return new Leaf(tree.size(), BASE64.encodeToString(salt), BASE64.encodeToString(hash));
    }

    CompactRange tree() {
        return tree;
    }

    private void keep(int height, long position, byte[] hash) {
        if (height % Subtrees.STRIDE == 0) {
            roots.add(new Root(height, position, BASE64.encodeToString(hash)));
        }
    }

    /** Stores the roots that became known. Answers how many rows stood in their place that this log has not written. */
    int store(Connection connection, Tables tables) throws SQLException {
        int others = 0;
        String delete = "DELETE FROM " + tables.tree() + " WHERE HEIGHT = ? AND POSITION = ?";
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            for (Root root : roots) {
                statement.setInt(1, root.height());
                statement.setLong(2, root.position());
                others += statement.executeUpdate();
            }
        }
        String sql = "INSERT INTO " + tables.tree() + " (HEIGHT, POSITION, HASH) VALUES (?, ?, ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Root root : roots) {
                statement.setInt(1, root.height());
                statement.setLong(2, root.position());
                statement.setString(3, root.hash());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return others;
    }

    /** The stored values of a leaf: its number, its salt and its hash. */
    record Leaf(long seq, String salt, String hash) {}

    private record Root(int height, long position, String hash) {}
}
