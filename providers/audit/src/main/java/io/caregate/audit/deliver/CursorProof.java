package io.caregate.audit.deliver;

import io.caregate.audit.record.Sql;
import io.caregate.audit.record.Tables;
import io.caregate.foundation.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Shows that this log has moved a cursor to its position. It consists of the position and a keyed hash (HMAC-SHA256) of
 * the cursor's name, the position, and the leaf hash of the entry there. The key is derived from the log's signing key,
 * which is not in the database. Without a signing key, anyone who can write to the database can also write the proof.
 * The hash then only reveals a cursor that was moved by hand.
 */
final class CursorProof {
    /** The value that the upgrade wrote for cursors that had no proof yet. */
    static final String NONE_YET = "none-yet";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{8}):(0|[1-9]\\d{0,15}):(0|[1-9]\\d{0,15}):([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 4;

    private final Tables tables;
    private final SecretKeySpec key;
    private final String keyId;

    CursorProof(Tables tables, Optional<byte[]> secret) {
        this.tables = tables;
        byte[] bytes = secret.orElseGet(() -> new byte[ID_BYTES]);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
        this.keyId = HexFormat.of().formatHex(Arrays.copyOf(Sha256.digest().digest(bytes), ID_BYTES));
    }

    /** The proof of this position. */
    String of(Connection connection, String name, Position position) throws SQLException {
        return keyId + ":" + position.seq() + ":" + position.checkpoint() + ":" + mac(connection, name, position);
    }

    /** The position that a stored text proves. */
    Optional<Position> proved(Connection connection, String name, @Nullable String text) throws SQLException {
        Matcher form = FORM.matcher(text == null ? "" : text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Position position = new Position(Long.parseLong(form.group(2)), Long.parseLong(form.group(3)));
        boolean proves = MessageDigest.isEqual(
                mac(connection, name, position).getBytes(StandardCharsets.US_ASCII),
                form.group(4).getBytes(StandardCharsets.US_ASCII));
        return proves ? Optional.of(position) : Optional.empty();
    }

    /** Whether a text is not a proof by this log's key: by another key, or from before proofs existed. */
    boolean isForeign(@Nullable String text) {
        Matcher form = FORM.matcher(text == null ? "" : text);
        return NONE_YET.equals(text) || (form.matches() && !form.group(1).equals(keyId));
    }

    private String mac(Connection connection, String name, Position position) throws SQLException {
        String text =
                name + "\n" + position.seq() + "\n" + position.checkpoint() + "\n" + leaf(connection, position.seq());
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private String leaf(Connection connection, long seq) throws SQLException {
        return Sql.of("SELECT LEAF_HASH FROM " + tables.log() + " WHERE SEQ = ?", seq)
                .first(connection, row -> String.valueOf(row.getString(1)))
                .orElse("-");
    }
}
