package io.caregate.audit.format;

import io.caregate.audit.record.SealedEntry;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The entries of FHIR R4 Bundles, as JSON text. */
public final class FhirBundle {
    private FhirBundle() {}

    /** An entry of a Bundle of type {@code collection}: the AuditEvent and its {@code fullUrl}. */
    public static String collected(SealedEntry entry) {
        return "{\"fullUrl\":\"" + fullUrl(entry.id()) + "\",\"resource\":" + Format.FHIR.render(entry) + "}";
    }

    /**
     * An entry of a Bundle of type {@code batch} that creates this AuditEvent.
     *
     * @param id that of what the AuditEvent tells
     * @param unlessThere whether nothing is created if there is one with its tag (conditional create)
     */
    public static String created(String auditEvent, String id, boolean unlessThere) {
        String condition = unlessThere ? ",\"ifNoneExist\":\"_tag=" + Fhir.IDS + "%7C" + Fhir.id(id) + "\"" : "";
        return "{\"fullUrl\":\"" + fullUrl(id) + "\",\"resource\":" + auditEvent
                + ",\"request\":{\"method\":\"POST\",\"url\":\"AuditEvent\"" + condition + "}}";
    }

    /** A name of the resource that needs no server: its id where that is a UUID, else one made of it. */
    private static String fullUrl(String id) {
        try {
            return "urn:uuid:" + UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return "urn:uuid:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        }
    }
}
