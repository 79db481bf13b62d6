package io.caregate.auditlog.entry;

import io.caregate.auditlog.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An entry in the form of a table row: its canonical form, and the values that an auditor filters by, shortened to the
 * length of a column. Only the payload is authoritative. The columns can be made from it again.
 */
public record Row(
        String id,
        long time,
        String realmId,
        String type,
        @Nullable String error,
        @Nullable String client,
        @Nullable String user,
        @Nullable String username,
        @Nullable String ip,
        String payload) {

    /** The maximum of UTF-16 code units in a filter column. */
    public static final int COLUMN_LENGTH = 255;

    /** The detail that holds the SHA-256, in hexadecimal digits, of a payload that the database refused. */
    public static final String REFUSED = "refused_payload_sha256";

    /** The detail that holds the length, in characters, of a payload that is longer than any that is captured. */
    public static final String REFUSED_LENGTH = "refused_payload_characters";

    private static final int TEXT_LENGTH = 1000;
    private static final String USERNAME = "username";

    /** The maximum of UTF-8 bytes in a stored payload: an escape takes three times as many as the character. */
    public static final int MAX_STORED_BYTES = 3 * Entry.MAX_BYTES;

    /** The row for these values of a stored payload, with columns as in {@link #inAscii} if the payload is escaped. */
    public static Row stored(
            String id,
            long time,
            @Nullable String realmId,
            String type,
            @Nullable String error,
            @Nullable String client,
            @Nullable String user,
            @Nullable String username,
            @Nullable String ip,
            String payload) {
        String realm = column(realmId);
        Row row = new Row(
                id,
                time,
                realm == null ? "" : realm,
                String.valueOf(column(type)),
                column(error),
                column(client),
                column(user),
                column(username),
                column(ip),
                payload);
        // A payload in the canonical form has no escapes beyond ASCII, so this changes nothing else.
        return Ascii.isAscii(payload) ? row.inAscii() : row;
    }

    /** The row of an entry. */
    public static Row of(Entry entry) {
        String realmId = column(entry.field(Entry.Field.REALM_ID));
        String type = column(entry.field(Entry.Field.TYPE));
        return new Row(
                entry.id(),
                entry.time().toEpochMilli(),
                realmId == null ? "" : realmId,
                type == null ? "" : type,
                column(entry.field(Entry.Field.ERROR)),
                column(entry.field(Entry.Field.CLIENT)),
                column(entry.field(Entry.Field.USER)),
                column(entry.detail(USERNAME).orElse(null)),
                column(entry.field(Entry.Field.IP)),
                entry.canonical());
    }

    /**
     * The same row in ASCII: the payload says the same with escapes, and in a column {@code ?} replaces each lost
     * character.
     */
    public Row inAscii() {
        return new Row(
                id,
                time,
                Ascii.withMarks(realmId),
                Ascii.withMarks(type),
                error == null ? null : Ascii.withMarks(error),
                client == null ? null : Ascii.withMarks(client),
                user == null ? null : Ascii.withMarks(user),
                username == null ? null : Ascii.withMarks(username),
                ip == null ? null : Ascii.withMarks(ip),
                Ascii.withEscapes(payload));
    }

    /** An entry with the same id, time, realm and type. Of everything else it holds only the hash of its payload. */
    public Row withoutContent() {
        return of(Entry.builder(id, Instant.ofEpochMilli(time), Ascii.withMarks(type))
                .with(Entry.Field.REALM_ID, Ascii.withMarks(realmId))
                .detail(
                        REFUSED,
                        HexFormat.of().formatHex(Sha256.digest().digest(payload.getBytes(StandardCharsets.UTF_8))))
                .build());
    }

    /** A text for people, shortened for a column of a thousand characters. */
    public static String text(String value) {
        return Truncation.toBytes(TextSanitizer.of(value), TEXT_LENGTH);
    }

    /**
     * An entry in the place of one that is far longer than any that is captured. It holds that length, in characters.
     */
    public static Row tooLong(String id, long time, String realmId, String type, long characters) {
        return of(Entry.builder(id, Instant.ofEpochMilli(time), Ascii.withMarks(type))
                .with(Entry.Field.REALM_ID, Ascii.withMarks(realmId))
                .detail(REFUSED_LENGTH, Long.toString(characters))
                .build());
    }

    /** The content of the column for this value, which a filter must therefore ask for. */
    public static @Nullable String column(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String clean = Truncation.toBytes(TextSanitizer.of(value), Entry.MAX_VALUE_BYTES);
        if (clean.length() <= COLUMN_LENGTH) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(COLUMN_LENGTH - 1)) ? COLUMN_LENGTH - 1 : COLUMN_LENGTH;
        return clean.substring(0, end);
    }
}
