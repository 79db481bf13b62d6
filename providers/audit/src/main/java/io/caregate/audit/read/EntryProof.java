package io.caregate.audit.read;

import io.caregate.audit.integrity.DamagedTreeException;
import io.caregate.audit.log.AuditLog;
import io.caregate.audit.proof.ProofQuery;
import io.caregate.audit.proof.ProvedEntry;
import io.caregate.audit.witness.WitnessedLog;
import io.caregate.auditlog.tree.StoredCheckpoint;
import io.caregate.auditlog.tree.TlogProof;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;

/**
 * The proof of an entry in C2SP's form {@code tlog-proof}. Its extra data is the input of the leaf hash: the salt of 16
 * bytes and the payload; there is none if the entry is erased or of another realm.
 */
final class EntryProof {
    private final AuditLog log;
    private final String realmId;

    EntryProof(AuditLog log, String realmId) {
        this.log = log;
        this.realmId = realmId;
    }

    /**
     * The text. Empty if the realm has no such entry, or no checkpoint covers it. Throws {@link DamagedTreeException}
     * if the entry or the tree is not what was sealed.
     */
    Optional<String> find(Connection connection, long seq) throws SQLException {
        Optional<WitnessedLog> witnessed = log.witnessed();
        Optional<StoredCheckpoint> preferred =
                witnessed.isPresent() ? witnessed.get().newest(connection) : Optional.empty();
        Optional<ProvedEntry> found =
                new ProofQuery(connection, log.tables(), log.suspects()).find(seq, realmId, preferred);
        if (found.isEmpty() || found.get().inclusion().isEmpty()) {
            return Optional.empty();
        }
        ProvedEntry entry = found.get();
        if (!entry.disagreeing().isEmpty()) {
            throw DamagedTreeException.ofEntry(seq, entry.disagreeing());
        }
        ProvedEntry.Inclusion inclusion = entry.inclusion().get();
        String note = witnessed.isPresent()
                ? witnessed.get().note(connection, inclusion.checkpoint())
                : inclusion.checkpoint().note();
        return Optional.of(new TlogProof(data(entry), seq - 1, inclusion.hashes(), note).toString());
    }

    private static Optional<byte[]> data(ProvedEntry entry) {
        String salt = entry.salt();
        String payload = entry.payload();
        if (salt == null || payload == null) {
            return Optional.empty();
        }
        byte[] first = Base64.getDecoder().decode(salt);
        byte[] second = payload.getBytes(StandardCharsets.UTF_8);
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return Optional.of(both);
    }
}
