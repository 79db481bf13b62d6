package io.caregate.auditlog.entry;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry that was read from its text by the grammar of {@code docs/audit-format.md}: the canonical JSON (RFC 8785) of
 * exactly the known members, or that JSON with everything beyond ASCII escaped, which is stored where a database
 * accepts nothing else. So an accepted text is the only one of its form with this meaning. Pure and immutable.
 */
public final class EntryText {
    /** The version whose leaves hash salt and payload without their lengths. */
    public static final int FIRST_VERSION = 1;
    /** The version whose leaves also hash a domain and the lengths. */
    public static final int SECOND_VERSION = 2;
    /** The maximum of UTF-8 bytes in an entry's canonical form. */
    public static final int MAX_BYTES = 28 * 1024;

    /** The members that hold text. The last version to change them is {@value #SECOND_VERSION}. */
    public static final Set<String> TEXTS = Set.of(
            "client",
            "error",
            "eventId",
            "id",
            "ip",
            "method",
            "node",
            "path",
            "realm",
            "realmId",
            "rule",
            "session",
            "time",
            "traceId",
            "type",
            "user",
            "userAgent");

    private static final String VERSION = "v";
    private static final String DETAILS = "details";
    private static final String DROPPED = "detailsDropped";
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    private final int version;
    private final Instant time;
    private final Map<String, Object> members;
    private final SortedMap<String, String> details;

    private EntryText(int version, Instant time, Map<String, Object> members, SortedMap<String, String> details) {
        this.version = version;
        this.time = time;
        this.members = members;
        this.details = details;
    }

    /** The entry in this text. Throws {@link IllegalArgumentException} with the reason if it is not one. */
    public static EntryText parse(String text) {
        // In escaped form, a character of two bytes has six.
        if (text.length() > MAX_BYTES * 3) {
            throw new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes");
        }
        return new Reader(text).entry();
    }

    /** The version of the entry's format, which says how its leaf is hashed. */
    public int version() {
        return version;
    }

    /** The time of the event. */
    public Instant time() {
        return time;
    }

    /** A member that holds text; null if the entry does not have it. */
    public @Nullable String text(String name) {
        return members.get(name) instanceof String text ? text : null;
    }

    /** A detail; null if the entry does not have it. */
    public @Nullable String detail(String name) {
        return details.get(name);
    }

    /** All details that the entry has. */
    public SortedMap<String, String> details() {
        return Collections.unmodifiableSortedMap(details);
    }

    /** How many details were left out because the entry would have been too long. */
    public long detailsDropped() {
        return members.get(DROPPED) instanceof Long dropped ? dropped : 0;
    }

    /**
     * Whether a JSON object says the same: text as {@code String}, whole numbers as {@code Long}, objects as
     * {@code Map}.
     */
    public boolean says(Map<?, ?> object) {
        return members.equals(object);
    }

    /** Reads the text once, from its first character to its last. */
    private static final class Reader {
        private static final String TIME = "0000-00-00T00:00:00.000Z";
        private static final String SHORT = "\"\\bfnrt";
        private static final String MEANT = "\"\\\b\f\n\r\t";
        private static final int LAST_ASCII = 0x7E;
        private static final int FIRST_PRINTABLE = 0x20;
        private static final int HEX = 16;
        private static final int HEX_DIGITS = 4;

        private final String text;
        private int at;
        private boolean raw;
        private boolean escaped;

        Reader(String text) {
            this.text = text;
        }

        EntryText entry() {
            Map<String, Object> members = new HashMap<>();
            SortedMap<String, String> details = new TreeMap<>();
            object(name -> {
                if (TEXTS.contains(name)) {
                    String value = string();
                    demand(!value.isEmpty(), "a member without a value");
                    members.put(name, value);
                } else if (name.equals(DETAILS)) {
                    object(detail -> details.put(detail, string()));
                    members.put(name, details);
                } else {
                    demand(name.equals(VERSION) || name.equals(DROPPED), "an unknown member");
                    members.put(name, number());
                }
            });
            demand(at == text.length(), "something behind its end");
            demand(!(raw && escaped), "characters beyond ASCII both as they are and escaped");
            demand(length() <= MAX_BYTES, "more than " + MAX_BYTES + " bytes");
            return new EntryText(version(members), time(members), members, details);
        }

        private static int version(Map<String, Object> members) {
            long version = members.get(VERSION) instanceof Long number ? number : 0;
            demand(version == FIRST_VERSION || version == SECOND_VERSION, "no version that is known");
            demand(
                    members.containsKey("id") && members.containsKey("type") && members.containsKey(DETAILS),
                    "no id, no type or no details");
            return (int) version;
        }

        private long length() {
            return raw ? text.getBytes(StandardCharsets.UTF_8).length : text.length() - escapedLength();
        }

