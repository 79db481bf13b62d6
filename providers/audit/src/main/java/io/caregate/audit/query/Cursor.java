package io.caregate.audit.query;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place where a page ended: after the entry with this number, or after an entry that had none yet and is found
 * again by its id. It holds a position only. Permissions are checked for every request. If a search was interrupted, it
 * names the entry that has recorded the search. That name is not trusted but looked up ({@link ContinuedSearch}).
 */
public record Cursor(
        Order order,
        long seq,
        @Nullable String unsealedId,
        @Nullable String searchId) {
    private static final String ID = "[0-9a-z-]{1,36}";
    private static final Pattern FORM =
            Pattern.compile("1\\.(ASC|DESC)\\.(?:(\\d{1,18})(?:\\.search:(" + ID + "))?|id:(" + ID + "))");

    /** The position after the entry with this number. */
    public static Cursor after(Order order, long seq) {
        return new Cursor(order, seq, null, null);
    }

    /** The position after an entry that has no number yet. Newest first only. */
    static Cursor afterUnsealed(String id) {
        return new Cursor(Order.DESC, Long.MAX_VALUE, id, null);
    }

    /** The same position, in the search that this entry has recorded. */
    Cursor ofSearch(String entryId) {
        return new Cursor(order, seq, unsealedId, entryId);
    }

    /** The cursor that this text stands for, if any. */
    public static Optional<Cursor> parse(String text) {
        Matcher matcher = FORM.matcher(decode(text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Order order = Order.valueOf(matcher.group(1));
        if (matcher.group(2) != null) {
            return Optional.of(new Cursor(order, Long.parseLong(matcher.group(2)), null, matcher.group(3)));
        }
        return order == Order.DESC ? Optional.of(afterUnsealed(matcher.group(4))) : Optional.empty();
    }

    @Override
    public String toString() {
        String text = "1." + order + "." + (unsealedId == null ? Long.toString(seq) : "id:" + unsealedId)
                + (searchId == null ? "" : ".search:" + searchId);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
