package io.caregate.check.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.check.client.Problem;
import io.caregate.check.source.Place;
import io.caregate.policy.rule.RuleId;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * SARIF 2.1.0 (OASIS Standard), as code hosts take it for the review of a change. Paths are relative to where the
 * program runs, and a result keeps its fingerprint when lines move.
 */
public final class SarifReport implements Report {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private final String version;

    /** Of this version of the program. */
    public SarifReport(String version) {
        this.version = version;
    }

    @Override
    public void write(Result result, Writer out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            json.writeStartObject();
            writeTool(json);
            json.writeStringField("columnKind", "unicodeCodePoints");
            json.writeArrayFieldStart("results");
            for (Problem problem : result.problems()) {
                write(json, problem);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writeTool(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "caregate-check");
        json.writeStringField("version", version);
        json.writeArrayFieldStart("rules");
        for (RuleId rule : RuleId.values()) {
            json.writeStartObject();
            json.writeStringField("id", rule.id());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Problem problem) throws IOException {
        RuleId rule = problem.finding().rule();
        Place place = problem.place();
        json.writeStartObject();
        json.writeStringField("ruleId", rule.id());
        json.writeNumberField("ruleIndex", List.of(RuleId.values()).indexOf(rule));
        json.writeStringField("level", problem.refused() ? "error" : "warning");
        json.writeObjectFieldStart("message");
        json.writeStringField(
                "text", TextReport.who(problem) + ": " + problem.finding().text());
        json.writeEndObject();
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(place.file()));
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", place.line());
        json.writeNumberField("startColumn", place.column());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField("caregateFinding/v1", fingerprint(problem));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static String uri(String file) {
        String relative = Path.of(file).isAbsolute()
                ? Path.of("").toAbsolutePath().relativize(Path.of(file)).toString()
                : file;
        return String.join(
                "/",
                Arrays.stream(relative.replace('\\', '/').split("/", -1))
                        .map(segment -> java.net.URLEncoder.encode(segment, StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                        .toList());
    }

    private static String fingerprint(Problem problem) {
        String identity = String.join(
                "\0",
                problem.realm(),
                problem.client(),
                problem.finding().rule().id(),
                problem.finding().field(),
                problem.finding().value());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
