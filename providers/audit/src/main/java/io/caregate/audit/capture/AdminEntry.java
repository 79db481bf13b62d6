package io.caregate.audit.capture;

import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;

/**
 * Makes an entry from an admin event: what was done to which resource, by whom. The representation may hold secrets, so
 * the entry keeps only the names of its fields and, for a role mapping or a composite role, the names of the roles.
 */
final class AdminEntry {
    /** The prefix of the entry's type. Keycloak's operation follows it. */
    static final String TYPE_PREFIX = "ADMIN_";

    static final String RESOURCE_TYPE = "resource_type";
    static final String RESOURCE_PATH = "resource_path";
    static final String USERNAME = "username";
    static final String AUTH_REALM = "auth_realm";
    static final String AUTH_CLIENT_ID = "auth_client_id";
    static final String FIELDS = "fields";
    static final String ROLES = "roles";
    /** The prefix for the name of a detail that Keycloak provided. */
    static final String DETAIL_PREFIX = "event.";

    private static final String MAPPINGS = "_MAPPING";
    private static final String COMPOSITES = "composites";

    private final EntryAppender appender;

    AdminEntry(EntryAppender appender) {
        this.appender = appender;
    }

    Entry of(AdminEvent event, Administrator administrator, RequestFacts request) {
        AuthDetails auth = event.getAuthDetails();
        Entry.Builder entry = Entry.builder(
                        appender.nextId(),
                        Instant.ofEpochMilli(event.getTime()),
                        TYPE_PREFIX + event.getOperationType())
                .with(Field.ERROR, event.getError())
                .with(Field.REALM, event.getRealmName())
                .with(Field.REALM_ID, event.getRealmId())
                .with(Field.CLIENT, administrator.clientId())
                .with(Field.NODE, appender.node())
                .with(Field.USER_AGENT, request.userAgent())
                .with(Field.TRACE_ID, request.traceId())
                .with(Field.METHOD, request.method())
                .with(Field.PATH, request.path())
                .with(Field.EVENT_ID, event.getId())
                .detail(RESOURCE_TYPE, event.getResourceTypeAsString())
                .detail(RESOURCE_PATH, event.getResourcePath())
                .detail(USERNAME, administrator.username());
        if (auth != null) {
            entry.with(Field.USER, auth.getUserId())
                    .with(Field.IP, auth.getIpAddress())
                    .detail(AUTH_REALM, auth.getRealmName())
                    .detail(AUTH_CLIENT_ID, auth.getClientId());
        }
        if (event.getDetails() != null) {
            event.getDetails().forEach((name, value) -> entry.detail(DETAIL_PREFIX + name, value));
        }
        addNames(entry, event);
        return entry.build();
    }

    private static void addNames(Entry.Builder entry, AdminEvent event) {
        Names names = Names.in(event.getRepresentation());
        if (namesRoles(event) && !names.elements().isEmpty()) {
            entry.detail(ROLES, String.join(",", names.elements()));
        }
        if (!names.fields().isEmpty()) {
            entry.detail(FIELDS, String.join(",", names.fields()));
        }
    }

    private static boolean namesRoles(AdminEvent event) {
        String type = event.getResourceTypeAsString();
        String path = event.getResourcePath();
        boolean mapping = type != null && type.endsWith(MAPPINGS);
        boolean composite = path != null && path.endsWith(COMPOSITES);
        return mapping || composite;
    }

    /** The administrator, where ids do not say enough: the name of the user and the {@code client_id}. */
    record Administrator(
            @Nullable String username, @Nullable String clientId) {
        static final Administrator UNKNOWN = new Administrator(null, null);
    }
}
