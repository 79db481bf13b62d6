package io.caregate.policy.findings;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The differences from an earlier report, written as they are found: first the new findings, then those that are gone.
 */
final class FindingsDiff implements ReportSink {
    private final JsonGenerator json;
    private @Nullable ReportHeader header;
    private final Map<FindingIdentity, JsonNode> gone;
    private long unchanged;

    FindingsDiff(OutputStream out, PreviousReport before) throws IOException {
        this.json = FindingJson.generator(out);
        this.gone = new LinkedHashMap<>(before.findings());
    }

    /** Compares two saved reports. */
    static void write(OutputStream out, PreviousReport before, PreviousReport after) throws IOException {
        FindingsDiff diff = new FindingsDiff(out, before);
        diff.beginAppeared();
        for (Map.Entry<FindingIdentity, JsonNode> found : after.findings().entrySet()) {
            if (diff.isNew(found.getKey())) {
                diff.json.writeTree(found.getValue());
            }
        }
        diff.end(Map.of());
    }

    private void beginAppeared() throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("appeared");
    }

    private boolean isNew(FindingIdentity identity) {
        boolean known = gone.remove(identity) != null;
        unchanged += known ? 1 : 0;
        return !known;
    }

    @Override
    public void begin(ReportHeader header) throws IOException {
        this.header = header;
        beginAppeared();
    }

    @Override
    public void finding(ReportedFinding found) throws IOException {
        if (isNew(found.identity())) {
            FindingJson.write(json, Objects.requireNonNull(header), found);
        }
    }

    @Override
    public void flush() throws IOException {
        json.flush();
    }

    @Override
    public void end(Map<RuleId, Long> summary) throws IOException {
        json.writeEndArray();
        json.writeArrayFieldStart("gone");
        for (JsonNode finding : gone.values()) {
            json.writeTree(finding);
        }
        json.writeEndArray();
        json.writeNumberField("unchanged", unchanged);
        json.writeEndObject();
        json.flush();
    }
}
