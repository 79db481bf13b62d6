package io.caregate.audit.tiles;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.integrity.StoredTree;
import io.caregate.audit.proof.StoredCheckpoints;
import io.caregate.audit.record.Tables;
import io.caregate.auditlog.tree.Checkpoint;
import io.caregate.auditlog.tree.ProofBuilder;
import io.caregate.auditlog.tree.ProofVerifier;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.Tile;
import io.caregate.auditlog.tree.TreeHasher;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds tiles of the tree (C2SP {@code tlog-tiles}, section "Merkle Tree"). A tile is proved to be in the tree of the
 * newest checkpoint before it is handed out, so one of a damaged table never is. Not thread-safe: it belongs to the
 * connection's transaction.
 */
public final class TileQuery {
    private final StoredCheckpoints checkpoints;
    private final StoredTree tree;
    private final TreeHasher hasher = new TreeHasher();
    private final ProofBuilder proofs;
    private final ProofVerifier check = new ProofVerifier(hasher);

    /** Takes the connection to read on. */
    public TileQuery(Connection connection, Tables tables) {
        this.checkpoints = new StoredCheckpoints(connection, tables);
        this.tree = new StoredTree(connection, tables, hasher);
        // The parts of a tile have most of their proofs in common.
        Map<String, byte[]> known = new HashMap<>();
        this.proofs = new ProofBuilder(
                hasher,
                (height, position) ->
                        known.computeIfAbsent(height + "/" + position, key -> tree.root(height, position)));
    }

    /**
     * The hashes of the tile, one after another. Empty if the newest checkpoint does not cover all of them. Throws
     * {@link DamagedTreeException} if the stored hashes are not those of the checkpoint's tree.
     */
    public Optional<byte[]> find(Tile tile) throws SQLException {
        Optional<StoredCheckpoint> newest = checkpoints.newest();
        if (newest.isEmpty() || !tile.isIn(newest.get().size())) {
            return Optional.empty();
        }
        List<byte[]> hashes = tree.hashes(tile.base(), tile.first(), tile.width());
        requireProved(tile, hashes, newest.get().checkpoint());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        hashes.forEach(bytes::writeBytes);
        return Optional.of(bytes.toByteArray());
    }

    /** A partial tile is not a perfect subtree, but a few of them: the largest first, as its width says in binary. */
    private void requireProved(Tile tile, List<byte[]> hashes, Checkpoint checkpoint) {
        int from = 0;
        while (from < tile.width()) {
            int length = Integer.highestOneBit(tile.width() - from);
            int height = tile.base() + Integer.numberOfTrailingZeros(length);
            long position = (tile.first() + from) / length;
            byte[] root = root(hashes.subList(from, from + length));
            List<byte[]> proof = proofs.inclusion(height, position, checkpoint.size());
            if (!check.contains(height, position, root, checkpoint.size(), checkpoint.rootBytes(), proof)) {
                throw new DamagedTreeException("the stored hashes of the tile " + tile.level() + "/" + tile.path()
                        + " do not lead to the checkpoint of " + checkpoint.size()
                        + " entries: one of CAREGATE_AUDIT_LOG or CAREGATE_AUDIT_TREE was changed");
            }
            from += length;
        }
    }

    private byte[] root(List<byte[]> perfect) {
        List<byte[]> row = perfect;
        while (row.size() > 1) {
            List<byte[]> parents = new ArrayList<>();
            for (int i = 0; i < row.size(); i += 2) {
                parents.add(hasher.node(row.get(i), row.get(i + 1)));
            }
            row = parents;
        }
        if (row.get(0).length != TreeHasher.HASH_BYTES) {
            throw new DamagedTreeException("a stored hash is none");
        }
        return row.get(0);
    }
}
