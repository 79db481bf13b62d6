package io.caregate.audit.capture;

import io.caregate.audit.record.EntryAppender;
import io.caregate.audit.record.UnknownUsernames;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Event;

/** Makes an entry from an event, and maps Keycloak's fields to those of the log. */
final class EventEntry {
    /** The detail in which the pack's own refusals name their rule. */
    static final String RULE = "rule";

    /** The inputs that a form takes from a person who need not have an account. A failed sign-up has all of these. */
    private static final Set<String> TYPED_NAMES =
            Set.of(Details.USERNAME, Details.EMAIL, Details.FIRST_NAME, Details.LAST_NAME);

    private static final Set<String> TYPED_PREFIXES = Set.of(Details.PREF_UPDATED, Details.PREF_PREVIOUS);

    private final UnknownUsernames unknownUsernames;
    private final EntryAppender appender;

    EventEntry(UnknownUsernames unknownUsernames, EntryAppender appender) {
        this.unknownUsernames = unknownUsernames;
        this.appender = appender;
    }

    Entry of(Event event, RequestFacts request) {
        Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
        Entry.Builder entry = Entry.builder(
                        appender.nextId(),
                        Instant.ofEpochMilli(event.getTime()),
                        event.getType().name())
                .with(Field.ERROR, event.getError())
                .with(Field.REALM, event.getRealmName())
                .with(Field.REALM_ID, event.getRealmId())
                .with(Field.CLIENT, event.getClientId())
                .with(Field.USER, event.getUserId())
                .with(Field.SESSION, event.getSessionId())
                .with(Field.IP, event.getIpAddress())
                .with(Field.USER_AGENT, request.userAgent())
                .with(Field.NODE, appender.node())
                .with(Field.TRACE_ID, request.traceId())
                .with(Field.METHOD, request.method())
                .with(Field.PATH, request.path())
                .with(Field.RULE, details.get(RULE))
                .with(Field.EVENT_ID, event.getId());
        details.forEach((name, value) -> entry.detail(name, kept(event, name, value)));
        return entry.build();
    }

    /** The entry for an event that {@link #of} could not read. */
    Entry withoutDetails(Event event) {
        return Entry.builder(
                        appender.nextId(),
                        Instant.ofEpochMilli(event.getTime()),
                        event.getType().name())
                .with(Field.ERROR, event.getError())
                .with(Field.REALM_ID, event.getRealmId())
                .with(Field.NODE, appender.node())
                .with(Field.EVENT_ID, event.getId())
                .build();
    }

    private static boolean isTyped(String name) {
        return TYPED_NAMES.contains(name) || TYPED_PREFIXES.stream().anyMatch(name::startsWith);
    }

    private @Nullable String kept(Event event, String name, @Nullable String value) {
        if (value == null || event.getUserId() != null || !isTyped(name)) {
            return value;
        }
        return switch (unknownUsernames) {
            case CLEAR -> value;
            case HASH -> appender.hashOf(event.getRealmId() == null ? "" : event.getRealmId(), value);
            case DROP -> null;
        };
    }
}
