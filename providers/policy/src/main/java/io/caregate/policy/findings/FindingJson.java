package io.caregate.policy.findings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.policy.reportmode.ViolationCount;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A finding as JSON. Every key is always present, so that a reader needs no special cases; only ASCII leaves the
 * server.
 */
final class FindingJson {
    static final String FINDINGS = "findings";
    static final String REALM = "realm";
    static final String CLIENT = "client";
    static final String RULE = "rule";
    static final String FIELD = "field";
    static final String VALUE = "value";
    static final String HOOK = "hook";

    private FindingJson() {}

    static JsonGenerator generator(OutputStream out) throws IOException {
        return JsonFactory.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .createGenerator(out)
                .setCodec(new ObjectMapper());
    }

    static void write(JsonGenerator json, ReportHeader header, ReportedFinding found) throws IOException {
        json.writeStartObject();
        json.writeStringField(CLIENT, found.client());
        json.writeStringField("clientUuid", found.clientUuid());
        json.writeBooleanField("enabled", found.enabled());
        json.writeStringField(RULE, found.finding().rule().id());
        json.writeBooleanField("enforced", found.enforced());
        json.writeStringField("effect", found.effect().id());
        json.writeStringField(HOOK, found.hook());
        json.writeStringField(FIELD, found.finding().field());
        json.writeStringField(VALUE, found.value());
        json.writeStringField("problem", found.finding().problem());
        json.writeStringField("advice", found.finding().advice());
        json.writeStringField("docs", header.address(found.finding().rule()));
        writeSeen(json, found.seen());
        json.writeEndObject();
    }

    private static void writeSeen(JsonGenerator json, @Nullable ViolationCount seen) throws IOException {
        json.writeNumberField("count", seen == null ? 0 : seen.count());
        json.writeStringField("firstSeen", seen == null ? null : time(seen.firstSeen()));
        json.writeStringField("lastSeen", seen == null ? null : time(seen.lastSeen()));
        json.writeStringField("lastField", seen == null ? null : seen.field());
        json.writeStringField("lastValue", seen == null ? null : seen.value());
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
