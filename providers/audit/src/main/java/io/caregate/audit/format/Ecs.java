package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Elastic Common Schema {@value #VERSION}, nested. Every key without a field of its own is a label. So is every detail,
 * under its name with a prefix, since a field that an index has seen as text must stay text.
 */
final class Ecs {
    static final String VERSION = "9.4.0";

    private static final Set<String> ELSEWHERE = Set.of(
            "id",
            "time",
            "type",
            "error",
            "realm",
            "user",
            "ip",
            "userAgent",
            "node",
            "traceId",
            "method",
            "path",
            "rule",
            "details");

    private Ecs() {}

    static ObjectNode of(EntryView entry) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("@timestamp", Times.of(entry.time()));
        root.putObject("ecs").put("version", VERSION);
        root.put("message", entry.message());
        event(root, entry);
        put(root, "user", "id", entry, "user");
        entry.detail("username").ifPresent(name -> root.withObject("/user").put("name", name));
        put(root, "user", "domain", entry, "realm");
        source(root, entry);
        put(root, "user_agent", "original", entry, "userAgent");
        entry.text("method")
                .ifPresent(method -> root.withObject("/http/request").put("method", method));
        put(root, "url", "path", entry, "path");
        put(root, "trace", "id", entry, "traceId");
        put(root, "rule", "name", entry, "rule");
        put(root, "host", "name", entry, "node");
        root.putObject("service").put("name", "keycloak").put("type", "keycloak");
        labels(root, entry);
        return root;
    }

    private static void event(ObjectNode root, EntryView entry) {
        Activity activity = Activity.of(entry.type());
        ObjectNode event = root.putObject("event");
        event.put("kind", "event");
        event.put("id", entry.id());
        entry.seq().ifPresent(seq -> event.put("sequence", seq));
        event.put("provider", "caregate").put("module", "keycloak").put("dataset", "keycloak.audit");
        event.put("action", Activity.stem(entry.type()).toLowerCase(Locale.ROOT));
        event.put("code", entry.type());
        Outcome outcome = Outcome.of(entry);
        event.put("outcome", outcome == Outcome.SUCCESS ? "success" : "failure");
        entry.text("error").ifPresent(error -> event.put("reason", error));
        list(event, "category", categories(activity));
        list(event, "type", types(activity, Operation.of(activity, entry.type()), outcome));
    }

    private static List<String> categories(Activity activity) {
        return switch (activity) {
            case LOGIN, TOKEN -> List.of("authentication");
            case LOGOUT -> List.of("authentication", "session");
            case REQUEST, READ -> List.of("api");
            case ACCOUNT, LOCKOUT -> List.of("iam");
            case CLIENT, ADMIN -> List.of("iam", "configuration");
            case LOG -> List.of();
        };
    }

    /** Only types that the schema expects for the category. */
    private static List<String> types(Activity activity, Operation operation, Outcome outcome) {
        return switch (activity) {
            case LOGIN -> List.of("start");
            case LOGOUT -> List.of("end");
            case TOKEN, LOG -> List.of("info");
            case REQUEST, READ -> List.of(outcome == Outcome.SUCCESS ? "allowed" : "denied");
            case LOCKOUT -> List.of("user", "change");
            case ACCOUNT -> List.of("user", change(operation));
            case CLIENT, ADMIN -> List.of(change(operation));
        };
    }

    private static String change(Operation operation) {
        return switch (operation) {
            case CREATE -> "creation";
            case UPDATE -> "change";
            case DELETE -> "deletion";
            case READ, EXECUTE -> "info";
        };
    }

    private static void source(ObjectNode root, EntryView entry) {
        entry.text("ip").ifPresent(address -> {
            ObjectNode source = root.withObject("/source").put("address", address);
            if (Address.isIp(address)) {
                source.put("ip", address);
            }
        });
    }

    private static void labels(ObjectNode root, EntryView entry) {
        entry.reference().forEach((name, value) -> label(root, "log_" + name, value));
        entry.others(ELSEWHERE).forEach((key, value) -> label(root, key, value));
        entry.details().forEach((name, value) -> label(root, "details_" + name, value));
    }

    /**
     * A dot in a label's name would make an object of it. Two names that become the same are told apart by a number.
     */
    private static void label(ObjectNode root, String key, String value) {
        ObjectNode labels = root.withObject("/labels");
        String name = key.replaceAll("[^A-Za-z0-9_-]", "_");
        String free = name;
        for (int number = 2; labels.has(free); number++) {
            free = name + "_" + number;
        }
        labels.put(free, value);
    }

    private static void put(ObjectNode root, String object, String field, EntryView entry, String key) {
        entry.text(key).ifPresent(value -> root.withObject("/" + object).put(field, value));
    }

    private static void list(ObjectNode event, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = event.putArray(field);
            values.forEach(array::add);
        }
    }
}
