package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Grafana's dashboard shows the metrics that the documents describe, and no other. */
final class DashboardTest {
    @Test
    void dashboardWhenItAsksForAMetricThenItIsDocumentedWithTheLabels() throws IOException {
        Map<String, Set<String>> documented = DocumentedMetrics.all();
        Set<String> asked = new TreeSet<>();
        for (JsonNode target : dashboard().findValues("targets").stream()
                .flatMap(targets -> list(targets).stream())
                .toList()) {
            String expression = target.path("expr").asText();
            Set<String> metrics = DocumentedMetrics.in(expression);
            asked.addAll(metrics);
            assertThat(documented.keySet()).as(expression).containsAll(metrics);
            metrics.forEach(metric -> assertThat(documented.get(metric))
                    .as(expression)
                    .containsAll(DocumentedMetrics.labelsIn(expression)));
            assertThat(DocumentedMetrics.labelsIn(
                            expression + target.path("legendFormat").asText()))
                    .as(expression)
                    .isEqualTo(DocumentedMetrics.labelsIn(expression));
        }

        assertThat(asked).hasSizeGreaterThan(20);
    }

    @Test
    void panelWhenPlacedThenOnNoOther() throws IOException {
        List<JsonNode> panels = list(dashboard().path("panels"));

        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).extracting(DashboardTest::place).doesNotHaveDuplicates();
    }

    private static String place(JsonNode panel) {
        return panel.at("/gridPos/x") + " " + panel.at("/gridPos/y");
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(Repository.ROOT
                        .resolve("containers/grafana/dashboards/caregate.json")
                        .toFile());
    }
}
