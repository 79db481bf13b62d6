package io.caregate.audit.verify.siem;

import static org.assertj.core.api.Assertions.assertThat;

import io.caregate.audit.verify.Finding;
import io.caregate.audit.verify.Finding.Kind;
import io.caregate.audit.verify.Selection;
import io.caregate.auditlog.entry.EntryText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiemComparisonTest {
    private static final Selection ALL = new Selection(null, null, null, null, null, null, null);
    /** What a record has that does not repeat its entry, by format: changing it goes unnoticed. */
    private static final Map<String, Set<String>> NOT_COMPARED = Map.of(
            "json", Set.of(),
            "cloudevents", Set.of("datacontenttype", "dataschema", "source", "specversion"),
            "ecs",
                    Set.of(
                            "ecs/version",
                            "event/dataset",
                            "event/kind",
                            "event/module",
                            "event/provider",
                            "service/name",
                            "service/type"),
            "ocsf",
                    Set.of(
                            "activity_id",
                            "activity_name",
                            "actor/user/type_id",
                            "auth_protocol",
                            "auth_protocol_id",
                            "category_name",
                            "category_uid",
                            "class_name",
                            "class_uid",
                            "dst_endpoint/svc_name",
                            "entity/type",
                            "entity/type_id",
                            "metadata/log_name",
                            "metadata/product/name",
                            "metadata/product/vendor_name",
                            "metadata/version",
                            "severity",
                            "severity_id",
                            "type_name",
                            "type_uid",
                            "user/type_id"));

    private static List<Map<String, Object>> records;

    @BeforeAll
    static void read() throws IOException {
        records = SiemRecords.all();
    }

    static List<String> formats() {
        return SiemRecords.FORMATS;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void recordsWhenAsTheServerMadeThemThenNothingIsFound(String format) throws IOException {
        StringBuilder export = new StringBuilder();
        for (Map<String, Object> line : records) {
            export.append(SiemRecords.json(line.get(format)));
        }
        SiemReport report = compare(export.toString());

        assertThat(report.findings()).isEmpty();
        assertThat(report.isGood()).isTrue();
        assertThat(report.compared()).isEqualTo(records.size()).isEqualTo(report.expected());
        assertThat(report.withoutLeaf()).isZero();
        assertThat(records).hasSizeGreaterThan(20);
    }

    /** Each value in each record is changed, and removed: exactly those that do not repeat the entry go unnoticed. */
    @ParameterizedTest
    @MethodSource("formats")
    void valueWhenChangedThenFoundUnlessItRepeatsNothing(String format) throws IOException {
        Set<String> unnoticed = new TreeSet<>();
        try (LogCopy copy = copy(records, ALL)) {
            for (Map<String, Object> line : records) {
                Map<String, Object> record = SiemRecords.record(line, format);
                for (String path : SiemRecords.paths(record)) {
                    Map<String, Object> changed = SiemRecords.with(
                            record,
                            path,
                            (name, value) -> value instanceof Long number ? (Object) (number + 1000) : value + "x");
                    if (isFine(copy, changed)) {
                        unnoticed.add(path);
                    }
                }
            }
        }
        assertThat(unnoticed).containsExactlyInAnyOrderElementsOf(NOT_COMPARED.get(format));
    }

    /** Without its hash, a record is a notice. What a format writes twice, or derives, need not stand in each place. */
    @ParameterizedTest
    @CsvSource({
        "json, ",
        "cloudevents, logleaf logorigin",
        "ecs, labels/log_leaf labels/log_origin labels/log_seq source/ip",
        "ocsf, unmapped/log/leaf unmapped/log/origin unmapped/log/seq user/name user/uid user/domain actor/user/name"
                + " actor/user/uid actor/user/domain actor/app_name actor/session/uid entity/name api/operation"
    })
    void valueWhenRemovedThenFoundUnlessItRepeatsNothing(String format, String optional) throws IOException {
        Set<String> allowed = new HashSet<>(NOT_COMPARED.get(format));
        allowed.addAll(optional == null ? List.of() : List.of(optional.split(" ")));
        Set<String> unnoticed = new TreeSet<>();
        try (LogCopy copy = copy(records, ALL)) {
            for (Map<String, Object> line : records) {
                Map<String, Object> record = SiemRecords.record(line, format);
                for (String path : SiemRecords.paths(record)) {
                    if (isFine(copy, SiemRecords.with(record, path, (name, value) -> null))
                            && !valueAt(record, path).equals("Unknown")) {
                        unnoticed.add(path);
                    }
                }
            }
        }
        assertThat(allowed).containsAll(unnoticed);
    }

    @Test
    void valueWhenAddedToWhatTheEntryHasThenFound() throws IOException {
        Map<String, Object> bare = lineOf("CAREGATE_SERVER_STOP");
        Map<String, String> added = Map.of(
                "ecs", "user/name",
                "ocsf", "unmapped/rule",
                "json", "client");
        for (Map.Entry<String, String> each : added.entrySet()) {
            Map<String, Object> record = new LinkedHashMap<>(SiemRecords.record(bare, each.getKey()));
            String path = each.getValue();
            if (path.contains("/")) {
                String object = path.substring(0, path.indexOf('/'));
                Map<String, Object> inner = new LinkedHashMap<>();
                if (record.get(object) instanceof Map<?, ?> known) {
                    known.forEach((name, value) -> inner.put(name.toString(), value));
                }
                inner.put(path.substring(path.indexOf('/') + 1), "mallory");
                record.put(object, inner);
            } else {
                record.put(path, "mallory");
            }
            assertThat(compare(SiemRecords.json(record)).findings().get(0).text())
                    .contains("differs in " + path.replace('/', '.'));
        }
    }

    @Test
    void labelWhenAddedByTheSiemThenIgnoredAndOneOfTheLogsIsFound() throws IOException {
        Map<String, Object> record = SiemRecords.record(records.get(0), "ecs");

        assertThat(kinds(compareOne(SiemRecords.with(record, "labels/env", (name, value) -> "prod"), 1)))
                .isEmpty();
        assertThat(kinds(compareOne(SiemRecords.with(record, "labels/details_more", (name, value) -> "x"), 1)))
                .containsExactly(Kind.SIEM_CHANGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"_index\":\"caregate\",\"_id\":\"7\",\"_source\":%s}",
                "[%s]",
                "{\"type\":\"caregate.audit\",\"data\":[%s]}",
                "{\"data\":[%s],\"timestamp\":\"2026-11-02T08:15:00Z\",\"type\":\"caregate.audit\"}",
                "  %s\r"
            })
    void recordWhenWrappedThenRead(String wrapping) throws IOException {
        String record = SiemRecords.json(records.get(0).get("ecs")).strip();

        SiemReport report = compareFirst(String.format(wrapping, record) + "\n\n", 1);
        assertThat(report.findings()).isEmpty();
        assertThat(report.compared()).isOne();
    }

    /** What dashboards and rules read must not hide behind a copy of the truth. */
    @Test
    void recordWhenATrueCopyIsBesideAForgedOneThenFound() throws IOException {
        Map<String, Object> ecs = SiemRecords.record(records.get(0), "ecs");
        Map<String, Object> forged = SiemRecords.with(ecs, "event/id", (name, value) -> "forged");
        Map<String, Object> own = SiemRecords.record(records.get(0), "json");

        assertUnreadable(and(forged, Map.of("event.id", valueAt(ecs, "event/id"))), "a field in two ways");
        assertUnreadable(and(forged, Map.of("specversion", "1.0", "data", own)), "several formats at once");
        assertUnreadable(and(forged, Map.of("type", "LOGIN", "id", "7")), "several formats at once");
        assertUnreadable(and(forged, Map.of("_source", ecs)), "something else beside the record");
        assertUnreadable(
                and(and(Map.of("type", "caregate.audit"), Map.of("data", List.of(own))), forged),
                "something else beside its data");
        assertUnreadable(
                and(and(Map.of("data", List.of(own)), Map.of("type", "caregate.audit")), forged),
                "something else beside its data");
        assertThat(kinds(compareFirst(SiemRecords.json(and(ecs, Map.of("labels.details_more", "x"))), 1)))
                .containsExactly(Kind.SIEM_CHANGED);
        Map<String, Object> ocsf = SiemRecords.record(records.get(0), "ocsf");
        assertThat(kinds(compareFirst(SiemRecords.json(and(ocsf, Map.of("unmapped.details.more", "x"))), 1)))
                .containsExactly(Kind.SIEM_CHANGED);
    }

    private static Map<String, Object> and(Map<String, Object> record, Map<String, ?> more) {
        Map<String, Object> both = new LinkedHashMap<>(record);
        both.putAll(more);
        return both;
    }

    private static void assertUnreadable(Map<String, Object> record, String why) throws IOException {
        SiemReport report = compareFirst(SiemRecords.json(record), 1);
        assertThat(report.isGood()).isFalse();
        assertThat(report.findings().get(0).kind()).isEqualTo(Kind.SIEM_UNREADABLE);
        assertThat(report.findings().get(0).text()).contains(why);
    }

    /** No search of the SIEM finds a record in another format. */
    @Test
    void recordWhenInAnotherFormatThanTheFirstThenFound() throws IOException {
        SiemReport report = compareFirst(
                SiemRecords.json(records.get(0).get("ecs"))
                        + SiemRecords.json(records.get(1).get("json")),
                2);
        assertThat(report.findings().get(0).text())
                .contains("line 2: its format is json, and that of the first record ecs");
        assertThat(kinds(report)).containsExactly(Kind.SIEM_UNREADABLE, Kind.SIEM_LACKS);
    }

    @Test
    void recordWhenItsNamesHaveDotsThenRead() throws IOException {
        Map<String, Object> flat = new LinkedHashMap<>();
        Map<String, Object> record = SiemRecords.record(records.get(0), "ecs");
        SiemRecords.paths(record).forEach(path -> flat.put(path.replace('/', '.'), valueAt(record, path)));

        assertThat(compareFirst(SiemRecords.json(flat), 1).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "no JSON; not a JSON value",
                "{\"a\":1,\"a\":2}; each of its members once",
                "{\"id\":\"c\",\"type\":\"CAREGATE_AUDIT_CHECKPOINT\"} {}; something behind",
                "7; not a JSON object",
                "[7]; its list has something",
                "{\"event\":{\"code\":\"LOGIN\"}}; no number",
                "{\"event\":{\"code\":\"LOGIN\",\"sequence\":\"1\"}}; no number",
                "{\"event\":{\"code\":\"LOGIN\",\"sequence\":0}}; no number",
                "{\"seq\":1}; none of the formats",
                "{\"type\":\"caregate.audit\",\"data\":7}; none of the formats"
            })
    void lineWhenItIsNoRecordThenAFindingAndTheNextIsRead(String line, String why) throws IOException {
        SiemReport report =
                compareFirst(line + "\n" + SiemRecords.json(records.get(0).get("json")), 1);

        assertThat(kinds(report)).containsExactly(Kind.SIEM_UNREADABLE);
        assertThat(report.findings().get(0).text()).startsWith("line 1: ").contains(why);
        assertThat(report.compared()).isOne();
    }

    @Test
    void lineWhenTooLongThenAFindingAndTheNextIsRead() throws IOException {
        String longest = "\"" + "x".repeat(SiemLines.MAX_LINE) + "\"\n";
        SiemReport report =
                compareFirst(longest + SiemRecords.json(records.get(0).get("json")), 1);

        assertThat(report.findings().get(0).text()).contains("longer than");
        assertThat(report.count()).isOne();
        assertThat(report.compared()).isOne();
    }

    @Test
    void recordWhenTheLogHasNoSuchEntryThenUnknown() throws IOException {
        Map<String, Object> record =
                SiemRecords.with(SiemRecords.record(records.get(0), "json"), "seq", (name, value) -> 1_000_000L);

        SiemReport report = compareOne(record, 0);
        assertThat(kinds(report)).containsExactly(Kind.SIEM_UNKNOWN);
        assertThat(report.findings().get(0).first()).isEqualTo(1_000_000);
    }

    @Test
    void recordWhenItIsOfAnotherLogThenUnknown() throws IOException {
        Map<String, Object> record = SiemRecords.with(
                SiemRecords.record(records.get(0), "ecs"), "labels/log_origin", (name, value) -> "other.example.org");

        assertThat(compareOne(record, 0).findings().get(0).text()).contains("another log");
    }

    /** The number of another entry does not help: it differs from that one, and its own is missing. */
    @Test
    void recordWhenItHasTheNumberOfAnotherThenChangedAndItsOwnIsLacking() throws IOException {
        Map<String, Object> record =
                SiemRecords.with(SiemRecords.record(records.get(0), "ecs"), "event/sequence", (name, value) -> 2L);

        SiemReport report = compareFirst(SiemRecords.json(record), 2);
        assertThat(kinds(report)).containsExactly(Kind.SIEM_CHANGED, Kind.SIEM_LACKS);
        assertThat(report.findings().get(0).text()).contains("entry 2 differs in the leaf hash");
        assertThat(report.findings().get(1).text()).isEqualTo("the export lacks 1 of 2 entries: 1");
    }

    @Test
    void recordsWhenSomeAreMissingThenTheirNumbersAreNamed() throws IOException {
        StringBuilder export = new StringBuilder();
        for (int i : List.of(0, 3, 4, 9)) {
            export.append(SiemRecords.json(records.get(i).get("json")));
        }
        SiemReport report = compareFirst(export.toString(), 10);

        assertThat(report.lacking()).isEqualTo(6);
        assertThat(report.findings().get(0).text()).isEqualTo("the export lacks 6 of 10 entries: 2 to 3, 6 to 9");
    }

    @Test
    void recordsWhenAFilterIsGivenThenOnlyItsEntriesMayLack() throws IOException {
        Selection logins = new Selection("LOGIN", null, null, null, null, null, null);
        String export = SiemRecords.json(records.get(0).get("json"))
                + SiemRecords.json(records.get(5).get("json"));
        try (LogCopy copy = copy(records, logins)) {
            SiemReport report =
                    SiemComparison.compare(SiemRecords.stream(export), copy, records.size(), SiemRecords.ORIGIN);
            assertThat(report.isGood()).isTrue();
            assertThat(report.expected()).isOne();
            assertThat(report.compared()).isEqualTo(2);
        }
    }

    @Test
    void recordsWhenTheyComeTwiceThenAllowedAndAChangedOneIsFound() throws IOException {
        String record = SiemRecords.json(records.get(0).get("json"));

        assertThat(compareFirst(record + record, 1).isGood()).isTrue();
        assertThat(kinds(compareFirst(record + record.replace("alice", "mallory"), 1)))
                .containsExactly(Kind.SIEM_CHANGED);
    }

    @Test
    void recordWhenNoCheckpointProvesItsEntryThenNotComparedAndNotLacking() throws IOException {
        String export = SiemRecords.json(records.get(0).get("json"))
                + SiemRecords.json(records.get(1).get("json")).replace("alice", "mallory");
        try (LogCopy copy = copy(records, ALL)) {
            SiemReport report = SiemComparison.compare(SiemRecords.stream(export), copy, 1, SiemRecords.ORIGIN);
            assertThat(report.isGood()).isTrue();
            assertThat(report.unproved()).isOne();
            assertThat(report.expected()).isOne();
        }
    }

    @Test
    void recordWhenItsEntryIsClosedThenComparedByItsHash() throws IOException {
        Map<String, Object> good = SiemRecords.record(records.get(0), "ecs");
        Map<String, Object> bad = SiemRecords.with(
                good, "labels/log_leaf", (name, value) -> records.get(1).get("leaf"));

        assertThat(closed(good).hashOnly()).isOne();
        assertThat(closed(good).isGood()).isTrue();
        assertThat(kinds(closed(bad))).containsExactly(Kind.SIEM_CHANGED);
        SiemReport unchecked = closed(SiemRecords.record(records.get(0), "json"));
        assertThat(unchecked.unchecked()).isOne();
        assertThat(unchecked.isGood()).isTrue();
    }

    @Test
    void recordWhenItCameWithoutAHashThenANotice() throws IOException {
        Map<String, Object> record =
                SiemRecords.with(SiemRecords.record(records.get(0), "ecs"), "labels/log_leaf", (name, value) -> null);

        SiemReport report = compareOne(record, 1);
        assertThat(report.isGood()).isTrue();
        assertThat(report.withoutLeaf()).isOne();
    }

    @Test
    void recordWhenACheckpointThenCountedAndOneWithANumberIsNone() throws IOException {
        String checkpoint = "{\"details\":{},\"id\":\"c\",\"type\":\"CAREGATE_AUDIT_CHECKPOINT\"}\n";
        String disguised = SiemRecords.json(records.get(0).get("json")).replace("LOGIN", "CAREGATE_AUDIT_CHECKPOINT");

        assertThat(compareFirst(checkpoint, 0).checkpoints()).isOne();
        assertThat(kinds(compareFirst(disguised, 1))).containsExactly(Kind.SIEM_CHANGED);
    }

    private static SiemReport closed(Map<String, Object> record) throws IOException {
        try (LogCopy copy = new LogCopy(ALL)) {
            copy.sealed(1, leaf(records.get(0)));
            return SiemComparison.compare(SiemRecords.stream(SiemRecords.json(record)), copy, 1, SiemRecords.ORIGIN);
        }
    }

    private static boolean isFine(LogCopy copy, Map<String, Object> record) throws IOException {
        SiemReport report = SiemComparison.compare(
                SiemRecords.stream(SiemRecords.json(record)), copy, records.size(), SiemRecords.ORIGIN);
        return report.findings().stream().allMatch(finding -> finding.kind() == Kind.SIEM_LACKS);
    }

    private static SiemReport compareOne(Map<String, Object> record, int entries) throws IOException {
        return compareFirst(SiemRecords.json(record), entries);
    }

    private static SiemReport compare(String export) throws IOException {
        return compareFirst(export, records.size());
    }

    /** Compares with a log of the first entries. */
    private static SiemReport compareFirst(String export, int entries) throws IOException {
        try (LogCopy copy = copy(records.subList(0, entries), ALL)) {
            return SiemComparison.compare(SiemRecords.stream(export), copy, entries, SiemRecords.ORIGIN);
        }
    }

    private static LogCopy copy(List<Map<String, Object>> lines, Selection selection) throws IOException {
        LogCopy copy = new LogCopy(selection);
        for (Map<String, Object> line : lines) {
            long seq = (Long) line.get("seq");
            String payload = line.get("payload").toString();
            copy.sealed(seq, leaf(line));
            copy.open(seq, EntryText.parse(payload), payload);
        }
        return copy;
    }

    private static byte[] leaf(Map<String, Object> line) {
        return Base64.getDecoder().decode(line.get("leaf").toString());
    }

    private static Map<String, Object> lineOf(String type) {
        return records.stream()
                .filter(line -> line.get("payload").toString().contains("\"type\":\"" + type + "\""))
                .findFirst()
                .orElseThrow();
    }

    private static Object valueAt(Map<String, Object> record, String path) {
        List<Object> values = new ArrayList<>();
        SiemRecords.with(record, path, (name, value) -> {
            values.add(value);
            return value;
        });
        return values.get(0);
    }

    private static List<Kind> kinds(SiemReport report) {
        return report.findings().stream().map(Finding::kind).toList();
    }
}
