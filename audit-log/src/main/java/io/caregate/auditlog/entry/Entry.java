package io.caregate.auditlog.entry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the audit log. Whatever the input, the entry is clean text ({@link TextSanitizer}), has at most
 * {@value #MAX_VALUE_BYTES} bytes a value and {@value #MAX_BYTES} bytes in all, and has one canonical form. The keys
 * are those of {@code docs/audit-format.md}. A change to them is a new {@value #VERSION}.
 */
public final class Entry {
    /** The version of the format, the member {@code v}. It decides how the entry is hashed when it is sealed. */
    public static final int VERSION = 2;
    /** The maximum of UTF-8 bytes in one value. */
    public static final int MAX_VALUE_BYTES = 2 * 1024;
    /** The maximum of UTF-8 bytes in an entry's canonical form. */
    public static final int MAX_BYTES = 28 * 1024;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final String id;
    private final Instant time;
    private final SortedMap<String, String> fields;
    private final SortedMap<String, String> details;
    private final String canonical;

    private Entry(Builder builder) {
        this.id = builder.id;
        this.time = Instant.ofEpochMilli(builder.time.toEpochMilli());
        SortedMap<String, String> wholeFields = new TreeMap<>();
        builder.fields.forEach((field, value) -> wholeFields.put(field, TextSanitizer.of(value)));
        SizeLimit sizeLimit = new SizeLimit(wholeFields, Details.clean(builder.details));
        String json = toJson(sizeLimit);
        while (isTooLong(json) && sizeLimit.shortenLongest()) {
            json = toJson(sizeLimit);
        }
        this.canonical = json;
        this.fields = sizeLimit.fields();
        this.details = sizeLimit.details();
    }

    /** Starts an entry. The caller chooses the id, which is stable across every retry. */
    public static Builder builder(String id, Instant time, String type) {
        return new Builder(id, time, type);
    }

    public String id() {
        return id;
    }

    /** The time of the event, in whole milliseconds. */
    public Instant time() {
        return time;
    }

    /** The field with this name as it is stored; null if the entry has none. */
    public @Nullable String field(Field field) {
        return fields.get(field.key());
    }

    /** The detail with this name as it is stored. */
    public Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name));
    }

    /** All details as they are stored. */
    public SortedMap<String, String> details() {
        return Collections.unmodifiableSortedMap(details);
    }

    /** The canonical form (RFC 8785), which is stored, hashed and delivered. */
    public String canonical() {
        return canonical;
    }

    /** A UTF-16 code unit has three bytes of UTF-8 at most. */
    private static boolean isTooLong(String json) {
        return json.length() * 3L > MAX_BYTES && json.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }

    private String toJson(SizeLimit sizeLimit) {
        SortedMap<String, Object> json = new TreeMap<>(sizeLimit.fields());
        json.put("v", VERSION);
        json.put("id", id);
        json.put("time", TIME.format(time));
        json.put("details", sizeLimit.details());
        if (sizeLimit.dropped() > 0) {
            json.put("detailsDropped", sizeLimit.dropped());
        }
        return CanonicalJson.of(json);
    }

    /** The text fields of an entry, other than its id, time and details. */
    public enum Field {
        TYPE("type"),
        ERROR("error"),
        REALM("realm"),
        REALM_ID("realmId"),
        CLIENT("client"),
        USER("user"),
        SESSION("session"),
        IP("ip"),
        USER_AGENT("userAgent"),
        NODE("node"),
        TRACE_ID("traceId"),
        METHOD("method"),
        PATH("path"),
        RULE("rule"),
        EVENT_ID("eventId");

        private final String key;

        Field(String key) {
            this.key = key;
        }

        /** The key of the entry's JSON. */
        public String key() {
            return key;
        }
    }

    /** Collects the values of an entry, as raw as they came. */
    public static final class Builder {
        private final String id;
        private final Instant time;
        private final Map<String, String> fields = new HashMap<>();
        private final Map<String, String> details = new HashMap<>();

        private Builder(String id, Instant time, String type) {
            this.id = id;
            this.time = time;
            with(Field.TYPE, type);
        }

        /** Sets a field. Null and empty leave it out. */
        public Builder with(Field field, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                fields.put(field.key(), value);
            }
            return this;
        }

        /** Sets a detail. Null leaves it out. */
        public Builder detail(String name, @Nullable String value) {
            if (value != null) {
                details.put(name, value);
            }
            return this;
        }

        public Entry build() {
            return new Entry(this);
        }
    }
}
