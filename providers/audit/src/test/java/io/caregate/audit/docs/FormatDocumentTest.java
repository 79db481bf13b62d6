package io.caregate.audit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.format.Cef;
import io.caregate.audit.format.CefMessage;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.format.LogReference;
import io.caregate.auditlog.entry.CanonicalJson;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.SealedEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The description of the formats in {@code docs/audit-format.md} agrees with the code, field by field. */
class FormatDocumentTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final LogReference REFERENCE =
            new LogReference("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=", "sso.example.org/audit");
    private static final Set<String> REFERENCES = Set.of("leaf", "origin");
    private static final String ID = "01a1fbfe-691b-7000-8b20-9f0d501ccaec";
    private static final String TIME = "2026-01-31T08:15:00.123Z";
    private static String document;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(Path.of("..", "..", "docs", "audit-format.md"));
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void exampleWhenRenderedThenTheOneOfTheDocument(Format format) throws IOException {
        JsonNode entry = JSON.readTree(block("## Example: LOGIN_ERROR"));
        SealedEntry sealed = new SealedEntry(20852, entry.get("id").asText(), "", JSON.writeValueAsString(entry));

        assertThat(JSON.readTree(format.render(EntryView.of(sealed, REFERENCE))))
                .isEqualTo(JSON.readTree(block("as `" + format + "`:")));
    }

    /** A CloudEvent has the keys of {@code json} in its data. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOUDEVENTS")
    void keyWhenAnEntryHasItThenItStandsWhereTheTableSays(Format format) throws IOException {
        Map<String, String> entry = everyKey();
        JsonNode rendered = JSON.readTree(format.render(view(entry)));

        for (Map.Entry<String, String> key : entry.entrySet()) {
            List<String> paths = row(key.getKey()).get(format.ordinal() + 1);
            // The log's own format without the number is what the leaf hash is made of.
            boolean isElsewhere = format == Format.JSON && REFERENCES.contains(key.getKey());
            assertThat(paths.isEmpty()).as(key.getKey()).isEqualTo(isElsewhere);
            for (String path : paths) {
                List<String> values = new ArrayList<>();
                collect(rendered, path, values);
                String expected = format == Format.OCSF && path.equals("time")
                        ? Long.toString(Instant.parse(TIME).toEpochMilli())
                        : key.getValue();
                assertThat(values)
                        .as("%s at %s in %s", key.getKey(), path, rendered)
                        .contains(expected);
            }
        }
    }

    @Test
    void keyWhenAnEntryHasItThenItStandsInCefWhereTheTableSays() throws IOException {
        Map<String, String> entry = everyKey();
        CefMessage message = CefMessage.parse(Cef.of(view(entry)));
        JsonNode unmapped = JSON.readTree(message.extension().get("CaregateAuditUnmapped"));

        for (Map.Entry<String, String> key : entry.entrySet()) {
            List<String> places = row("| key | `cef` |", key.getKey()).get(1);
            assertThat(places).as(key.getKey()).isNotEmpty();
            for (String place : places) {
                String found =
                        switch (place) {
                            case "Device Version" -> message.header().get(3);
                            case "Device Event Class ID" -> message.header().get(4);
                            case "rt" ->
                                Instant.ofEpochMilli(Long.parseLong(
                                                message.extension().getOrDefault(place, "")))
                                        .toString();
                            default ->
                                place.startsWith("CaregateAuditUnmapped.")
                                        ? unmapped.at(place.replace('.', '/').replaceFirst("\\w+", ""))
                                                .asText()
                                        : message.extension().get(place);
                        };
                assertThat(found).as("%s at %s", key.getKey(), place).isEqualTo(key.getValue());
            }
        }
    }

    @Test
    void errorWhenNamedInTheTableThenOfThatOutcome() throws IOException {
        for (String outcome : List.of("8", "12")) {
            String row = Pattern.compile("^\\| (closed|fault) \\| ([^|]+) \\| " + outcome + " \\|", Pattern.MULTILINE)
                    .matcher(document)
                    .results()
                    .map(match -> match.group(2))
                    .findFirst()
                    .orElseThrow();
            for (String error : ticked(row)) {
                String payload = CanonicalJson.of(Map.of("type", "LOGIN_ERROR", "error", error));
                JsonNode event = JSON.readTree(Format.FHIR.render(new SealedEntry(7, ID, "", payload)));
                assertThat(event.get("outcome").asText()).as(error).isEqualTo(outcome);
            }
        }
    }

    /** Every key that an entry can have, each with a different value. */
    private static Map<String, String> everyKey() {
        Map<String, String> keys = new TreeMap<>();
        Stream.of(Entry.Field.values()).forEach(field -> keys.put(field.key(), "value-of-" + field.key()));
        keys.put("type", "LOGIN_ERROR");
        keys.put("ip", "192.0.2.7");
        keys.put("id", ID);
        keys.put("time", TIME);
        keys.put("seq", "7");
        keys.put("leaf", REFERENCE.leaf());
        keys.put("origin", REFERENCE.origin());
        keys.put("v", "2");
        keys.put("detailsDropped", "3");
        keys.put("details.username", "alice");
        return keys;
    }

    private static String payload(Map<String, String> keys) {
        Map<String, Object> entry = new TreeMap<>(keys);
        entry.remove("seq");
        entry.keySet().removeAll(REFERENCES);
        entry.remove("details.username");
        entry.put("v", 2);
        entry.put("detailsDropped", 3);
        entry.put("details", Map.of("username", "alice"));
        return CanonicalJson.of(entry);
    }

    private static EntryView view(Map<String, String> entry) {
        return EntryView.of(new SealedEntry(7, ID, "", payload(entry)), REFERENCE);
    }

    private static List<List<String>> row(String key) {
        return row("| key | `json` |", key);
    }

    private static List<List<String>> row(String table, String key) {
        String row = document.lines()
                .dropWhile(line -> !line.startsWith(table))
                .filter(line -> line.startsWith("| `" + key + "` |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row for " + key));
        return Stream.of(row.substring(2).split("\\|"))
                .map(FormatDocumentTest::ticked)
                .toList();
    }

    private static List<String> ticked(String cell) {
        return Pattern.compile("`([^`]+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** All values at a path. A list stands for each of its elements, {@code detail[x]} for the detail of type x. */
    private static void collect(JsonNode node, String path, List<String> values) {
        if (node.isArray()) {
            node.forEach(element -> collect(element, path, values));
        } else if (path.isEmpty()) {
            values.add(node.asText());
        } else if (path.startsWith("detail[")) {
            for (JsonNode detail : node.path("detail")) {
                if (path.equals("detail[" + detail.path("type").asText() + "]")) {
                    values.add(detail.path("valueString").asText());
                }
            }
        } else {
            int dot = path.indexOf('.');
            String name = dot < 0 ? path : path.substring(0, dot);
            collect(node.path(name), dot < 0 ? "" : path.substring(dot + 1), values);
        }
    }

    /** The first block of JSON after this line. */
    private static String block(String heading) {
        MatchResult match = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(document.substring(document.indexOf(heading)))
                .results()
                .findFirst()
                .orElseThrow();
        return match.group(1);
    }
}
