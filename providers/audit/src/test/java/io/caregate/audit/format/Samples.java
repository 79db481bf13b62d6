package io.caregate.audit.format;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;

/** Entries that the log holds, and entries that it should never hold. */
final class Samples {
    static final String ID = "01a1fbfe-691b-7000-8b20-9f0d501ccaec";
    static final LogReference REFERENCE =
            new LogReference("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "sso.example.org/audit");
    static final Instant TIME = Instant.parse("2026-01-31T08:15:00.123Z");
    static final List<String> OWN_TYPES = List.of(
            "CAREGATE_AUDIT_READ",
            "CAREGATE_AUDIT_READ_ERROR",
            "CAREGATE_AUDIT_DEAD_LETTER",
            "CAREGATE_SERVER_START",
            "CAREGATE_SERVER_STOP",
            "ADMIN_CREATE",
            "ADMIN_UPDATE_ERROR",
            "ADMIN_DELETE",
            "ADMIN_ACTION",
            "SOMETHING_NEW");

    private Samples() {}

    /** Every type that Keycloak or the log can write. */
    static List<String> types() {
        List<String> types = new ArrayList<>(OWN_TYPES);
        Stream.of(EventType.values()).map(EventType::name).forEach(types::add);
        return types;
    }

    /** Every type once, and an error of every class. */
    static List<SealedEntry> entries() {
        List<SealedEntry> entries = new ArrayList<>();
        for (String type : types()) {
            String error = type.endsWith("_ERROR") ? Errors.INVALID_USER_CREDENTIALS : null;
            entries.add(sealed(full(type).with(Field.ERROR, error).build()));
        }
        List<String> errors = List.of(
                Errors.USER_DISABLED,
                Errors.USER_TEMPORARILY_DISABLED,
                Errors.CLIENT_DISABLED,
                Errors.ACCESS_DENIED,
                "server_error",
                "guard_failed");
        for (String error : errors) {
            entries.add(sealed(full("LOGIN_ERROR").with(Field.ERROR, error).build()));
        }
        entries.addAll(odd());
        return entries;
    }

    /** Entries with few values, and with values that should not be there. */
    static List<SealedEntry> odd() {
        return List.of(
                sealed(Entry.builder(ID, TIME, "LOGIN_ERROR").build()),
                sealed(Entry.builder(ID, TIME, "LOGIN_ERROR")
                        .with(Field.CLIENT, "app")
                        .with(Field.IP, "not an address")
                        .build()),
                sealed(Entry.builder(ID, TIME, "LOGIN_ERROR")
                        .with(Field.USER, " ")
                        .with(Field.NODE, "\u00a0")
                        .with(Field.PATH, "\u3000")
                        .detail("username", " \u2003 ")
                        .detail(" ", "x")
                        .detail("a", "\ud83d\ude00 <&\"'>")
                        .build()),
                sealed(full("with a space ☺").build()),
                new SealedEntry(8, ID, "realm", null),
                new SealedEntry(9, "no id\n", "", "{\"time\":\"+12026-01-01T00:00:00Z\",\"type\":7}"),
                new SealedEntry(10, ID, "realm", "no JSON"),
                new SealedEntry(
                        11,
                        ID,
                        "realm",
                        CanonicalJson.of(Map.of("type", Map.of(), "details", List.of(1), "user", List.of("a")))));
    }

    /** An object as JSON, whatever is in its texts. */
    static String json(Map<String, ?> object) {
        return new JsonMapper().valueToTree(object).toString();
    }

    static StoredCheckpoint checkpoint() {
        return new StoredCheckpoint(
                3, 7, TIME, "sso.example.org/audit\n7\nAAAA\n\n\u2014 sso.example.org/audit AA==\n");
    }

    /** An entry with every field. */
    static Entry.Builder full(String type) {
        return Entry.builder(ID, TIME, type)
                .with(Field.REALM, "healthcare")
                .with(Field.REALM_ID, "8aec4f23-11e8-49d9-a125-f813cf0ccee0")
                .with(Field.CLIENT, "app")
                .with(Field.USER, "d006318b-defb-4758-b333-d86c471c3b11")
                .with(Field.SESSION, "1b0f7a3c-6d0c-4a0e-9d6a-0f7d6b8b6c11")
                .with(Field.IP, "2001:db8::7")
                .with(Field.USER_AGENT, "Mozilla/5.0")
                .with(Field.NODE, "keycloak-0")
                .with(Field.TRACE_ID, "4bf92f3577b34da6a3ce929d0e0e4736")
                .with(Field.METHOD, "POST")
                .with(Field.PATH, "/realms/healthcare/login-actions/authenticate")
                .with(Field.RULE, "required-role")
                .with(Field.EVENT_ID, "c73b8060-4e60-49e8-b06b-d8529c377f43")
                .detail("auth_method", "openid-connect")
                .detail("username", "alice")
                .detail("query.type", "LOGIN_ERROR");
    }

    static SealedEntry sealed(Entry entry) {
        return new SealedEntry(7, entry.id(), "realm", entry.canonical());
    }
}
