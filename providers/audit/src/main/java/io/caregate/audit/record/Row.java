package io.caregate.audit.record;

import org.jspecify.annotations.Nullable;

/**
 * An entry as it lies in a table: its canonical form, and beside it the values that an auditor filters by, shortened to
 * what a column takes. The payload alone is the truth; the columns can be made from it again.
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

    /** The most UTF-16 code units that a filter column takes. */
    public static final int COLUMN_LENGTH = 255;

    private static final String USERNAME = "username";

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

    /** What the column holds for this value, and what a filter must therefore ask for. */
    public static @Nullable String column(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String clean = Cut.toBytes(CleanText.of(value), Entry.MAX_VALUE_BYTES);
        if (clean.length() <= COLUMN_LENGTH) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(COLUMN_LENGTH - 1)) ? COLUMN_LENGTH - 1 : COLUMN_LENGTH;
        return clean.substring(0, end);
    }
}
