package io.caregate.audit.verify.siem;

import io.caregate.auditlog.entry.EntryText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Elastic Common Schema, as Elasticsearch returns what the log has sent. */
final class EcsFields implements Fields {
    private static final String LABELS = "labels";
    private static final String DETAILS = "details_";
    private static final List<String> LABELLED = List.of("client", "eventId", "realmId", "session");
    private static final Set<String> OWN_LABELS =
            Set.of("client", "detailsDropped", "eventId", "realmId", "session", "v");

    @Override
    public @Nullable String type(Map<String, Object> record) {
        return Fields.text(record, "event.code");
    }

    @Override
    public List<String> differences(Map<String, Object> record, long seq, EntryText entry) {
        Comparison comparison = new Comparison(record);
        String type = String.valueOf(entry.text("type"));
        comparison.one("@timestamp", entry.text("time"));
        comparison.one("message", Fields.message(entry));
        comparison.one("event.id", entry.text("id"));
        comparison.one("event.sequence", seq);
        comparison.one("event.code", type);
        comparison.one("event.action", type.replaceFirst("(?<=.)_ERROR$", "").toLowerCase(Locale.ROOT));
        comparison.one("event.outcome", Fields.isFailure(entry) ? "failure" : "success");
        comparison.one("event.reason", entry.text("error"));
        comparison.one("user.id", entry.text("user"));
        comparison.one("user.name", entry.detail("username"));
        comparison.one("user.domain", entry.text("realm"));
        comparison.one("source.address", entry.text("ip"));
        if (Fields.at(record, "source.ip") != null) {
            comparison.one("source.ip", entry.text("ip"));
        }
        comparison.one("user_agent.original", entry.text("userAgent"));
        comparison.one("http.request.method", entry.text("method"));
        comparison.one("url.path", entry.text("path"));
        comparison.one("trace.id", entry.text("traceId"));
        comparison.one("rule.name", entry.text("rule"));
        comparison.one("host.name", entry.text("node"));
        labels(comparison, record, seq, entry);
        return comparison.differing();
    }

    /** Labels that the log does not write are those of the SIEM. */
    private static void labels(Comparison comparison, Map<String, Object> record, long seq, EntryText entry) {
        comparison.ifThere(LABELS + ".log_seq", Long.toString(seq));
        Map<String, String> expected = labels(entry);
        expected.forEach((name, value) -> comparison.one(LABELS + "." + name, value));
        Fields.below(record, LABELS).keySet().stream()
                .filter(name -> name.startsWith(DETAILS) || OWN_LABELS.contains(name))
                .filter(name -> !expected.containsKey(name))
                .forEach(name -> comparison.differs(LABELS + "." + name));
    }

    private static Map<String, String> labels(EntryText entry) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String key : LABELLED) {
            String value = entry.text(key);
            if (value != null) {
                labels.put(key, value);
            }
        }
        labels.put("v", Integer.toString(entry.version()));
        if (entry.detailsDropped() > 0) {
            labels.put("detailsDropped", Long.toString(entry.detailsDropped()));
        }
        entry.details().forEach((name, value) -> {
            if (!value.isEmpty()) {
                labels.put(free(labels, (DETAILS + name).replaceAll("[^A-Za-z0-9_-]", "_")), value);
            }
        });
        return labels;
    }

    /** Two names that become the same are told apart by a number. */
    private static String free(Map<String, String> labels, String name) {
        String free = name;
        for (int number = 2; labels.containsKey(free); number++) {
            free = name + "_" + number;
        }
        return free;
    }
}
