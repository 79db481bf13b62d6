package io.caregate.audit.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The forms of an export. */
public enum ExportForm {
    /** For the verifier. */
    JSONL("application/jsonl"),
    /** For people with a spreadsheet. */
    CSV("text/csv"),
    /** A Bundle of AuditEvents. */
    FHIR("application/fhir+json");

    private final String mediaType;

    ExportForm(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The form with this parameter value. */
    public static Optional<ExportForm> of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.toString().equals(name))
                .findFirst();
    }

    /** The media type of the document. */
    public String mediaType() {
        return mediaType;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
