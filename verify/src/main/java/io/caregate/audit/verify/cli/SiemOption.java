package io.caregate.audit.verify.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Report;
import io.caregate.audit.verify.Selection;
import io.caregate.audit.verify.UnreadableException;
import io.caregate.audit.verify.siem.LogCopy;
import io.caregate.audit.verify.siem.SiemComparison;
import io.caregate.audit.verify.siem.SiemReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@value #NAME} of {@code verify}, and what is said about the comparison. */
final class SiemOption {
    static final String NAME = "--against-siem";

    @Option(
            names = NAME,
            paramLabel = "EXPORT",
            description =
                    "What a SIEM exported, one JSON record a line: ECS (bare, or as a hit of Elasticsearch), OCSF, the"
                            + " log's own JSON, CloudEvents, or the webhook's messages. Each record is compared with"
                            + " the proved entry of its number. The filters then say which entries the SIEM should"
                            + " have.")
    private @Nullable Path export;

    boolean isGiven() {
        return export != null;
    }

    /** Refuses what would have no meaning, before anything is read. */
    void demand(Filters filters) throws UnreadableException {
        if (export == null) {
            return;
        }
        if (filters.isFormatted()) {
            throw new UnreadableException("--format shows entries: leave it out with " + NAME);
        }
        if (!Files.isReadable(export)) {
            throw new UnreadableException(NAME + ": " + export + " cannot be read");
        }
    }

    /** A copy of the log to compare with; null if nothing is compared. */
    @Nullable
    LogCopy copy(Selection selection) throws IOException {
        return export == null ? null : new LogCopy(selection);
    }

    /** The comparison; null if there is none, or if the log is not proved. */
    @Nullable
    SiemReport compare(@Nullable LogCopy copy, Report report, @Nullable String origin) throws IOException {
        if (export == null || copy == null || !report.isGood()) {
            return null;
        }
        try (InputStream in = Files.newInputStream(export)) {
            return SiemComparison.compare(in, copy, report.held(), origin);
        }
    }

    static void print(PrintWriter out, SiemReport siem) {
        if (siem.isGood()) {
            out.println("SIEM OK: " + siem.compared() + " of its " + siem.records()
                    + " records have the content that the log has, and none of " + siem.expected()
                    + " entries is missing");
        } else {
            out.println("SIEM NOT OK: " + (siem.count() == 1 ? "1 finding" : siem.count() + " findings"));
            siem.findings().forEach(finding -> out.println("  " + finding.kind() + ": " + finding.text()));
            if (siem.count() > siem.findings().size()) {
                out.println("  and " + (siem.count() - siem.findings().size()) + " more");
            }
        }
        String format = siem.format() == null ? "" : " in the format " + siem.format();
        out.println("siem         " + siem.records() + " records" + format + ", " + siem.compared()
                + " compared with an open entry, " + siem.hashOnly() + " by the leaf hash alone, " + siem.checkpoints()
                + " checkpoints");
        notice(out, siem.hashOnly(), "are of entries that are closed in the log: their content was not checked");
        notice(out, siem.unchecked(), "are of entries that are closed in the log, and have no leaf hash: not checked");
        notice(out, siem.withoutLeaf(), "have no leaf hash: they were compared field by field only");
        notice(out, siem.unproved(), "are of entries that no checkpoint proves yet: not compared");
    }

    private static void notice(PrintWriter out, long number, String text) {
        if (number > 0) {
            out.println("notice: " + number + " records " + text);
        }
    }

    static void write(JsonGenerator json, SiemReport siem) throws IOException {
        json.writeObjectFieldStart("siem");
        json.writeStringField("result", siem.isGood() ? "ok" : "not ok");
        if (siem.format() != null) {
            json.writeStringField("format", siem.format());
        }
        json.writeNumberField("records", siem.records());
        json.writeNumberField("compared", siem.compared());
        json.writeNumberField("byHash", siem.hashOnly());
        json.writeNumberField("notChecked", siem.unchecked());
        json.writeNumberField("withoutLeaf", siem.withoutLeaf());
        json.writeNumberField("unproved", siem.unproved());
        json.writeNumberField("checkpoints", siem.checkpoints());
        json.writeNumberField("expected", siem.expected());
        json.writeNumberField("lacking", siem.lacking());
        json.writeNumberField("findingCount", siem.count());
        json.writeArrayFieldStart("findings");
        for (Finding finding : siem.findings()) {
            json.writeStartObject();
            Verdict.write(json, finding);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
