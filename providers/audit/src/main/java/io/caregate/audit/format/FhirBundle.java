package io.caregate.audit.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** FHIR R4 Bundles and their entries, as JSON text. */
public final class FhirBundle {
    private FhirBundle() {}

    /** A Bundle of type {@code batch} with these entries. */
    public static String batch(Stream<String> entries) {
        return entries.collect(
                Collectors.joining(",", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[", "]}"));
    }

    /** An entry of a Bundle of type {@code collection}: the AuditEvent and its {@code fullUrl}. */
    public static String collected(EntryView entry) {
        return "{\"fullUrl\":\"" + fullUrl(entry.id()) + "\",\"resource\":" + Format.FHIR.render(entry) + "}";
    }

    /**
     * An entry of a Bundle of type {@code batch} that creates this AuditEvent.
     *
     * @param id the id of the entry or checkpoint behind the AuditEvent
     * @param unlessThere whether to create nothing if one with its tag exists (conditional create)
     */
    public static String created(String auditEvent, String id, boolean unlessThere) {
        String condition = unlessThere ? ",\"ifNoneExist\":\"" + tagged(id) + "\"" : "";
        return "{\"fullUrl\":\"" + fullUrl(id) + "\",\"resource\":" + auditEvent
                + ",\"request\":{\"method\":\"POST\",\"url\":\"AuditEvent\"" + condition + "}}";
    }

    /** An entry of a Bundle of type {@code batch} that searches for an AuditEvent with this id's tag. */
    public static String sought(String id) {
        return "{\"request\":{\"method\":\"GET\",\"url\":\"AuditEvent?" + tagged(id) + "&_count=1\"}}";
    }

    /** Whether the Bundle of a search result shows an AuditEvent with this id's tag. */
    public static boolean shows(JsonNode found, String id) {
        for (JsonNode entry : found.path("entry")) {
            JsonNode resource = entry.path("resource");
            for (JsonNode tag : resource.path("meta").path("tag")) {
                if (resource.path("resourceType").asText().equals("AuditEvent")
                        && tag.path("system").asText().equals(Fhir.IDS)
                        && tag.path("code").asText().equals(Fhir.id(id))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String tagged(String id) {
        return "_tag=" + Fhir.IDS + "%7C" + Fhir.id(id);
    }

    /** A name of the resource that needs no server: its id if that is a UUID, otherwise a UUID made from it. */
    private static String fullUrl(String id) {
        try {
            return "urn:uuid:" + UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return "urn:uuid:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        }
    }
}
