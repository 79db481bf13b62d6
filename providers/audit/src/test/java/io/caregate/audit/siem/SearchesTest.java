package io.caregate.audit.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caregate.audit.capture.CapturedEntries;
import io.caregate.audit.change.ChangeOperation;
import io.caregate.audit.deliver.RejectedEntries;
import io.caregate.audit.format.EntryView;
import io.caregate.audit.format.Format;
import io.caregate.audit.query.Tail;
import io.caregate.audit.sink.Item;
import io.caregate.audit.splunk.SplunkSamples;
import io.caregate.auditlog.entry.Entry;
import io.caregate.auditlog.entry.Entry.Field;
import io.caregate.auditlog.entry.SealedEntry;
import io.caregate.auditlog.tree.StoredCheckpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;

/** The saved searches in {@code siem/elastic} and {@code siem/splunk} ask for fields and values that the log writes. */
class SearchesTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant TIME = Instant.parse("2026-01-31T08:15:00Z");
    /** Kibana's query language: a field that is compared with a text, several texts, a number or anything. */
    private static final Pattern CLAUSE =
            Pattern.compile("([@a-z][A-Za-z0-9_.]*) (?:: (\\*|\"[^\"]*\"|\\([^()]*\\))|(?:<|>=) \\d+)");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    /** Splunk: a field that is compared with a text or several. */
    private static final Pattern COMPARED = Pattern.compile("([a-z_.]+)(?:=(\"[^\"]*\")| IN (\\([^()]*\\)))");

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.*]*");
    private static final String COMMANDS = "IN OR AND BY AS dedup bin span stats dc count where eventstats max table"
            + " eval tonumber strftime sort foreach streamstats current f last isnotnull isnull now coalesce _time"
            + " sourcetype";

    private static final Set<String> SPLUNK = Set.of(COMMANDS.split(" "));

    private static final Map<String, Set<String>> ECS = new TreeMap<>();
    private static final Map<String, Set<String>> SPLUNK_JSON = new TreeMap<>();

    @BeforeAll
    static void write() throws Exception {
        for (EntryView view : views()) {
            collect(ECS, "", JSON.readTree(Format.ECS.render(view)));
            collect(SPLUNK_JSON, "", JSON.readTree(Format.JSON.render(view)));
        }
        StoredCheckpoint checkpoint = new StoredCheckpoint(1, 7, TIME, "origin\n7\nroot\n\n\u2014 o AA==\n");
        collect(ECS, "", JSON.readTree(Format.ECS.render(checkpoint)));
        JsonNode sent = SplunkSamples.event(new Item.OfCheckpoint(checkpoint));
        collect(SPLUNK_JSON, "", sent.path("event"));
        collect(SPLUNK_JSON, "", sent.path("fields"));
        SPLUNK_JSON.put("sourcetype", Set.of(sent.path("sourcetype").asText()));
    }

    private static List<EntryView> views() throws Exception {
        List<Entry> entries = new ArrayList<>();
        Stream.of(
                        Errors.INVALID_USER_CREDENTIALS,
                        Errors.USER_NOT_FOUND,
                        Errors.USER_DISABLED,
                        Errors.USER_TEMPORARILY_DISABLED)
                .map(error -> Sightings.event(EventType.LOGIN_ERROR, error, TIME))
                .forEach(event -> entries.add(Sightings.entry(event, Map.of("username", "alice"))));
        var refused = Sightings.event(EventType.CODE_TO_TOKEN_ERROR, Errors.ACCESS_DENIED, TIME);
        refused.setUserId("alice-id");
        entries.add(Sightings.entry(refused, Map.of("rule", "required-role", Details.REASON, "lacks the role")));
        var impersonator = Map.of(Details.IMPERSONATOR, "boss", Details.REQUESTED_SUBJECT, "bob");
        entries.add(Sightings.entry(Sightings.event(EventType.IMPERSONATE, null, TIME), impersonator));
        entries.add(Sightings.entry(Sightings.event(EventType.TOKEN_EXCHANGE, null, TIME), impersonator));
        for (ResourceType type : ResourceType.values()) {
            for (OperationType operation : OperationType.values()) {
                String sent = type == ResourceType.USER ? "{\"enabled\":false}" : "[{\"name\":\"auditor\"}]";
                entries.add(Sightings.adminEntry(operation, type, "boss-id", sent, TIME));
            }
        }
        for (String type : List.of(Tail.READ, Tail.READ + "_ERROR")) {
            entries.add(Entry.builder("id", TIME, type)
                    .with(Field.PATH, "/realms/healthcare/caregate/audit/events")
                    .detail("query.user", "alice")
                    .detail("returned", "3")
                    .build());
        }
        Map<String, String> options = Map.of("client-policy-manager--caregate--mode", "report");
        Map<String, String> inForce = new TreeMap<>(Sightings.inForce("a", true, "own", options));
        inForce.put("jar.caregate-audit.jar", "0.1.0 sha256:00");
        entries.add(Sightings.startEntry("a", TIME, inForce));
        entries.add(Sightings.stopEntry("a", TIME));

        List<EntryView> views = new ArrayList<>();
        entries.forEach(entry -> views.add(view(entry)));
        for (ChangeOperation operation : ChangeOperation.values()) {
            views.add(view(
                    CapturedEntries.ofChange(operation, ResourceType.USER, TIME.toEpochMilli(), "boss-id", "enabled")));
        }
        views.add(EntryView.of(new SealedEntry(
                7,
                "id",
                "realm-id",
                RejectedEntries.reports(List.of("webhook"), TIME).get(0))));
        views.add(EntryView.ofDamaged(8, "realm-id", TIME, "leaf"));
        return views;
    }

    private static EntryView view(Entry entry) {
        return EntryView.of(new SealedEntry(7, entry.id(), "realm-id", entry.canonical()));
    }

    /** The values of each field, by its path. */
    private static void collect(Map<String, Set<String>> fields, String path, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> collect(
                            fields,
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue()));
        } else if (node.isArray()) {
            node.forEach(element -> collect(fields, path, element));
        } else {
            fields.computeIfAbsent(path, name -> new TreeSet<>()).add(node.asText());
        }
    }

    @Test
    void kibanaWhenASearchNamesAFieldThenTheSinkWritesItWithThatValue() throws IOException {
        List<JsonNode> objects = savedObjects();
        Set<String> runtime = new TreeSet<>();
        JSON.readTree(objects.get(0).at("/attributes/runtimeFieldMap").asText())
                .fieldNames()
                .forEachRemaining(runtime::add);

        assertThat(objects).hasSize(7);
        for (JsonNode search : objects.subList(1, 7)) {
            String title = search.at("/attributes/title").asText();
            String query = query(search).path("query").asText();
            List<MatchResult> clauses = CLAUSE.matcher(query).results().toList();
            assertThat(CLAUSE.matcher(query).replaceAll("x").replaceAll("[()]", ""))
                    .as(title)
                    .matches("x(?: (?:and|or) x)*");
            for (MatchResult clause : clauses) {
                String field = clause.group(1);
                if (!runtime.contains(field)) {
                    assertThat(ECS).as(title).containsKey(field);
                    assertThat(ECS.get(field)).as(title + " " + field).containsAll(quoted(clause.group(2)));
                }
            }
            search.at("/attributes/columns")
                    .forEach(column -> assertThat(ECS).as(title).containsKey(column.asText()));
        }
    }

    /** Kibana imports an object only if it finds what the object refers to. */
    @Test
    void kibanaWhenASearchIsImportedThenItsDataViewIsInTheFileAndCoversTheSinksDataStream() throws IOException {
        List<JsonNode> objects = savedObjects();
        JsonNode view = objects.get(0);

        assertThat(view.path("type").asText()).isEqualTo("index-pattern");
        assertThat("logs-keycloak.audit-default")
                .matches(view.at("/attributes/title")
                        .asText()
                        .replace(".", "\\.")
                        .replace("*", ".*"));
        assertThat(ECS).containsKey(view.at("/attributes/timeFieldName").asText());
        assertThat(objects).extracting(object -> object.path("id").asText()).doesNotHaveDuplicates();
        for (JsonNode search : objects.subList(1, objects.size())) {
            assertThat(search.path("type").asText()).isEqualTo("search");
            assertThat(query(search).path("language").asText()).isEqualTo("kuery");
            JsonNode reference = search.path("references").path(0);
            assertThat(reference.path("id")).isEqualTo(view.path("id"));
            assertThat(source(search).path("indexRefName")).isEqualTo(reference.path("name"));
        }
    }

    @Test
    void splunkWhenASearchNamesAFieldThenTheSinkWritesItWithThatValue() {
        Map<String, Map<String, String>> searches = savedSearches();

        assertThat(searches).hasSize(8);
        searches.forEach((name, search) -> {
            String query = search.getOrDefault("search", "");
            assertThat(query).startsWith("sourcetype=\"caregate:audit:json\" ");
            assertThat(search).containsEntry("enableSched", "0").containsKeys("description", "cron_schedule");
            Set<String> made = new TreeSet<>();
            Pattern.compile(" AS (\\w+)|(?:eval|,) (\\w+)=")
                    .matcher(query)
                    .results()
                    .forEach(match -> made.add(match.group(1) == null ? match.group(2) : match.group(1)));
            for (String word : words(query)) {
                assertThat(SPLUNK.contains(word) || made.contains(word) || isWritten(word))
                        .as("%s in %s", word, name)
                        .isTrue();
            }
            COMPARED.matcher(query)
                    .results()
                    .filter(compared -> !made.contains(compared.group(1)))
                    .forEach(compared -> {
                        Set<String> values = SPLUNK_JSON.getOrDefault(compared.group(1), Set.of());
                        String texts = compared.group(2) == null ? compared.group(3) : compared.group(2);
                        assertThat(quoted(texts))
                                .as("%s of %s in %s", compared.group(), values, name)
                                .allMatch(text ->
                                        values.stream().anyMatch(value -> value.matches(text.replace("*", ".*"))));
                    });
        });
    }

    /** The words of a search that are not in quotation marks, without numbers and the units of times. */
    private static List<String> words(String query) {
        return WORD.matcher(QUOTED.matcher(query).replaceAll("").replaceAll("span=\\d+m|=f\\b|<<FIELD>>", " "))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static boolean isWritten(String field) {
        return SPLUNK_JSON.keySet().stream()
                .anyMatch(written -> written.matches(Pattern.quote(field).replace("*", "\\E.*\\Q")));
    }

    private static List<String> quoted(String texts) {
        return QUOTED.matcher(texts == null ? "" : texts)
                .results()
                .map(text -> text.group(1))
                .toList();
    }

    private static List<JsonNode> savedObjects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : SigmaDocument.read(SigmaDocument.FOLDER.resolve("elastic/caregate.ndjson"))
                .lines()
                .toList()) {
            objects.add(JSON.readTree(line));
        }
        return objects;
    }

    private static JsonNode source(JsonNode search) throws IOException {
        return JSON.readTree(
                search.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON").asText());
    }

    private static JsonNode query(JsonNode search) throws IOException {
        return source(search).path("query");
    }

    /** The stanzas of Splunk's file, by name. */
    private static Map<String, Map<String, String>> savedSearches() {
        Map<String, Map<String, String>> stanzas = new LinkedHashMap<>();
        Map<String, String> last = new TreeMap<>();
        for (String line : SigmaDocument.read(SigmaDocument.FOLDER.resolve("splunk/savedsearches.conf"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList()) {
            if (line.startsWith("[")) {
                last = new TreeMap<>();
                stanzas.put(line.substring(1, line.length() - 1), last);
            } else {
                String[] setting = line.split(" = ", 2);
                assertThat(setting).as(line).hasSize(2);
                last.put(setting[0], setting[1]);
            }
        }
        return stanzas;
    }
}
