package io.caregate.check.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.check.client.Problem;
import io.caregate.check.client.Weakness;
import io.caregate.check.source.Place;
import io.caregate.policy.posture.PostureCheck;
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
import java.util.Objects;
import java.util.stream.Stream;

/**
 * SARIF 2.1.0 (OASIS Standard), as code hosts accept it for the review of a change. Paths are relative to the working
 * directory, and a result keeps its fingerprint when lines move.
 */
public final class SarifReport implements Report {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** In the order in which the tool names them. */
    private static final List<String> IDS = Stream.concat(
                    Arrays.stream(RuleId.values()).map(RuleId::id),
                    Arrays.stream(PostureCheck.values()).map(PostureCheck::id))
            .toList();

    private final String version;

    /** For this version of the program. */
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
                write(
                        json,
                        problem.finding().rule().id(),
                        problem.refused() ? "error" : "warning",
                        TextReport.who(problem) + ": " + problem.finding().text(),
                        problem.place(),
                        fingerprint(problem));
            }
            for (Weakness weakness : result.posture()) {
                write(
                        json,
                        weakness.finding().check().id(),
                        result.strict() ? "error" : "note",
                        TextReport.text(weakness),
                        weakness.place(),
                        fingerprint(weakness));
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
        for (PostureCheck check : PostureCheck.values()) {
            json.writeStartObject();
            json.writeStringField("id", check.id());
            json.writeObjectFieldStart("shortDescription");
            json.writeStringField("text", check.reason());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String id, String level, String text, Place place, String fingerprint)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", id);
        json.writeNumberField("ruleIndex", IDS.indexOf(id));
        json.writeStringField("level", level);
        json.writeObjectFieldStart("message");
        json.writeStringField("text", text);
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
        json.writeStringField("caregateFinding/v1", fingerprint);
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
        return fingerprint(
                problem.realm(),
                Objects.requireNonNullElse(problem.client(), ""),
                problem.finding().rule().id(),
                problem.finding().field(),
                problem.finding().value());
    }

    private static String fingerprint(Weakness weakness) {
        return fingerprint(
                weakness.realm(),
                weakness.finding().subject(),
                weakness.finding().check().id(),
                weakness.finding().field(),
                weakness.finding().value());
    }

    private static String fingerprint(String... parts) {
        String identity = String.join("\0", parts);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
