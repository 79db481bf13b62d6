package io.caregate.policy.findings;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The report as one JSON object, written as it is made. */
final class JsonReport implements ReportSink {
    private final JsonGenerator json;
    private @Nullable ReportHeader header;

    JsonReport(OutputStream out) throws IOException {
        this.json = FindingJson.generator(out);
    }

    @Override
    public void begin(ReportHeader header) throws IOException {
        this.header = header;
        json.writeStartObject();
        json.writeStringField(FindingJson.REALM, header.realm());
        json.writeStringField("generatedAt", header.generatedAt().toString());
        json.writeStringField("version", header.version());
        json.writeStringField("mode", header.mode());
        json.writeArrayFieldStart("reportOnly");
        for (RuleId rule : header.reportOnly()) {
            json.writeString(rule.id());
        }
        json.writeEndArray();
        json.writeBooleanField("governed", header.governed());
        json.writeArrayFieldStart(FindingJson.FINDINGS);
    }

    @Override
    public void finding(ReportedFinding found) throws IOException {
        FindingJson.write(json, Objects.requireNonNull(header), found);
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void end(Map<RuleId, Long> summary) throws IOException {
        json.writeEndArray();
        json.writeObjectFieldStart("summary");
        for (Map.Entry<RuleId, Long> rule : summary.entrySet()) {
            json.writeNumberField(rule.getKey().id(), rule.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.flush();
    }
}
