package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log's own format, which has every key of an entry. */
final class OwnFields implements Fields {
    @Override
    public @Nullable String type(Map<String, Object> record) {
        return Fields.text(record, "type");
    }

    @Override
    public List<String> differences(Map<String, Object> record, long seq, EntryText entry) {
        Comparison comparison = new Comparison(record);
        compare(comparison, "", entry);
        return comparison.differing();
    }

    /** Compares all keys of an entry, which are at this path. */
    static void compare(Comparison comparison, String path, EntryText entry) {
        EntryText.TEXTS.stream().sorted().forEach(key -> comparison.one(path + key, entry.text(key)));
        comparison.one(path + "v", entry.version());
        comparison.one(path + "detailsDropped", entry.detailsDropped() == 0 ? null : entry.detailsDropped());
        comparison.object(path + "details", entry.details());
    }
}
