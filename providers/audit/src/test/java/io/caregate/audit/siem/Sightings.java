package io.caregate.audit.siem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.capture.CapturedEntries;
import io.caregate.audit.change.ChangeOperation;
import io.caregate.audit.deliver.RejectedEntries;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.lifecycle.InForce;
import io.caregate.audit.lifecycle.ServerEntries;
import io.caregate.audit.record.EntryAppender;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.foundation.option.TestConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.AuthDetails;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/**
 * Events as a SIEM gets them: entries that the log's own code makes of what Keycloak reports, in the format ECS, and
 * lines of Keycloak's log with the texts that stand in the sources.
 */
final class Sightings {
    static final String ADDRESS = "192.0.2.7";
    static final String APP = "app";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "caregate", "audit");
    private static final Pattern CALL =
            Pattern.compile("LOG\\.(?:warnf|errorf)\\(\\s*(?:e,\\s*)?((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    private Sightings() {}

    /** An event of Keycloak with what is the same in all of these. */
    static Event event(EventType type, @Nullable String error, Instant time) {
        Event event = new Event();
        event.setType(type);
        event.setError(error);
        event.setTime(time.toEpochMilli());
        event.setRealmId("realm-id");
        event.setRealmName("healthcare");
        event.setClientId(APP);
        event.setIpAddress(ADDRESS);
        return event;
    }

    static JsonNode login(String error, String name, String address, Instant time) {
        Event event = event(EventType.LOGIN_ERROR, error, time);
        event.setIpAddress(address);
        return seen(event, Map.of("username", name));
    }

    static JsonNode seen(Event event, Map<String, String> details) {
        return ecs(entry(event, details));
    }

    static Entry entry(Event event, Map<String, String> details) {
        event.setDetails(new HashMap<>(details));
        return CapturedEntries.of(event);
    }

    static JsonNode adminEvent(
            OperationType operation, ResourceType resource, String administrator, String representation, Instant time) {
        return ecs(adminEntry(operation, resource, administrator, representation, time));
    }

    /** An admin event of a type that Keycloak itself does not have. */
    static JsonNode adminEvent(OperationType operation, String resource, Instant time) {
        return ecs(adminEntry(operation, resource, "user", null, time));
    }

    static Entry adminEntry(
            OperationType operation, ResourceType resource, String administrator, String representation, Instant time) {
        return adminEntry(operation, resource.name(), administrator, representation, time);
    }

    private static Entry adminEntry(
            OperationType operation,
            String resource,
            String administrator,
            @Nullable String representation,
            Instant time) {
        AuthDetails who = new AuthDetails();
        who.setUserId(administrator);
        who.setRealmName("master");
        who.setClientId("client-uuid");
        who.setIpAddress(ADDRESS);
        AdminEvent event = new AdminEvent();
        event.setTime(time.toEpochMilli());
        event.setOperationType(operation);
        event.setResourceTypeAsString(resource);
        event.setResourcePath("users/u");
        event.setRealmId("realm-id");
        event.setRealmName("healthcare");
        event.setAuthDetails(who);
        event.setRepresentation(representation);
        return CapturedEntries.of(event);
    }

    static JsonNode change(
            ChangeOperation operation, ResourceType type, String user, @Nullable String fields, Instant time) {
        return ecs(CapturedEntries.ofChange(operation, type, time.toEpochMilli(), user, fields));
    }

    /** The reports that these sinks' receivers have each rejected an entry, one a second. */
    static List<JsonNode> deadLetters(List<String> sinks, Instant first) {
        try {
            return RejectedEntries.reports(sinks, first).stream()
                    .map(payload -> ecs(new SealedEntry(7, "id", "realm-id", payload)))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode damaged(Instant time) {
        return object(Format.ECS.render(EntryView.ofDamaged(8, "realm-id", time, "leaf")));
    }

    /** The start of a node, with these options in force; their names are without {@code --spi-}. */
    static JsonNode start(String node, Instant time, boolean policy, String signing, Map<String, String> options) {
        return start(node, time, inForce(node, policy, signing, options));
    }

    static JsonNode start(String node, Instant time, Map<String, String> inForce) {
        return ecs(startEntry(node, time, inForce));
    }

    static Entry startEntry(String node, Instant time, Map<String, String> inForce) {
        Written written = new Written(node);
        new ServerEntries(written, () -> time, "master", "master-id").started(inForce);
        return written.entries.get(0);
    }

    static Entry stopEntry(String node, Instant time) {
        Written written = new Written(node);
        new ServerEntries(written, () -> time, "master", "master-id").stopped();
        return written.entries.get(0);
    }

    static Map<String, String> inForce(String node, boolean policy, String signing, Map<String, String> options) {
        Map<String, String> given = options.entrySet().stream()
                .collect(Collectors.toMap(option -> "--spi-" + option.getKey(), Map.Entry::getValue));
        return TestConfig.during(
                given, () -> InForce.read(SOURCES, policy, signing, Optional.of(node + "+0123abcd+AX")));
    }

    /**
     * The one line that this class of the sources logs as a warning or an error and that has this text in it, with
     * these values.
     */
    static JsonNode serverLog(String source, String text, Instant time, Object... values) {
        List<String> formats = CALL.matcher(SigmaDocument.read(SOURCES.resolve(source + ".java")))
                .results()
                .map(call -> LITERAL.matcher(call.group(1))
                        .results()
                        .map((MatchResult literal) -> literal.group(1))
                        .collect(Collectors.joining()))
                .filter(format -> format.contains(text))
                .toList();
        if (formats.size() != 1) {
            throw new AssertionError(source + " has not one line with '" + text + "' but " + formats);
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("@timestamp", time.toString());
        line.put("message", formats.get(0).formatted(values));
        line.putObject("log").put("logger", "io.caregate.audit." + source.replace('/', '.'));
        return line;
    }

    /** What the sealer says of the row with the log's head, with a text of the class that judges it. */
    static JsonNode repairOfTheHead(String text, Instant time) {
        if (!SigmaDocument.read(SOURCES.resolve("seal/Heads.java")).contains(text)) {
            throw new AssertionError("the sealer does not say: " + text);
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("@timestamp", time.toString());
        line.put("message", "job=seal: CAREGATE_AUDIT_HEAD ID=1 says nothing, " + text);
        line.putObject("log").put("logger", "io.caregate.audit.seal.Sealer");
        return line;
    }

    /** What a SIEM gets of this entry. */
    static JsonNode ecs(Entry entry) {
        String realm = entry.field(Field.REALM_ID);
        return ecs(new SealedEntry(7, entry.id(), realm == null ? "" : realm, entry.canonical()));
    }

    static JsonNode ecs(SealedEntry entry) {
        return object(Format.ECS.render(entry));
    }

    static JsonNode object(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps what a node writes. */
    private static final class Written implements EntryAppender {
        private final List<Entry> entries = new ArrayList<>();
        private final String node;

        Written(String node) {
            this.node = node;
        }

        @Override
        public String nextId() {
            return "01a1fbfe-691b-7000-8b20-9f0d501ccaec";
        }

        @Override
        public String hashOf(String realmId, String name) {
            throw new AssertionError("no name is typed here");
        }

        @Override
        public void write(Entry entry) {
            entries.add(entry);
        }

        @Override
        public String node() {
            return node;
        }
    }
}