        /** The number of characters by which the escapes make an ASCII text longer than its canonical form. */
        private long escapedLength() {
            long longer = 0;
            for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', i + 1)) {
                i++;
                if (text.charAt(i) == 'u') {
                    int unit = Integer.parseInt(text, i + 1, i + 1 + HEX_DIGITS, HEX);
                    longer += unit < FIRST_PRINTABLE ? 0 : 6 - bytes(unit);
                }
            }
            return longer;
        }

        private static int bytes(int unit) {
            if (unit < 0x80) {
                return 1;
            }
            return unit < 0x800 || Character.isSurrogate((char) unit) ? 2 : 3;
        }

        private void object(Member member) {
            take('{');
            String before = null;
            while (peek() != '}') {
                if (before != null) {
                    take(',');
                }
                String name = string();
                demand(
                        before == null || before.compareTo(name) < 0,
                        "members that are not sorted, or one of them twice");
                take(':');
                member.read(name);
                before = name;
            }
            at++;
        }

        private String string() {
            take('"');
            int from = at;
            StringBuilder value = null;
            boolean isAscii = true;
            int i = at;
            for (; i < text.length() && text.charAt(i) != '"'; i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    value = value == null ? new StringBuilder() : value;
                    value.append(text, from, i);
                    at = i;
                    char meant = escape();
                    isAscii &= meant <= LAST_ASCII;
                    value.append(meant);
                    from = at;
                    i = at - 1;
                } else {
                    demand(c >= FIRST_PRINTABLE, "a control character");
                    boolean isRaw = c > LAST_ASCII;
                    raw |= isRaw;
                    isAscii &= !isRaw;
                }
            }
            at = i;
            peek();
            String whole = value == null
                    ? text.substring(from, at)
                    : value.append(text, from, at).toString();
            at++;
            demand(isAscii || isPaired(whole), "half a character");
            return whole;
        }

        private char escape() {
            char kind = text.charAt(at + 1 < text.length() ? at + 1 : at);
            int known = SHORT.indexOf(kind);
            if (known >= 0 && at + 1 < text.length()) {
                at += 2;
                return MEANT.charAt(known);
            }
            demand(kind == 'u' && at + 2 + HEX_DIGITS <= text.length(), "an escape that its form does not have");
            int unit = 0;
            for (int i = at + 2; i < at + 2 + HEX_DIGITS; i++) {
                int digit = "0123456789abcdef".indexOf(text.charAt(i));
                demand(digit >= 0, "an escape that its form does not have");
                unit = unit * HEX + digit;
            }
            demand(
                    unit > LAST_ASCII || (unit < FIRST_PRINTABLE && MEANT.indexOf(unit) < 0),
                    "an escape that its form does not have");
            escaped |= unit > LAST_ASCII;
            at += 2 + HEX_DIGITS;
            return (char) unit;
        }

        private Long number() {
            int from = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            int digits = at - from;
            demand(
                    digits > 0 && digits <= 16 && text.charAt(from) != '0',
                    "a number that is not a whole one from 1 on");
            long number = Long.parseLong(text, from, at, 10);
            demand(number <= MAX_SAFE_INTEGER, "a number beyond 2^53-1");
            return number;
        }

        private static Instant time(Map<String, Object> members) {
            String time = members.get("time") instanceof String given ? given : "";
            demand(isTime(time) && !time.startsWith("0000"), "no time of the form 2026-01-31T08:15:00.123Z");
            try {
                return LocalDateTime.of(
                                part(time, 0, 4),
                                part(time, 5, 7),
                                part(time, 8, 10),
                                part(time, 11, 13),
                                part(time, 14, 16),
                                part(time, 17, 19),
                                part(time, 20, 23) * 1_000_000)
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("it has a time that there is not", e);
            }
        }

        private static boolean isTime(String text) {
            boolean is = text.length() == TIME.length();
            for (int i = 0; is && i < TIME.length(); i++) {
                char c = text.charAt(i);
                is = TIME.charAt(i) == '0' ? c >= '0' && c <= '9' : c == TIME.charAt(i);
            }
            return is;
        }

        private static int part(String time, int from, int to) {
            return Integer.parseInt(time, from, to, 10);
        }

        private char peek() {
            demand(at < text.length(), "no end");
            return text.charAt(at);
        }

        private void take(char expected) {
            demand(peek() == expected, "text that is not canonical JSON");
            at++;
        }

        private static boolean isPaired(String value) {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (Character.isSurrogate(c)) {
                    boolean pair = Character.isHighSurrogate(c)
                            && i + 1 < value.length()
                            && Character.isLowSurrogate(value.charAt(i + 1));
                    if (!pair) {
                        return false;
                    }
                    i++;
                }
            }
            return true;
        }

        private static void demand(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("it has " + otherwise);
            }
        }

        private interface Member {
            void read(String name);
        }
    }
}
