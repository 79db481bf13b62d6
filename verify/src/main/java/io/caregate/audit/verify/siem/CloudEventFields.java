package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CloudEvent around the log's own format. What the event itself repeats has to agree. */
final class CloudEventFields implements Fields {
    private final Map<String, Object> event;

    CloudEventFields(Map<String, Object> event) {
        this.event = event;
    }

    @Override
    public @Nullable String type(Map<String, Object> data) {
        return Fields.text(data, "type");
    }

    @Override
    public List<String> differences(Map<String, Object> data, long seq, EntryText entry) {
        Comparison comparison = new Comparison(event);
        comparison.one("id", entry.text("id"));
        comparison.one("type", "io.caregate.audit." + entry.text("type"));
        comparison.one("time", entry.text("time"));
        comparison.one("logseq", seq);
        OwnFields.compare(comparison, "data.", entry);
        return comparison.differing();
    }
}
