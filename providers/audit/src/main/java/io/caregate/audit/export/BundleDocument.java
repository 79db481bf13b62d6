package io.caregate.audit.export;

import io.caregate.audit.export.FilteredExport.Document;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.FhirBundle;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A FHIR R4 Bundle of type {@code collection}. Without entries it has no {@code entry} list: FHIR allows no empty one.
 */
final class BundleDocument implements Document {
    private final Instant time;
    private boolean hasEntries;

    BundleDocument(Instant time) {
        this.time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String begin() {
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"timestamp\":\"" + time + "\"";
    }

    @Override
    public String entry(EntryView entry) {
        String before = hasEntries ? ",\n" : ",\"entry\":[\n";
        hasEntries = true;
        return before + FhirBundle.collected(entry);
    }

    @Override
    public String end() {
        return hasEntries ? "\n]}\n" : "}\n";
    }
}
