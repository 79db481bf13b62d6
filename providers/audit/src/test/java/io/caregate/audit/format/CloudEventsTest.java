package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The events follow CloudEvents 1.0.2: its core specification, section 3, and its JSON format, sections 2 and 3. */
class CloudEventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ATTRIBUTES = Set.of(
            "specversion",
            "id",
            "source",
            "type",
            "time",
            "datacontenttype",
            "dataschema",
            "data",
            "logseq",
            "logleaf",
            "logorigin");

    @Test
    void eventWhenAnEntryThenItsAttributesAndTheOwnFormatAsData() throws IOException {
        SealedEntry entry = Samples.sealed(Samples.full("LOGIN_ERROR").build());
        JsonNode event = JSON.readTree(Format.CLOUDEVENTS.render(EntryView.of(entry, Samples.REFERENCE)));

        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isEqualTo(Samples.ID);
        assertThat(event.get("source").asText()).isEqualTo("sso.example.org/audit");
        assertThat(event.get("type").asText()).isEqualTo("io.caregate.audit.LOGIN_ERROR");
        assertThat(event.get("time").asText()).isEqualTo("2026-01-31T08:15:00.123Z");
        assertThat(event.get("dataschema").asText()).isEqualTo("urn:caregate:audit:entry:2");
        assertThat(event.get("logseq").isTextual()).isTrue();
        assertThat(event.get("logseq").asText()).isEqualTo("7");
        assertThat(event.get("logleaf").asText()).isEqualTo(Samples.REFERENCE.leaf());
        assertThat(event.get("data")).isEqualTo(JSON.readTree(Format.JSON.render(entry)));
    }

    @Test
    void eventWhenOfAnyTypeThenFollowsTheSpecification() throws IOException {
        List<String> events = new ArrayList<>(List.of(Format.CLOUDEVENTS.render(Samples.checkpoint())));
        for (SealedEntry entry : Samples.entries()) {
            events.add(Format.CLOUDEVENTS.render(entry));
            events.add(Format.CLOUDEVENTS.render(EntryView.of(entry, Samples.REFERENCE)));
        }
        for (String event : events) {
            check(JSON.readTree(event));
        }
    }

    @Test
    void eventWhenACheckpointThenOfTheLogInItsNote() throws IOException {
        JsonNode event = JSON.readTree(Format.CLOUDEVENTS.render(Samples.checkpoint()));

        assertThat(event.get("source").asText()).isEqualTo("sso.example.org/audit");
        assertThat(event.get("type").asText()).isEqualTo("io.caregate.audit.CAREGATE_AUDIT_CHECKPOINT");
        assertThat(event.has("logseq") || event.has("logleaf")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sso.example.org/audit, sso.example.org/audit",
        "sso.example.org:8443/audit, ./sso.example.org:8443/audit",
        "a/b:c, a/b:c",
        "//host/x, .///host/x",
        "a?b#c[d]%e, a%3Fb%23c%5Bd%5D%25e",
        "'', caregate-audit"
    })
    void sourceWhenTheLogHasThisNameThenARelativeReference(String origin, String source) throws IOException {
        JsonNode event = JSON.readTree(Format.CLOUDEVENTS.render(
                EntryView.of(new SealedEntry(7, "i", "", null), new LogReference("leaf", origin))));

        assertThat(event.get("source").asText()).isEqualTo(source);
        check(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\ny", "\ud83d", "\u0000", "a|b=c\\]", "\ufffe", "\ud83d\ude00"})
    void valueWhenHostileThenTheEventStaysOne(String value) throws IOException {
        String payload =
                Samples.json(Map.of("type", value, "v", value, "time", value, "details", Map.of(value, value)));

        check(JSON.readTree(
                Format.CLOUDEVENTS.render(EntryView.of(new SealedEntry(7, value, value, payload), Samples.REFERENCE))));
    }

    static void check(JsonNode event) {
        event.properties().forEach(member -> {
            assertThat(ATTRIBUTES).contains(member.getKey());
            assertThat(member.getKey()).matches("[a-z0-9]{1,20}");
            if (!member.getKey().equals("data")) {
                String text = member.getValue().asText();
                assertThat(member.getValue().isTextual()).isTrue();
                assertThat(text).isNotEmpty();
                assertThat(text.codePoints().noneMatch(CloudEventsTest::isForbidden))
                        .isTrue();
            }
        });
        for (String required : List.of("specversion", "id", "source", "type")) {
            assertThat(event.has(required)).as(required).isTrue();
        }
        URI source = URI.create(event.get("source").asText());
        assertThat(source.getScheme()).isNull();
        assertThat(source.getRawAuthority()).isNull();
        assertThat(URI.create(event.get("dataschema").asText()).isAbsolute()).isTrue();
        assertThat(event.get("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(event.get("data").isObject()).isTrue();
    }

    /** What section 3 of the core specification forbids in a String. */
    private static boolean isForbidden(int c) {
        return c < 0x20
                || (c >= 0x7F && c <= 0x9F)
                || (c >= 0xD800 && c <= 0xDFFF)
                || (c >= 0xFDD0 && c <= 0xFDEF)
                || (c & 0xFFFE) == 0xFFFE;
    }
}
