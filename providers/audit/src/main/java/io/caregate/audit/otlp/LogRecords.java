package io.caregate.audit.otlp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.sink.Batch;
import io.caregate.audit.sink.Item;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Items as OpenTelemetry log records: the body is the entry as the log has it, and what one filters by is in attributes
 * with the names of the semantic conventions where there is one.
 */
final class LogRecords {
    private static final Pattern TRACE = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    /** {@code SEVERITY_NUMBER_INFO} and {@code SEVERITY_NUMBER_WARN}. */
    private static final int INFO = 9;

    private static final int WARN = 13;

    private LogRecords() {}

    static String of(Batch batch) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode ofResource = root.putArray("resourceLogs").addObject();
        attribute(ofResource.putObject("resource").putArray("attributes"), "service.name", "keycloak");
        ObjectNode ofScope = ofResource.putArray("scopeLogs").addObject();
        ofScope.putObject("scope").put("name", "caregate-audit");
        ArrayNode records = ofScope.putArray("logRecords");
        batch.items().forEach(item -> add(records.addObject(), item));
        return root.toString();
    }

    private static void add(ObjectNode log, Item item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("stringValue", item.render(Format.JSON));
        ArrayNode attributes = JsonNodeFactory.instance.arrayNode();
        attribute(attributes, "log.record.uid", item.id());
        Instant time;
        boolean failed = false;
        if (item instanceof Item.OfEntry entry) {
            EntryView view = EntryView.of(entry.entry());
            time = view.time();
            failed = !view.error().isEmpty();
            log.put("eventName", "keycloak." + view.type().toLowerCase(Locale.ROOT));
            attributes
                    .addObject()
                    .put("key", "caregate.seq")
                    .putObject("value")
                    .put("intValue", Long.toString(item.seq()));
            attribute(attributes, view, "error", "error.type");
            attribute(attributes, view, "realm", "keycloak.realm.name");
            attribute(attributes, view, "client", "keycloak.client.id");
            attribute(attributes, view, "user", "user.id");
            attribute(attributes, view, "session", "session.id");
            attribute(attributes, view, "ip", "client.address");
            attribute(attributes, view, "userAgent", "user_agent.original");
            attribute(attributes, view, "node", "host.name");
            attribute(attributes, view, "method", "http.request.method");
            attribute(attributes, view, "path", "url.path");
            view.text("traceId")
                    .filter(trace -> TRACE.matcher(trace).matches())
                    .ifPresent(trace -> log.put("traceId", trace));
        } else {
            time = ((Item.OfCheckpoint) item).checkpoint().time();
            log.put("eventName", "caregate.checkpoint");
        }
        log.put("timeUnixNano", Long.toString(time.toEpochMilli()) + "000000");
        log.put("severityNumber", failed ? WARN : INFO).put("severityText", failed ? "WARN" : "INFO");
        log.set("body", body);
        log.set("attributes", attributes);
    }

    private static void attribute(ArrayNode attributes, EntryView view, String key, String name) {
        view.text(key).ifPresent(value -> attribute(attributes, name, value));
    }

    private static void attribute(ArrayNode attributes, String name, String value) {
        attributes.addObject().put("key", name).putObject("value").put("stringValue", value);
    }
}
