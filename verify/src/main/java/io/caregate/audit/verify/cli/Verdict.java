package io.caregate.audit.verify.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.verify.Checkpoints;
import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Printable;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.siem.SiemReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statement about a file, for people and for programs. Without {@code isTrusted}, no key was given, so that a good
 * report shows only that the file agrees with itself.
 */
record Verdict(
        Report report,
        Checkpoints checkpoints,
        Duration took,
        @Nullable Search search,
        @Nullable SiemReport siem,
        boolean isTrusted) {
    /** Follows what a dossier shows by the keys in it. */
    private static final String BY_ITS_OWN_KEYS =
            "the signatures are by keys that came with the file: give --key, with the key of the log that you have"
                    + " from its operator";

    /** On what was checked with the given keys. */
    Verdict(Report report, Checkpoints checkpoints, Duration took, @Nullable Search search, @Nullable SiemReport siem) {
        this(report, checkpoints, took, search, siem, true);
    }

    /**
     * The search, the number of matching entries, and the number of those with a name that the search could not
     * compare.
     */
    record Search(Selection selection, long shown, long hidden) {}

    /** Whether nothing is wrong, neither with the log nor with what a SIEM has of it. */
    boolean isGood() {
        return report.isGood() && (siem == null || siem.isGood());
    }

    void print(PrintWriter out) {
        if (report.isGood() && !isTrusted) {
            out.println("NOT PROVED: " + BY_ITS_OWN_KEYS);
            out.println("by those keys: " + report.proved());
        } else if (report.isGood()) {
            out.println("OK: " + report.proved());
        } else {
            out.println("NOT OK: " + (report.count() == 1 ? "1 finding" : report.count() + " findings"));
            report.findings().forEach(finding -> out.println("  " + finding.kind() + ": " + finding.text()));
            if (report.count() > report.findings().size()) {
                out.println("  and " + (report.count() - report.findings().size()) + " more");
            }
        }
        if (search != null) {
            print(out, search);
        }
        line(out, "log", checkpoints.origin() == null ? "unknown" : Printable.of(checkpoints.origin()));
        checkpoints.signers().forEach(key -> line(out, "key", key));
        realm().forEach((name, value) -> line(out, name, Printable.of(value)));
        line(out, "entries", report.entries() + " read, " + report.opened() + " of them open");
        line(
                out,
                "proved",
                "up to entry " + report.held()
                        + report.time().map(time -> ", signed " + time).orElse(""));
        if (!report.isWhole() && report.isGood()) {
            out.println("not covered yet: " + notCovered() + (search == null ? "" : "; not shown"));
        }
        line(
                out,
                "checkpoints",
                checkpoints.seen() + " given, of " + checkpoints.sizes() + " sizes, " + report.checkpoints()
                        + " compared and held");
        line(out, "took", String.format(Locale.ROOT, "%d.%03d s", took.toSeconds(), took.toMillisPart()));
        report.notices().forEach(notice -> out.println("notice: " + notice.text()));
        if (siem != null) {
            SiemOption.print(out, siem);
        }
    }

    private void print(PrintWriter out, Search asked) {
        String filters = asked.selection().asked().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        line(out, "asked for", filters.isEmpty() ? "all entries" : Printable.of(filters));
        if (!report.isGood()) {
            out.println("no entry is shown");
            return;
        }
        out.println(asked.shown() + " of " + report.openedHeld() + " open entries fit; " + closed()
                + " closed entries were not searched");
        if (asked.hidden() > 0) {
            out.println("notice: " + asked.hidden()
                    + " open entries have a name as a keyed hash (hmac-sha256:), which --user finds by the hash only");
        }
    }

    private String notCovered() {
        long first = report.held() + 1;
        long last = report.entries();
        return first == last ? "entry " + last : "entries " + first + " to " + last;
    }

    private long closed() {
        return Math.min(report.entries(), report.held()) - report.openedHeld();
    }

    private Map<String, String> realm() {
        Report.Realm realm = report.realm();
        String names = String.join(", ", realm.names());
        if (realm.id() != null) {
            String shown = names.isEmpty() ? "" : " (" + names + ")";
            return Map.of(
                    "realm", realm.id() + (realm.isShown() ? shown : ", as the file says; no open entry shows it"));
        }
        return names.isEmpty() ? Map.of() : Map.of("realms", names);
    }

    private static void line(PrintWriter out, String name, String value) {
        out.println(String.format(Locale.ROOT, "%-12s %s", name, value));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("result", result());
        json.writeStringField("proved", report.isGood() && isTrusted ? report.proved() : null);
        json.writeStringField("origin", checkpoints.origin());
        write(json, "keys", checkpoints.signers());
        json.writeStringField("realmId", report.realm().id());
        json.writeBooleanField("realmShown", report.realm().isShown());
        write(json, "realms", report.realm().names());
        json.writeNumberField("entries", report.entries());
        json.writeNumberField("opened", report.opened());
        json.writeNumberField("provedUpTo", report.held());
        if (!report.isWhole() && report.isGood()) {
            json.writeObjectFieldStart("notCovered");
            json.writeNumberField("firstEntry", report.held() + 1);
            json.writeNumberField("lastEntry", report.entries());
            json.writeEndObject();
        }
        json.writeStringField("signedAt", report.time().map(Object::toString).orElse(null));
        json.writeNumberField("checkpointsGiven", checkpoints.seen());
        json.writeNumberField("checkpointSizes", checkpoints.sizes());
        json.writeNumberField("checkpointsHeld", report.checkpoints());
        json.writeNumberField("millis", took.toMillis());
        if (search != null) {
            write(json, search);
        }
        Finding wrong = report.wrong().orElse(null);
        if (wrong != null) {
            json.writeObjectFieldStart("wrong");
            write(json, wrong);
            json.writeEndObject();
        }
        json.writeNumberField("findingCount", report.count());
        writeAll(json, "findings", report.findings());
        writeAll(json, "notices", report.notices());
        if (siem != null) {
            SiemOption.write(json, siem);
        }
    }

    private String result() {
        if (!isGood()) {
            return "not ok";
        }
        if (!isTrusted) {
            return "not proved";
        }
        return report.isWhole() ? "ok" : "ok-unproved-end";
    }

    private void write(JsonGenerator json, Search asked) throws IOException {
        json.writeObjectFieldStart("filter");
        for (Map.Entry<String, String> each : asked.selection().asked().entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
        json.writeNumberField("shown", asked.shown());
        json.writeNumberField("searched", report.isGood() ? report.openedHeld() : 0);
        json.writeNumberField("notSearched", report.isGood() ? closed() : report.entries());
        json.writeNumberField("hashedNames", asked.hidden());
    }

    private static void write(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeAll(JsonGenerator json, String name, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart(name);
        for (Finding finding : findings) {
            json.writeStartObject();
            write(json, finding);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStringField("kind", finding.kind().name());
        if (finding.first() > 0) {
            json.writeNumberField("firstEntry", finding.first());
            json.writeNumberField("lastEntry", finding.last());
        }
        json.writeStringField("text", finding.text());
    }
}
