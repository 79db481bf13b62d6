package io.caregate.policy.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caregate.policy.reportmode.ViolationCount;
import io.caregate.policy.rule.Finding;
import io.caregate.policy.rule.RuleId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsDiffTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ReportHeader HEADER = new ReportHeader(
            "r", Instant.EPOCH, "1", "report", List.of(RuleId.PKCE_S256), true, "https://sso.example/rules");

    static ReportedFinding found(
            @Nullable String client, String value, @Nullable String hook, @Nullable ViolationCount seen) {
        return new ReportedFinding(
                client,
                "uuid",
                true,
                new Finding(RuleId.EXACT_REDIRECT_URI, "redirectUris", value, "it has a wildcard", "register it"),
                Impact.REFUSED,
                false,
                hook,
                seen);
    }

    static JsonNode report(ReportedFinding... findings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport report = new JsonReport(out);
        report.begin(HEADER);
        for (ReportedFinding found : findings) {
            report.finding(found);
        }
        report.end(Map.of(RuleId.EXACT_REDIRECT_URI, (long) findings.length));
        return JSON.readTree(out.toByteArray());
    }

    private static JsonNode diff(JsonNode before, JsonNode after) throws IOException, BadReportException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FindingsDiff.write(out, PreviousReport.of("before", before), PreviousReport.of("after", after));
        return JSON.readTree(out.toByteArray());
    }

    private static JsonNode diffToNow(JsonNode before, ReportedFinding... now) throws IOException, BadReportException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FindingsDiff diff = new FindingsDiff(out, PreviousReport.of("before", before));
        diff.begin(HEADER);
        for (ReportedFinding found : now) {
            diff.finding(found);
        }
        diff.end(Map.of());
        return JSON.readTree(out.toByteArray());
    }

    @Test
    void reportWhenPrintedThenEveryKeyIsThere() throws IOException {
        JsonNode report = report(found(
                "app",
                "https://a.example/*",
                null,
                new ViolationCount(2, 0, 1_000, "redirect_uri", "https://a.example/b")));

        assertThat(report.toString())
                .isEqualTo("{\"realm\":\"r\",\"generatedAt\":\"1970-01-01T00:00:00Z\",\"version\":\"1\","
                        + "\"mode\":\"report\",\"reportOnly\":[\"pkce-s256\"],\"governed\":true,\"findings\":["
                        + "{\"client\":\"app\",\"clientUuid\":\"uuid\",\"enabled\":true,"
                        + "\"rule\":\"exact-redirect-uri\",\"enforced\":false,\"effect\":\"refused\",\"hook\":null,"
                        + "\"field\":\"redirectUris\",\"value\":\"https://a.example/*\","
                        + "\"problem\":\"it has a wildcard\",\"advice\":\"register it\","
                        + "\"docs\":\"https://sso.example/rules#exact-redirect-uri\",\"count\":2,"
                        + "\"firstSeen\":\"1970-01-01T00:00:00Z\",\"lastSeen\":\"1970-01-01T00:00:01Z\","
                        + "\"lastField\":\"redirect_uri\",\"lastValue\":\"https://a.example/b\"}],"
                        + "\"summary\":{\"exact-redirect-uri\":1}}");
    }

    @Test
    void keyWhenPrintedThenDocumented() throws IOException {
        String document = Files.readString(Path.of("..", "..", "docs", "findings.md"));
        JsonNode report = report(found("app", "x", null, null));

        for (JsonNode node : List.of(report, report.at("/findings/0"))) {
            assertThat(node.fieldNames()).toIterable().allSatisfy(key -> assertThat(document)
                    .contains("`" + key + "`"));
        }
    }

    @Test
    void clientWhenItsNameIsHostileThenOnlyAsciiLeavesAndItIsReadAsItIs() throws IOException {
        String hostile = "a\"}\u202e\r\n\u0000<script>\ud83d\ude00";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonReport report = new JsonReport(out);
        report.begin(HEADER);
        report.finding(found(hostile, hostile, null, null));
        report.end(Map.of());

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).matches("[ -~]+");
        assertThat(JSON.readTree(out.toByteArray()).at("/findings/0/client").textValue())
                .isEqualTo(hostile);
    }

    @Test
    void diffWhenSomethingAppearsAndGoesThenBothAreNamed() throws Exception {
        JsonNode before = report(found("a", "1", null, null), found("b", "1", null, null));
        JsonNode after = report(found("a", "2", null, null), found("b", "1", null, null));

        for (JsonNode diff : List.of(
                diff(before, after), diffToNow(before, found("a", "2", null, null), found("b", "1", null, null)))) {
            assertThat(diff.at("/appeared").findValuesAsText("value")).containsExactly("2");
            assertThat(diff.at("/gone").findValuesAsText("value")).containsExactly("1");
            assertThat(diff.at("/gone/0/client").asText()).isEqualTo("a");
            assertThat(diff.at("/unchanged").asInt()).isEqualTo(1);
        }
    }

    @Test
    void diffWhenOnlyCountsAndLastValuesDifferThenUnchanged() throws Exception {
        JsonNode before = report(
                found("a", "1", null, null),
                found("a", "seen", "logout", new ViolationCount(1, 1, 1, "redirect_uri", "seen")));
        JsonNode after = report(
                found("a", "1", null, new ViolationCount(9, 1, 9, "f", "v")),
                found("a", "other", "logout", new ViolationCount(7, 1, 7, "redirect_uri", "other")));

        JsonNode diff = diff(before, after);

        assertThat(diff.toString()).isEqualTo("{\"appeared\":[],\"gone\":[],\"unchanged\":2}");
    }

    @Test
    void diffWhenARealmsOwnFindingIsMetThenItIsNotThatOfAClient() throws Exception {
        assertThat(diff(report(found(null, "1", null, null)), report(found("null", "1", null, null)))
                        .path("unchanged")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"findings\":{}}",
                "{\"findings\":[1]}",
                "{\"findings\":[{\"rule\":\"x\",\"field\":\"y\"}]}",
                "{\"findings\":[{\"rule\":1,\"field\":\"y\",\"value\":\"z\"}]}"
            })
    void bodyWhenItIsNoReportThenSaid(String body) {
        assertThatThrownBy(() -> PreviousReport.of("before", JSON.readTree(body)))
                .isInstanceOf(BadReportException.class)
                .hasMessageStartingWith("before has ");
    }
}
