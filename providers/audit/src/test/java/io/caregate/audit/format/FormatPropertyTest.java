package io.caregate.audit.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeContainer;

class FormatPropertyTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Whatever an entry holds, each format makes one clean line of JSON from it that has all required members. */
    @Property(tries = 500)
    void formatWhenAnyObjectThenOneLineWithWhatIsRequired(@ForAll("entries") ObjectNode entry, @ForAll long seq)
            throws IOException {
        check(new SealedEntry(seq, Samples.ID, "realm", entry.toString()));
    }

    @BeforeContainer
    static void schemas() throws IOException {
        OcsfSchemaTest.schema();
        EcsFieldsTest.fields();
    }

    @Property(tries = 500)
    void formatWhenAnyTextThenOneLineWithWhatIsRequired(
            @ForAll String payload, @ForAll String id, @ForAll String realmId) throws IOException {
        check(new SealedEntry(1, id, realmId, payload));
    }

    private static void check(SealedEntry entry) throws IOException {
        EntryView view = EntryView.of(entry, new LogReference("leaf", "origin"));
        String cef = Cef.of(view);
        assertThat(cef.codePoints().noneMatch(FormatPropertyTest::breaksALine)).isTrue();
        assertThat(CefMessage.parse(cef).extension()).containsEntry("cn1", Long.toString(entry.seq()));
        String dicom = DicomAudit.of(view);
        assertThat(dicom.chars().allMatch(c -> c >= 0x20 && c < 0x7F)).isTrue();
        assertThatCode(() -> DicomAuditTest.check(dicom)).doesNotThrowAnyException();
        for (Format format : Format.values()) {
            String line = format.render(view);
            assertThat(line).isEqualTo(format.render(view));
            assertThat(line.codePoints().noneMatch(FormatPropertyTest::breaksALine))
                    .isTrue();
            JsonNode rendered = JSON.readTree(line);
            switch (format) {
                case JSON -> assertThat(rendered.get("seq").asLong()).isEqualTo(entry.seq());
                case FHIR -> fhir(rendered);
                case OCSF -> assertThat(OcsfSchemaTest.findings(line)).isEmpty();
                case ECS -> assertThat(EcsFieldsTest.findings(line)).isEmpty();
                case CLOUDEVENTS -> CloudEventsTest.check(rendered);
            }
        }
    }

    private static void fhir(JsonNode event) {
        assertThat(event.get("id").asText()).matches("[A-Za-z0-9.-]{1,64}");
        assertThat(event.get("recorded").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(event.get("type").get("code").asText()).matches("1101\\d\\d");
        assertThat(event.get("outcome").asText()).isIn("0", "4", "8", "12");
        assertThat(event.get("agent")).isNotEmpty();
        event.get("agent")
                .forEach(agent -> assertThat(agent.get("requestor").isBoolean()).isTrue());
        assertThat(event.at("/source/observer/display").asText()).isNotBlank();
    }

    private static boolean breaksALine(int character) {
        return character < 0x20 || character == 0x7F || character == 0x85 || character == 0x2028 || character == 0x2029;
    }

    @Provide
    Arbitrary<ObjectNode> entries() {
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.of(
                        "v",
                        "id",
                        "seq",
                        "time",
                        "type",
                        "error",
                        "realm",
                        "realmId",
                        "client",
                        "user",
                        "session",
                        "ip",
                        "userAgent",
                        "node",
                        "traceId",
                        "method",
                        "path",
                        "rule",
                        "eventId",
                        "details"),
                Arbitraries.strings().ofMaxLength(8));
        Arbitrary<String> texts = Arbitraries.oneOf(
                Arbitraries.of("LOGIN_ERROR", "LOGIN", "::1", "user_disabled", "2026-01-31T08:15:00Z", " ", ""),
                Arbitraries.strings().ofMaxLength(20));
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts.map(NODES::textNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        Arbitrary<JsonNode> lists = leaves.list().ofMaxSize(3).map(FormatPropertyTest::list);
        Arbitrary<JsonNode> objects = Arbitraries.maps(names, Arbitraries.oneOf(leaves, lists))
                .ofMaxSize(6)
                .map(FormatPropertyTest::object);
        return Arbitraries.maps(
                        names, Arbitraries.frequencyOf(Tuple.of(4, leaves), Tuple.of(1, lists), Tuple.of(2, objects)))
                .ofMaxSize(20)
                .map(members -> (ObjectNode) object(members));
    }

    private static JsonNode list(List<JsonNode> elements) {
        ArrayNode list = NODES.arrayNode();
        elements.forEach(list::add);
        return list;
    }

    private static JsonNode object(Map<String, JsonNode> members) {
        ObjectNode object = NODES.objectNode();
        members.forEach(object::set);
        return object;
    }
}
