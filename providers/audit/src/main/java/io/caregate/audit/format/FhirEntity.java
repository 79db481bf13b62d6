package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** The entity of the event: the address that was requested and, as details, all keys that have no other place. */
final class FhirEntity {
    private static final Set<String> ELSEWHERE =
            Set.of("id", "time", "type", "error", "realm", "client", "user", "ip", "node", "path", "details");

    private FhirEntity() {}

    static void add(ObjectNode event, EntryView entry, Activity activity) {
        ObjectNode entity = event.putArray("entity").addObject();
        Fhir.coding(entity.putObject("type"), Fhir.hl7("audit-entity-type"), "2", "System Object");
        if (activity == Activity.READ) {
            Fhir.coding(entity.putObject("role"), Fhir.hl7("object-role"), "13", "Security Resource");
        }
        entry.text("path").filter(Fhir::isText).ifPresent(path -> entity.put("name", path));
        ArrayNode details = entity.putArray("detail");
        entry.seq().ifPresent(seq -> detail(details, EntryView.SEQ, seq.toString()));
        entry.reference().forEach((name, value) -> {
            if (!name.equals(EntryView.SEQ)) {
                detail(details, name, value);
            }
        });
        for (Map.Entry<String, String> other : entry.others(ELSEWHERE).entrySet()) {
            detail(details, other.getKey(), other.getValue());
        }
        entry.details().forEach((name, value) -> detail(details, "details." + name, value));
        if (details.isEmpty()) {
            entity.remove("detail");
        }
    }

    private static void detail(ArrayNode details, String name, String value) {
        if (Fhir.isText(name) && Fhir.isText(value)) {
            details.addObject().put("type", name).put("valueString", value);
        }
    }
}
