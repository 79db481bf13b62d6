package io.caregate.check.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.caregate.check.client.Problem;
import io.caregate.check.client.Unknown;
import io.caregate.check.client.Weakness;
import io.caregate.check.source.Place;
import io.caregate.policy.rule.Finding;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** One JSON object, with the members that a refusal of the server has for programs. */
public final class JsonReport implements Report {

    @Override
    public void write(Result result, Writer out) throws IOException {
        try (JsonGenerator json = Json.generator(out)) {
            json.writeStartObject();
            json.writeBooleanField("refused", result.isRefused());
            json.writeNumberField("clients", result.clients());
            json.writeArrayFieldStart("files");
            for (String file : result.files()) {
                json.writeString(file);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("findings");
            for (Problem problem : result.problems()) {
                write(json, problem);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("posture");
            for (Weakness weakness : result.posture()) {
                write(json, weakness);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("unknown");
            for (Unknown value : result.unknown()) {
                json.writeStartObject();
                write(json, value.place());
                json.writeStringField("client", value.client());
                json.writeStringField("field", value.field());
                json.writeStringField("text", value.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("exempt");
            for (String realm : result.exempt()) {
                json.writeString(realm);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Problem problem) throws IOException {
        Finding finding = problem.finding();
        json.writeStartObject();
        write(json, problem.place());
        json.writeStringField("realm", problem.realm());
        json.writeStringField("client", problem.client());
        json.writeStringField("rule", finding.rule().id());
        json.writeBooleanField("refused", problem.refused());
        json.writeStringField("field", finding.field());
        json.writeStringField("value", finding.value());
        json.writeStringField("code", finding.code());
        json.writeStringField("problem", finding.problem());
        json.writeStringField("advice", finding.advice());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Weakness weakness) throws IOException {
        json.writeStartObject();
        write(json, weakness.place());
        json.writeStringField("realm", weakness.realm());
        for (Map.Entry<String, String> member : weakness.finding().members().entrySet()) {
            json.writeStringField(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Place place) throws IOException {
        json.writeStringField("file", place.file());
        json.writeNumberField("line", place.line());
        json.writeNumberField("column", place.column());
    }
}
