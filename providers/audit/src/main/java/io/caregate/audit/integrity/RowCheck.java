package io.caregate.audit.integrity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.integrity.StoredRow.Columns;
import io.caregate.auditlog.entry.Row;
import io.caregate.auditlog.tree.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a row with what was sealed: its columns with those that its payload makes, and its hash with that of salt
 * and payload. A column is a copy that makes filters quick. The hash covers only the payload. A changed column
 * therefore hides the entry from every filter and leaves the tree as it is, so each row is compared before it is
 * served.
 *
 * <p>An erased row has no payload, no salt and no column that was made from them. One instance serves one thread.
 */
public final class RowCheck {
    /** A longer payload is not an entry: capture cuts an entry to 28 KiB, which may be escaped. */
    public static final int MOST_CHARACTERS = Row.MAX_STORED_BYTES;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final TreeHasher hasher = new TreeHasher();

    /** The verdict on this row. */
    public Verdict of(StoredRow row) {
        Columns columns = row.columns();
        String payload = row.payload();
        if (payload == null) {
            return new Verdict(columns.id(), columns.realmId(), ofErased(row));
        }
        List<String> disagreeing = new ArrayList<>();
        Optional<Row> expected = expected(payload);
        if (expected.isEmpty()) {
            disagreeing.add(Verdict.PAYLOAD);
        } else {
            compare(columns, expected.get(), disagreeing);
        }
        if (row.leaf() != null && !isOf(row.leaf(), row.salt(), payload)) {
            disagreeing.add(Verdict.LEAF);
        }
        return new Verdict(
                expected.map(Row::id).orElse(columns.id()),
                expected.map(Row::realmId).orElse(columns.realmId()),
                disagreeing);
    }

    /** The time when the entry was made, by its payload. Empty if the payload has none. */
    public static Optional<Instant> time(@Nullable String payload) {
        return payload == null ? Optional.empty() : expected(payload).map(row -> Instant.ofEpochMilli(row.time()));
    }

    private static List<String> ofErased(StoredRow row) {
        Columns columns = row.columns();
        List<String> left = new ArrayList<>();
        add(left, "salt", row.salt() == null);
        add(left, "error", columns.error() == null);
        add(left, "client", columns.client() == null);
        add(left, "user", columns.user() == null);
        add(left, "username", columns.username() == null);
        add(left, "ip", columns.ip() == null);
        return left;
    }

    private static void compare(Columns columns, Row expected, List<String> disagreeing) {
        add(disagreeing, "id", columns.id().equals(expected.id()));
        add(disagreeing, "time", columns.time() == expected.time());
        add(disagreeing, "realmId", columns.realmId().equals(expected.realmId()));
        add(disagreeing, "type", columns.type().equals(expected.type()));
        add(disagreeing, "error", Objects.equals(columns.error(), expected.error()));
        add(disagreeing, "client", Objects.equals(columns.client(), expected.client()));
        add(disagreeing, "user", Objects.equals(columns.user(), expected.user()));
        add(disagreeing, "username", Objects.equals(columns.username(), expected.username()));
        add(disagreeing, "ip", Objects.equals(columns.ip(), expected.ip()));
    }

    private static void add(List<String> disagreeing, String what, boolean agrees) {
        if (!agrees) {
            disagreeing.add(what);
        }
    }

    private boolean isOf(String leaf, @Nullable String salt, String payload) {
        try {
            byte[] salted = Base64.getDecoder().decode(salt == null ? "" : salt);
            byte[] hash = hasher.leaf(salted, payload.getBytes(StandardCharsets.UTF_8));
            return salted.length == TreeHasher.SALT_BYTES
                    && MessageDigest.isEqual(hash, Base64.getDecoder().decode(leaf));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The row that this payload makes. Empty if it is not an entry. */
    private static Optional<Row> expected(String payload) {
        if (payload.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        try {
            return MAPPER.readTree(payload) instanceof ObjectNode entry ? row(entry, payload) : Optional.empty();
        } catch (JsonProcessingException | DateTimeException | ArithmeticException | NotTextException e) {
            return Optional.empty();
        }
    }

    private static Optional<Row> row(ObjectNode entry, String payload) throws NotTextException {
        String id = text(entry.get("id"));
        String time = text(entry.get("time"));
        String type = text(entry.get("type"));
        if (id == null || time == null || type == null) {
            return Optional.empty();
        }
        return Optional.of(Row.stored(
                id,
                Instant.parse(time).toEpochMilli(),
                text(entry.get("realmId")),
                type,
                text(entry.get("error")),
                text(entry.get("client")),
                text(entry.get("user")),
                text(entry.path("details").get("username")),
                text(entry.get("ip")),
                payload));
    }

    private static @Nullable String text(@Nullable JsonNode value) throws NotTextException {
        if (value != null && !value.isTextual()) {
            throw new NotTextException();
        }
        return value == null ? null : value.textValue();
    }

    /** A member that has to be text is not. */
    private static final class NotTextException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
