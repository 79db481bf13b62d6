package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * Open Cybersecurity Schema Framework {@value #VERSION}, without profiles. {@link OcsfClass} decides the class of an
 * entry. Values for which the class has no attribute are in {@code unmapped}.
 */
final class Ocsf {
    static final String VERSION = "1.8.0";

    private static final Set<String> ELSEWHERE =
            Set.of("id", "time", "type", "error", "realmId", "traceId", "eventId", "v", "details");

    private Ocsf() {}

    static ObjectNode of(EntryView entry) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        OcsfClass kind = OcsfClass.of(Activity.of(entry.type()));
        classify(root, kind, entry);
        root.put("time", entry.time().toEpochMilli());
        root.put("message", entry.message());
        status(root, entry);
        metadata(root, entry);
        Set<String> mapped = OcsfWho.add(root, kind, entry);
        unmapped(root, entry, mapped);
        return root;
    }

    private static void classify(ObjectNode root, OcsfClass kind, EntryView entry) {
        OcsfActivity activity = OcsfActivity.of(kind, entry.type());
        root.put("category_uid", kind.uid() / 1000).put("category_name", kind.category());
        root.put("class_uid", kind.uid()).put("class_name", kind.caption());
        root.put("activity_id", activity.id()).put("activity_name", activity.name());
        root.put("type_uid", kind.uid() * 100L + activity.id());
        root.put("type_name", kind.caption() + ": " + activity.name());
    }

    private static void status(ObjectNode root, EntryView entry) {
        Outcome outcome = Outcome.of(entry);
        boolean success = outcome == Outcome.SUCCESS;
        root.put("status_id", success ? 1 : 2).put("status", success ? "Success" : "Failure");
        entry.text("error").ifPresent(error -> root.put("status_code", error));
        Severity severity = Severity.of(entry, outcome);
        root.put("severity_id", severity.id()).put("severity", severity.caption());
    }

    private static void metadata(ObjectNode root, EntryView entry) {
        ObjectNode metadata = root.putObject("metadata");
        metadata.put("version", VERSION);
        metadata.putObject("product").put("name", "Keycloak").put("vendor_name", "Keycloak");
        metadata.put("uid", entry.id());
        entry.seq().ifPresent(seq -> metadata.put("sequence", seq));
        metadata.put("log_name", "caregate-audit");
        put(metadata, "log_version", entry, "v");
        put(metadata, "event_code", entry, "type");
        put(metadata, "original_time", entry, "time");
        put(metadata, "original_event_uid", entry, "eventId");
        put(metadata, "correlation_uid", entry, "traceId");
        put(metadata, "tenant_uid", entry, "realmId");
    }

    private static void unmapped(ObjectNode root, EntryView entry, Set<String> mapped) {
        ObjectNode unmapped = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, String> other : entry.others(ELSEWHERE).entrySet()) {
            if (!mapped.contains(other.getKey())) {
                unmapped.put(other.getKey(), other.getValue());
            }
        }
        entry.details()
                .forEach((name, value) -> unmapped.withObjectProperty("details").put(name, value));
        ObjectNode log = JsonNodeFactory.instance.objectNode();
        entry.reference().forEach(log::put);
        if (!log.isEmpty()) {
            unmapped.set("log", log);
        }
        if (!unmapped.isEmpty()) {
            root.set("unmapped", unmapped);
        }
    }

    static void put(ObjectNode object, String attribute, EntryView entry, String key) {
        entry.text(key).ifPresent(value -> object.put(attribute, value));
    }
}
