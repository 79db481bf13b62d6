package io.caregate.audit.capture;

import io.caregate.audit.change.ChangeOperation;
import io.caregate.audit.change.ModelChange;
import io.caregate.audit.record.UnknownUsernames;
import io.caregate.auditlog.entry.Entry;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;

/** The entries that capture makes of what Keycloak reports, for tests of other rooms. All have the same id. */
public final class CapturedEntries {
    private static final RequestFacts REQUEST = new RequestFacts("POST", "/realms/healthcare/x", "Browser/1.0", "4bf9");

    private CapturedEntries() {}

    /** The entry of an event. */
    public static Entry of(Event event) {
        return new EventEntry(UnknownUsernames.HASH, new TestAppender()).of(event, REQUEST);
    }

    /** The entry of an admin event, by the administrator {@code boss}. */
    public static Entry of(AdminEvent event) {
        return new AdminEntry(new TestAppender())
                .of(event, new AdminEntry.Administrator("boss", "security-admin-console"), REQUEST);
    }

    /** The entry of a change that no admin event reports, which the user with this id has made. */
    public static Entry ofChange(
            ChangeOperation operation, ResourceType type, long millis, String user, @Nullable String fields) {
        TreeMap<String, String> details = new TreeMap<>(fields == null ? Map.of() : Map.of("fields", fields));
        ModelChange change = new ModelChange(operation, type.name(), "users/u", "realm-id", details);
        return new ModelEntry(new TestAppender(), () -> Instant.ofEpochMilli(millis))
                .of(change, new Circumstances(null), new Actor(user, "boss", "admin-cli", "192.0.2.7"));
    }
}
