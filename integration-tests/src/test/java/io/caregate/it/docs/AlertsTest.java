package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.caregate.it.driver.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules for Prometheus ask for metrics that exist, and fire when they should. */
final class AlertsTest {
    private static final Path FOLDER = Repository.ROOT.resolve("containers/prometheus");
    private static final String RULES = "alerts.yml";
    private static final String CASES = "alerts-test.yml";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(Caregate\\w+)` \\| (\\w+) \\|");

    @Test
    void alertWhenItAsksForAMetricThenItIsDocumentedWithTheLabels() throws IOException {
        Map<String, Set<String>> documented = DocumentedMetrics.all();
        for (JsonNode alert : alerts()) {
            String name = alert.path("alert").asText();
            String expression = alert.path("expr").asText();
            Set<String> metrics = DocumentedMetrics.in(expression);
            assertThat(metrics).as(name).isNotEmpty().isSubsetOf(documented.keySet());
            metrics.forEach(metric ->
                    assertThat(documented.get(metric)).as(name).containsAll(DocumentedMetrics.labelsIn(expression)));
            String annotations = alert.path("annotations").toString();
            assertThat(DocumentedMetrics.labelsIn(expression))
                    .as(name)
                    .containsAll(DocumentedMetrics.labelsIn(annotations));
        }
    }

    @Test
    void alertWhenItExistsThenDocumentedWithItsSeverityAndSaysWhatIsWrong() throws IOException {
        List<JsonNode> alerts = alerts();

        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        });
        assertThat(ROW.matcher(Repository.read(Repository.ROOT.resolve("docs/containers.md")))
                        .results()
                        .map(row -> row.group(1) + " " + row.group(2)))
                .containsExactlyElementsOf(alerts.stream()
                        .map(alert -> alert.path("alert").asText() + " "
                                + alert.at("/labels/severity").asText())
                        .toList());
    }

    @Test
    void rulesWhenPrometheusStartsThenLoadedFromWhereTheyAreMounted() throws IOException {
        JsonNode prometheus =
                new YAMLMapper().readTree(FOLDER.resolve("prometheus.yml").toFile());
        JsonNode mounts = new YAMLMapper()
                .readTree(Repository.ROOT.resolve("docker-compose.yml").toFile())
                .at("/services/prometheus/volumes");

        assertThat(prometheus.at("/rule_files/0").asText()).isEqualTo(RULES);
        assertThat(mounts)
                .extracting(JsonNode::asText)
                .contains("./containers/prometheus/" + RULES + ":/etc/prometheus/" + RULES + ":ro");
    }

    @Test
    void casesWhenPromtoolRunsThemThenEachAlertFiresWhenItShould(@TempDir Path folder) throws Exception {
        assumeTrue(Command.succeeds("promtool", "--version"), "skipped without promtool on the path");
        Files.copy(FOLDER.resolve(RULES), folder.resolve(RULES));
        Files.copy(cases(), folder.resolve(CASES));

        Command.run(List.of("promtool", "check", "rules", folder.resolve(RULES).toString()));
        Command.run(List.of("promtool", "test", "rules", folder.resolve(CASES).toString()));
    }

    @Test
    void casesWhenReadThenOneInWhichEachAlertFires() throws IOException {
        String cases = Files.readString(cases());

        assertThat(alerts()).allSatisfy(alert -> assertThat(cases)
                .containsPattern("alertname=\"" + alert.path("alert").asText() + "\""));
    }

    private static Path cases() {
        return Path.of("src", "test", "resources", "prometheus", CASES);
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        new YAMLMapper().readTree(FOLDER.resolve(RULES).toFile()).path("groups").forEach(group -> group.path("rules")
                .forEach(alerts::add));
        return alerts;
    }
}
