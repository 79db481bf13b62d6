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

    /** A name of the resource that needs no server: its id where that is a UUID, else one made of it. */
    private static String fullUrl(String id) {
        try {
            return "urn:uuid:" + UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return "urn:uuid:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
        }
    }
}
