package io.caregate.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Grafana's dashboard shows the metrics that the documents describe, and no other. */
final class DashboardTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern METRIC = Pattern.compile("caregate_[a-z_]+_(?:total|seconds|bytes|entries)");

    @Test
    void dashboardWhenItAsksForAMetricThenItIsDocumented() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(ROOT.resolve("containers/grafana/dashboards/caregate.json")
                        .toFile());
        Set<String> asked = new TreeSet<>();
        dashboard.findValues("expr").forEach(expression -> asked.addAll(metrics(expression.asText())));

        assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(documented());
    }

    private static Set<String> documented() throws IOException {
        try (Stream<Path> documents = Files.list(ROOT.resolve("docs"))) {
            Set<String> documented = new TreeSet<>();
            for (Path document :
                    documents.filter(file -> file.toString().endsWith(".md")).toList()) {
                documented.addAll(metrics(Files.readString(document)));
            }
            return documented;
        }
    }

    private static Set<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
