package io.caregate.audit.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * FHIR R4 {@code AuditEvent}. Its type comes from DICOM's audit events (PS3.16, CID 400), and its outcome is 0, 4, 8 or
 * 12. The entry's id is the resource's id and also a tag, since a server assigns its own id to a posted resource. It
 * claims no profile: BALP's profile for tokens (IUA.71) fixes the outcome to success.
 */
final class Fhir {
    static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    /** The system of the tag that holds an entry's id. */
    static final String IDS = "urn:caregate:audit:id";
    /** The system of event types as Keycloak and the log write them. */
    static final String TYPES = "urn:caregate:audit:type";

    private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern CODE = Pattern.compile("[\\x21-\\x7E]+");

    private Fhir() {}

    static ObjectNode of(EntryView entry) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        String id = id(entry.id());
        Activity activity = Activity.of(entry.type());
        event.put("resourceType", "AuditEvent").put("id", id);
        tag(event.putObject("meta").putArray("tag").addObject(), id);
        type(event, activity);
        subtype(event, activity, entry.type());
        event.put("action", Operation.of(activity, entry.type()).name().substring(0, 1));
        event.put("recorded", Times.of(entry.time()));
        event.put("outcome", outcome(Outcome.of(entry)));
        entry.text("error").filter(Fhir::isText).ifPresent(error -> event.put("outcomeDesc", error));
        FhirAgents.add(event, entry);
        source(event, entry);
        FhirEntity.add(event, entry, activity);
        return event;
    }

    private static void tag(ObjectNode tag, String id) {
        tag.put("system", IDS).put("code", id);
    }

    /** A string in FHIR has at least one visible character. */
    static boolean isText(String value) {
        return !value.isBlank() && !value.strip().isEmpty();
    }

    static void coding(ObjectNode coding, String system, String code, String display) {
        coding.put("system", system).put("code", code).put("display", display);
    }

    static String hl7(String codeSystem) {
        return HL7 + codeSystem;
    }

    /** The resource's id. */
    static String id(String id) {
        if (ID.matcher(id).matches()) {
            return id;
        }
        return UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static void type(ObjectNode event, Activity activity) {
        ObjectNode type = event.putObject("type");
        switch (activity) {
            case LOGIN, LOGOUT, TOKEN -> coding(type, DICOM, "110114", "User Authentication");
            case ACCOUNT, LOCKOUT, CLIENT, ADMIN -> coding(type, DICOM, "110113", "Security Alert");
            case READ -> coding(type, DICOM, "110101", "Audit Log Used");
            case REQUEST, LOG -> coding(type, DICOM, "110100", "Application Activity");
        }
    }

    private static void subtype(ObjectNode event, Activity activity, String type) {
        switch (activity) {
            case LOGIN -> dicom(event, "110122", "Login");
            case LOGOUT -> dicom(event, "110123", "Logout");
            case ACCOUNT, LOCKOUT -> dicom(event, "110137", "User Security Attributes Changed");
            case CLIENT, ADMIN -> dicom(event, "110129", "Security Configuration");
            case TOKEN, REQUEST, READ, LOG -> {}
        }
        Optional.of(type).filter(code -> CODE.matcher(code).matches()).ifPresent(code -> event.withArray("/subtype")
                .addObject()
                .put("system", TYPES)
                .put("code", code));
    }

    private static void dicom(ObjectNode event, String code, String display) {
        coding(event.withArray("/subtype").addObject(), DICOM, code, display);
    }

    /** The code that DICOM and FHIR have for it. */
    static String outcome(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "0";
            case FAILURE -> "4";
            case LOCKED -> "8";
            case FAULT -> "12";
        };
    }

    private static void source(ObjectNode event, EntryView entry) {
        ObjectNode source = event.putObject("source");
        entry.text("realm").filter(Fhir::isText).ifPresent(realm -> source.put("site", realm));
        source.putObject("observer").put("display", FhirAgents.node(entry));
        coding(source.putArray("type").addObject(), hl7("security-source-type"), "6", "Security Server");
    }
}
